using System.CommandLine;
using System.Globalization;
using System.Text;
using Carnet.Domain.Access;
using Carnet.Server.Features.Governance;

namespace Carnet.Server.Cli.Governance;

/// <summary><c>carnet rules</c>.</summary>
internal static class RulesCommand
{
    private static readonly (string Word, RuleKind Kind)[] Kinds =
        [("habilitations", RuleKind.Habilitations), ("droits", RuleKind.Rights), ("budgets", RuleKind.Budgets)];

    private static readonly Argument<string> Sheet = new("SHEET") { Description = "habilitations, droits ou budgets" };

    public static Command Create() => new("rules", "Règles : les matrices, leurs versions, et leur changement par deux personnes")
    {
        Show(), Export(), Propose(), Decide("approve", "Approuve une version proposée par un autre", approve: true),
        Decide("reject", "Rejette une version proposée", approve: false), Diff(), History(),
    };

    static RulesCommand() => Sheet.AcceptOnlyFromAmong([.. Kinds.Select(kind => kind.Word)]);

    private static Command Show()
    {
        var command = new Command("show", "Dit quelle version de chaque règle est en vigueur") { ServeCommand.Data };
        command.SetAction((parsed, ct) => ListAsync(
            parsed, lines => Say(string.Join('\n', lines.Where(line => line.InForce).Select(Describe))), ct));
        return command;
    }

    private static Command History()
    {
        var command = new Command("history", "Toutes les versions, proposées, approuvées et rejetées") { ServeCommand.Data };
        command.SetAction((parsed, ct) => ListAsync(parsed, lines => Say(string.Join('\n', lines.Select(Describe))), ct));
        return command;
    }

    private static Command Export()
    {
        var version = new Option<int?>("--version") { Description = "Numéro de version ; par défaut celle qui est en vigueur" };
        var output = new Option<string?>("--output") { Description = "Fichier à écrire ; par défaut la sortie standard" };
        var command = new Command("export", "Écrit le fichier d'une version") { Sheet, version, output, ServeCommand.Data };
        command.SetAction((parsed, ct) => ListAsync(parsed, lines =>
        {
            if (Find(lines, KindOf(parsed), parsed.GetValue(version)) is not { } found)
            {
                return OperatorOptions.Refuse(RuleFailures.UnknownVersion);
            }

            if (parsed.GetValue(output) is { } path)
            {
                File.WriteAllText(path, found.Content);
                return Say($"écrit  {path}");
            }

            Console.Write(found.Content);
            return ExitCodes.Done;
        }, ct));
        return command;
    }

    private static Command Diff()
    {
        var from = new Option<int?>("--from") { Description = "Version de départ ; par défaut celle qui est en vigueur" };
        var to = new Option<int?>("--to") { Description = "Version d'arrivée ; par défaut la dernière" };
        var command = new Command("diff", "Dit ce qui change d'une version à l'autre, case par case") { Sheet, from, to, ServeCommand.Data };
        command.SetAction((parsed, ct) => ListAsync(parsed, lines =>
        {
            var kind = KindOf(parsed);
            var last = lines.Where(line => line.Kind == kind).Max(line => line.Number);
            return Find(lines, kind, parsed.GetValue(from)) is { } before && Find(lines, kind, parsed.GetValue(to) ?? last) is { } after
                ? Say(Describe(before, after))
                : OperatorOptions.Refuse(RuleFailures.UnknownVersion);
        }, ct));
        return command;
    }

    private static Command Propose()
    {
        var file = new Argument<string>("FILE") { Description = "Le fichier complet des règles (carnet rules export)" };
        var source = new Option<string>("--source") { Description = "D'où vient le changement", DefaultValueFactory = _ => "" };
        var effective = new Option<string?>("--effective")
        {
            Description = "Date d'effet, AAAA-MM-JJ ou instant ISO 8601 (UTC) ; par défaut dès l'approbation",
        };
        var command = new Command("propose", "Propose une version ; rien ne change avant l'accord d'un autre exploitant") { Sheet, file }
            .With(source, effective);
        command.SetAction(async (parsed, ct) =>
        {
            DateTimeOffset? from = null;
            if (parsed.GetValue(effective) is { } text)
            {
                if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
                {
                    Console.Error.WriteLine($"--effective « {text} » n'est pas une date : AAAA-MM-JJ ou un instant ISO 8601.");
                    return ExitCodes.WrongUse;
                }

                from = instant;
            }

            if (await ReadAsync(parsed.GetRequiredValue(file), ct) is not { } content)
            {
                return ExitCodes.WrongUse;
            }

            return await OperatorOptions.ActAsync<ProposeRules, int>(
                parsed, new ProposeRules(KindOf(parsed), content, parsed.GetRequiredValue(source), from),
                number => $"proposée  {WordOf(KindOf(parsed))} version {number}\nUn autre exploitant doit approuver : carnet rules approve {WordOf(KindOf(parsed))} {number}",
                ct);
        });
        return command;
    }

    private static Command Decide(string word, string description, bool approve)
    {
        var number = new Argument<int>("VERSION") { Description = "Numéro de la version proposée" };
        var command = new Command(word, description) { Sheet, number }.With();
        command.SetAction((parsed, ct) => OperatorOptions.ActAsync<DecideRules, RulesDecided>(
            parsed, new DecideRules(KindOf(parsed), parsed.GetRequiredValue(number), approve),
            done => done.State is RuleState.Approved
                ? $"approuvée  en vigueur le {done.EffectiveAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, sur tous les serveurs"
                : "rejetée",
            ct));
        return command;
    }

    private static async Task<int> ListAsync(
        ParseResult parsed, Func<IReadOnlyList<RuleVersionLine>, int> then, CancellationToken ct)
    {
        await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
        var outcome = await workshop.RunAsync<ListRules, IReadOnlyList<RuleVersionLine>>(OperatorOptions.Nobody, new(), ct);
        return outcome.Match(then, OperatorOptions.Refuse);
    }

    private static async Task<string?> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(await File.ReadAllBytesAsync(path, ct)).TrimStart('\uFEFF');
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine(cause is ArgumentException ? $"« {path} » n'est pas du texte UTF-8." : $"« {path} » ne se lit pas.");
            return null;
        }
    }

    private static RuleVersionLine? Find(IReadOnlyList<RuleVersionLine> lines, RuleKind kind, int? number)
        => lines.FirstOrDefault(line => line.Kind == kind && (number is null ? line.InForce : line.Number == number));

    private static RuleKind KindOf(ParseResult parsed) => Array.Find(Kinds, kind => kind.Word == parsed.GetRequiredValue(Sheet)).Kind;

    private static string WordOf(RuleKind kind) => Array.Find(Kinds, known => known.Kind == kind).Word;

    private static int Say(string text)
    {
        Console.WriteLine(text);
        return ExitCodes.Done;
    }

    private static string Describe(RuleVersionLine line)
    {
        var state = line.State switch
        {
            RuleState.Proposed => $"proposée par {line.ProposedBy}",
            RuleState.Rejected => $"rejetée par {line.DecidedBy}",
            RuleState.Approved when line.InForce => "en vigueur",
            RuleState.Approved => "approuvée",
        };
        var by = line is { State: RuleState.Approved, ProposedBy: not null } ? $" ({line.ProposedBy}, {line.DecidedBy})" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{WordOf(line.Kind)} {line.Number}  {state}{by}  effet {line.EffectiveAt.UtcDateTime:yyyy-MM-dd HH:mm}  {line.Source}");
    }

    private static string Describe(RuleVersionLine before, RuleVersionLine after)
    {
        var changes = RuleDiff.Between(Cells(before), Cells(after));
        return changes.Count == 0
            ? "Aucune différence."
            : string.Join('\n', changes.Select(change =>
                $"{change.Cell.Row}  {change.Cell.Column}  {change.Before ?? "-"} -> {change.After ?? "-"}"));
    }

    private static IReadOnlyDictionary<RuleCell, string> Cells(RuleVersionLine line)
        => RuleSheets.Cells(line.Kind, line.Content).Match(cells => cells, failure => throw new InvalidOperationException(failure.Code));
}
