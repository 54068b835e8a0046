using System.CommandLine;
using System.Net.Sockets;
using System.Security.Authentication;
using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Server.Cli.Lps;
using Carnet.Wire;
using Carnet.Wire.Cda;
using Carnet.Wire.Hl7v2;

namespace Carnet.Server.Cli.Hl7v2;

/// <summary><c>carnet hl7v2</c>: the software of a hospital, for trying the HL7 v2 door by hand.</summary>
internal static class Hl7v2Command
{
    public static Command Create() => new("hl7v2", "Logiciel d'un établissement, par la porte HL7 v2 (MLLP, TLS mutuel)")
    {
        CreateSend(), CreateMake(),
    };

    private static Command CreateSend()
    {
        var file = new Argument<string>("fichier") { Description = "Message HL7 v2 (ER7), sans trame MLLP" };
        var card = new Option<string>("--card")
        {
            Description = "Dossier du certificat de l'établissement, ou son nom sous data/demo/structures",
            Required = true,
        };
        var url = new Option<string>("--url") { Description = "Adresse de la porte", DefaultValueFactory = _ => "mllps://localhost:2575" };
        var ca = new Option<string?>("--ca") { Description = "Racine (PEM) du serveur ; par défaut ca.pem près du certificat" };
        var command = new Command("send", "Envoie un message et affiche l'accusé") { file, card, url, ca };
        command.SetAction((parsed, ct) => RunAsync(async () =>
        {
            var folder = LpsOptions.FolderOf(parsed.GetRequiredValue(card));
            if (!Uri.TryCreate(parsed.GetRequiredValue(url), UriKind.Absolute, out var address) || address.Scheme != "mllps")
            {
                throw new LpsUsageException("L'adresse est de la forme mllps://hôte:port.");
            }

            using var holder = CardFolder.Open(folder, LpsCommand.Software);
            await using var client = await MllpClient.ConnectAsync(
                address, holder.Authentication, LpsOptions.Roots(parsed.GetValue(ca), folder), ct);
            return Show(await client.SendAsync(await File.ReadAllBytesAsync(parsed.GetRequiredValue(file), ct), ct));
        }));
        return command;
    }

    private static Command CreateMake()
    {
        var file = new Argument<string>("fichier") { Description = "Document CDA, ou PDF" };
        var patient = new Option<string>("--patient") { Description = "Nom ou INS d'une personne de people.json", Required = true };
        var people = new Option<string>("--people") { Description = "people.json", DefaultValueFactory = _ => "data/demo/people.json" };
        var type = new Option<string>("--type") { Description = "Type d'un PDF (LOINC ou TRE_A05)", DefaultValueFactory = _ => "11488-4" };
        var author = new Option<string>("--author") { Description = "Auteur d'un PDF : PS_IdNat^NOM^Prénom", DefaultValueFactory = _ => "" };
        var command = new Command("make", "Écrit sur la sortie un message MDM^T02 autour d'un document") { file, patient, people, type, author };
        command.SetAction((parsed, ct) => RunAsync(async () =>
        {
            var person = PeopleIndex.Load(parsed.GetRequiredValue(people)).Find(parsed.GetRequiredValue(patient))
                ?? throw new LpsUsageException("Cette personne n'est pas dans people.json.");
            var bytes = await File.ReadAllBytesAsync(parsed.GetRequiredValue(file), ct);
            var pdf = bytes.AsSpan().StartsWith("%PDF-"u8);
            var header = pdf ? null : CdaHeaderReader.Read(new MemoryStream(bytes, writable: false));
            var code = header?.Code?.Code ?? parsed.GetRequiredValue(type);
            if (!DocumentTypes.TryFind(code, out var known))
            {
                throw new LpsUsageException($"Le type {code} n'est pas admis dans le dossier partagé.");
            }

            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(new HospitalMessage(
                person, "T02", $"{Guid.CreateVersion7():N}"[..20], TimeProvider.System.GetUtcNow(), (known.Code, known.Label),
                header?.UniqueId ?? Submission.NewOid(), "", parsed.GetRequiredValue(author), bytes).Write(), ct);
            return ExitCodes.Done;
        }));
        return command;
    }

    private static int Show(Hl7v2Message? answer)
    {
        if (answer is null)
        {
            Console.Error.WriteLine("Le serveur a fermé la connexion sans répondre.");
            return ExitCodes.Refused;
        }

        var code = answer.Require("MSA")[1][1];
        Console.WriteLine(code switch { "AA" => "AA  accepté", "AE" => "AE  refusé", _ => $"{code}  rejeté" });
        foreach (var error in answer.All("ERR"))
        {
            Console.WriteLine($"{error[4][1]}  {error[5][1]}  {error[2].Whole.Replace('^', '-')}  {error[8][1]}");
        }

        return code == "AA" ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static async Task<int> RunAsync(Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception cause) when (cause is LpsUsageException or CardException or WireFormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(cause.Message);
            return ExitCodes.WrongUse;
        }
        catch (Exception cause) when (cause is SocketException or AuthenticationException)
        {
            Console.Error.WriteLine($"Le serveur ne répond pas ou refuse le certificat : {cause.Message}");
            return ExitCodes.Refused;
        }
    }
}
