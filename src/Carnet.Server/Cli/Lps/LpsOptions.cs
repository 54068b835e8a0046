using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Lps;

/// <summary>The options that every <c>carnet lps</c> command has, and the desk that they set up.</summary>
/// <param name="ofPatient">The transaction names a person.</param>
/// <param name="alone">The command also does something that needs neither card nor person.</param>
internal sealed class LpsOptions(bool ofPatient = true, bool alone = false)
{
    private const string DemoFolder = "data/demo";

    private readonly Option<string> _card = new("--card")
    {
        Description = "Dossier de la carte, ou son nom sous data/demo/cards et data/demo/structures",
        Required = !alone,
    };

    private readonly Option<string> _patient = new("--patient")
    {
        Description = "INS (15 caractères), ou nom d'une personne de démonstration",
        Required = !alone,
    };

    private readonly Option<string?> _insOid = new("--ins-oid")
    {
        Description = "OID de l'INS ; par défaut celui de people.json, sinon 1.2.250.1.213.1.4.8",
    };

    private readonly Option<string?> _url = new("--url", "--target")
    {
        Description = "Adresse de la porte SOAP ; par défaut celle de people.json, sinon https://localhost:8444",
    };

    private readonly Option<string?> _ca = new("--ca") { Description = "Racine (PEM) du serveur ; par défaut ca.pem près de la carte" };

    private readonly Option<string?> _people = new("--people") { Description = "people.json ; par défaut celui près de la carte" };

    private readonly Option<string> _mode = new("--mode")
    {
        Description = "Mode d'accès : normal, bris_de_glace, centre_15",
        DefaultValueFactory = _ => "normal",
    };

    private readonly Option<string?> _reason = new("--reason") { Description = "Motif d'un bris de glace" };

    private readonly Option<string?> _as = new("--as")
    {
        Description = "Carte de la personne pour qui l'établissement parle (authentification indirecte renforcée)",
    };

    private readonly Option<string> _method = new("--method")
    {
        Description = $"Avec --as, comment l'établissement l'a authentifiée : {string.Join(", ", PrimaryMethodCodes.All)}, {PrimaryMethodCodes.Conforming}",
        DefaultValueFactory = _ => PrimaryMethodCodes.All.First(),
    };

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Montre les messages, dans les deux sens" };

    public IEnumerable<Option> All =>
    [
        _card, .. ofPatient ? [_patient, _insOid] : (Option[])[], _url, _ca, _people, _mode, _reason, _as, _method, _verbose,
    ];

    /// <summary>Opens the card, finds the person and the server.</summary>
    /// <exception cref="LpsUsageException">Something of it is not there.</exception>
    /// <exception cref="CardException">The card or the root does not open.</exception>
    public LpsDesk Open(ParseResult parsed)
    {
        var folder = FolderOf(parsed.GetValue(_card) ?? throw new LpsUsageException("La carte manque : indiquez --card."));
        var people = parsed.GetValue(_people) is { } named ? PeopleIndex.Load(named)
            : CardFolder.Beside(folder, "people.json") is { } beside ? PeopleIndex.Load(beside) : PeopleIndex.None;
        var text = ofPatient ? parsed.GetValue(_patient) ?? throw new LpsUsageException("La personne manque : indiquez --patient.") : "";
        var person = people.Find(text);
        if (ofPatient && person is null && (text.Length != 15 || !text.Any(char.IsAsciiDigit)))
        {
            throw new LpsUsageException($"« {text} » n'est ni un INS de 15 caractères ni une personne de people.json.");
        }

        var address = parsed.GetValue(_url) ?? people.SoapAddress ?? "https://localhost:8444";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
        {
            throw new LpsUsageException($"« {address} » n'est pas une adresse https.");
        }

        var call = new DmpCall(
            ofPatient ? new Cx(person?.Ins ?? text, parsed.GetValue(_insOid) ?? person?.InsOid ?? Ins.NirOid, "NH") : null,
            parsed.GetRequiredValue(_mode), parsed.GetValue(_reason),
            parsed.GetValue(_as) is { } spokenFor ? Named(spokenFor, parsed.GetRequiredValue(_method)) : null);
        var client = new DmpClient(CardFolder.Open(folder, LpsCommand.Software), uri, Roots(parsed.GetValue(_ca), folder))
        {
            Observer = parsed.GetValue(_verbose) ? message => Console.Error.WriteLine(message) : null,
        };
        return new LpsDesk(client, call, person);
    }

    /// <summary>A card by its folder or by its name in the demo world.</summary>
    /// <exception cref="LpsUsageException">There is none.</exception>
    public static string FolderOf(string text) => new[] { text, $"{DemoFolder}/cards/{text}", $"{DemoFolder}/structures/{text}" }
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "card.json"))) is { } found
            ? Path.GetFullPath(found)
            : throw new LpsUsageException($"« {text} » n'est pas un dossier de carte, ni une carte de {DemoFolder}.");

    /// <summary>Whose server certificates are believed: the given file, else the root beside the card.</summary>
    /// <exception cref="CardException">It holds none.</exception>
    /// <exception cref="LpsUsageException">There is none.</exception>
    public static X509Certificate2Collection Roots(string? path, string card) => CardFolder.ReadRoots(path
        ?? CardFolder.Beside(card, "ca.pem")
        ?? throw new LpsUsageException("La racine du serveur n'est pas connue : indiquez --ca FICHIER."));

    private static NamedPerson Named(string spokenFor, string method)
    {
        using var card = CardFolder.Open(FolderOf(spokenFor), LpsCommand.Software);
        return NamedPerson.Of(card, method);
    }
}

/// <summary>A client at work for one person.</summary>
/// <param name="Person">Whom people.json knows under that INS; null without it.</param>
internal sealed record LpsDesk(DmpClient Client, DmpCall Call, KnownPerson? Person) : IDisposable
{
    /// <summary>The person's INS.</summary>
    /// <exception cref="LpsUsageException">Its key is wrong, so no set can name it.</exception>
    public Ins Patient => Ins.TryCreate(Call.Patient!.Id, Call.Patient.AssigningAuthorityOid, out var ins)
        ? ins
        : throw new LpsUsageException("L'INS est faux : 15 caractères dont la clé, et un OID d'INS connu.");

    public void Dispose()
    {
        Client.Card.Dispose();
        Client.Dispose();
    }
}
