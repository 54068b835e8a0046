using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Representation;
using Carnet.Server.Portals.Shared;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Cli;

/// <summary><c>carnet persons</c>: what a desk records on evidence about those who act for somebody (A-13, L-6).</summary>
internal static class PersonsCommand
{
    private static readonly DeskCommands AtDesk = new("persons");

    private static readonly Option<Guid> Mandate = new("--mandate")
    {
        CustomParser = parsed => Guid.TryParse(parsed.Tokens[0].Value, out var number) ? number
            : Wrong<Guid>(parsed, "--mandate : ce n'est pas un numéro de représentant, « carnet persons list » les donne."),
        Description = "Numéro du représentant, tel que « carnet persons list » le donne",
        Required = true,
    };

    private static readonly Option<string> Evidence = new("--evidence")
    {
        Description = "Référence de la pièce vue : livret de famille, jugement, déclaration",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<DateOnly?> Since = Day("--since", "Premier jour, AAAA-MM-JJ ; aujourd'hui s'il manque");

    private static readonly Option<DateOnly?> Until = Day("--until", "Dernier jour, AAAA-MM-JJ ; sans fin s'il manque");

    public static Command Create() => new("persons", "Ceux qui agissent pour une personne : parents, tuteurs, décisions de justice")
    {
        List(), Represent(), End(), Restrict(), Conflict(),
    };

    private static Command List()
    {
        var command = DeskCommands.Of("list", "Dit qui agit pour la personne, avec quel numéro et jusqu'où");
        command.SetAction((parsed, ct) => AtDesk.RunAsync<ListPersons, PersonsList>(parsed, "list", ins => new ListPersons(ins),
            persons => persons is { Representatives.Count: 0, Caregivers.Count: 0 }
                ? "personne"
                : string.Join('\n', persons.Representatives.Concat(persons.Caregivers).Select(Line)), ct));
        return command;
    }

    private static Command Represent()
    {
        var kind = new Option<string>("--kind") { Description = "parent ou guardian", DefaultValueFactory = _ => "parent" };
        var family = new Option<string>("--family-name") { Description = "Nom de famille", Required = true };
        var given = new Option<string>("--given-name") { Description = "Prénom", Required = true };
        var email = new Option<string?>("--email") { Description = "Son adresse électronique à lui, pour ses codes de connexion" };
        var phone = new Option<string?>("--phone") { Description = "Son téléphone mobile à lui" };
        var login = new Option<string?>("--login") { Description = "Son identifiant, s'il en a déjà un" };
        var secrets = new Option<string?>("--secrets") { Description = "Dossier où écrire la page de ses identifiants à imprimer ; rien n'est alors affiché" };
        var command = DeskCommands.Of("represent", "Enregistre un parent ou un tuteur, sur pièce",
            kind, family, given, email, phone, login, Since, Until, Evidence, secrets);
        command.SetAction((parsed, ct) => AtDesk.RunAsync<Represent, NewRepresentative>(parsed, "represent",
            ins => new Represent(ins, new RepresentativeDraft(
                parsed.GetRequiredValue(family), parsed.GetRequiredValue(given), PersonLine.KindOf(parsed.GetRequiredValue(kind)),
                Extent.Full, new Contact(parsed.GetValue(email), parsed.GetValue(phone)),
                FirstOf(parsed), EndOf(parsed), parsed.GetValue(login)), parsed.GetRequiredValue(Evidence)),
            (named, services) => string.Create(CultureInfo.InvariantCulture, $"enregistré  {named.Mandate}")
                + Paper(named, parsed.GetValue(secrets), services), ct));
        return command;
    }

    private static Command End()
    {
        var command = DeskCommands.Of("end", "Met fin tout de suite à une représentation", Mandate, Evidence);
        command.SetAction((parsed, ct) => AtDesk.RunAsync<EndMandate, MandateEnded>(parsed, "end",
            ins => new EndMandate(ins, parsed.GetValue(Mandate), parsed.GetRequiredValue(Evidence)), _ => "terminé", ct));
        return command;
    }

    private static Command Restrict()
    {
        var extent = new Option<string>("--extent") { Description = "Ce qui reste permis : none, read, add ou manage", Required = true };
        var command = DeskCommands.Of("restrict", "Enregistre la décision de justice qui limite un représentant",
            Mandate, extent, Since, Until, Evidence);
        command.SetAction((parsed, ct) => AtDesk.RunAsync<RestrictRepresentative, DecisionRecorded>(parsed, "restrict",
            (ins, services) => new RestrictRepresentative(
                ins, parsed.GetValue(Mandate), PersonLine.ExtentOf(parsed.GetRequiredValue(extent)),
                FirstOf(parsed) ?? services.GetRequiredService<TimeProvider>().GetUtcNow(), EndOf(parsed), parsed.GetRequiredValue(Evidence)),
            (decision, _) => $"enregistré  {decision.Decision}", ct));
        return command;
    }

    private static Command Conflict()
    {
        var command = DeskCommands.Of("conflict",
            "Enregistre le désaccord déclaré des parents : masquer et fermer demandent alors l'accord des deux", Since, Until, Evidence);
        command.SetAction((parsed, ct) => AtDesk.RunAsync<DeclareConflict, DecisionRecorded>(parsed, "conflict",
            (ins, services) => new DeclareConflict(
                ins, FirstOf(parsed) ?? services.GetRequiredService<TimeProvider>().GetUtcNow(), EndOf(parsed), parsed.GetRequiredValue(Evidence)),
            (decision, _) => $"enregistré  {decision.Decision}", ct));
        return command;
    }

    private static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = parsed => DateOnly.TryParseExact(
            parsed.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : Wrong<DateOnly?>(parsed, $"{name} : écrivez le jour AAAA-MM-JJ, par exemple 2027-03-01."),
    };

    private static T? Wrong<T>(ArgumentResult parsed, string sentence)
    {
        parsed.AddError(sentence);
        return default;
    }

    private static DateTimeOffset? FirstOf(ParseResult parsed)
        => parsed.GetValue(Since) is { } day ? FrenchDates.Start(day) : null;

    // The last day is included.
    private static DateTimeOffset? EndOf(ParseResult parsed)
        => parsed.GetValue(Until) is { } day ? FrenchDates.Start(day.AddDays(1)) : null;

    private static string Line(ListedMandate one) => string.Create(CultureInfo.InvariantCulture,
        $"{one.Mandate}  {one.Kind.ToString().ToLowerInvariant(),-9}  {one.Extent.ToString().ToLowerInvariant(),-6}  {one.Name}");

    private static string Paper(NewRepresentative named, string? secrets, IServiceProvider services)
        => named.Credentials is not { Login.Length: > 0 } paper ? ""
            : secrets is null ? $"  identifiant {paper.Login}  mot de passe temporaire {paper.Password}"
            : "  à remettre  " + SecretsPaper.Write(secrets, named.Mandate, paper,
                services.GetRequiredService<TimeProvider>().GetUtcNow()
                    + services.GetRequiredService<IOptions<AccountsOptions>>().Value.TemporaryPassword,
                RecordsLifeCommands.PortalOf(services));
}
