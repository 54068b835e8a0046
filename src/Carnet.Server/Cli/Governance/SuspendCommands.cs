using System.CommandLine;
using System.Globalization;
using Carnet.Server.Features.Governance;

namespace Carnet.Server.Cli.Governance;

/// <summary><c>carnet suspend</c>, <c>carnet resume</c>, <c>carnet suspensions</c>.</summary>
internal static class SuspendCommands
{
    private static readonly (Option<string?> Option, SuspensionKind Kind)[] Subjects =
    [
        (new("--person") { Description = "Un professionnel ou un employé, par son PS_IdNat" }, SuspensionKind.Person),
        (new("--structure") { Description = "Une structure et tous ses membres, par son Struct_IdNat" }, SuspensionKind.Structure),
        (new("--software") { Description = "Un logiciel, NOM ou NOM/VERSION" }, SuspensionKind.Software),
        (new("--certificate") { Description = "Un certificat : empreinte SHA-1 ou « série:émetteur »" }, SuspensionKind.Certificate),
    ];

    private static readonly Option<string> Reason = new("--reason") { Description = "Pourquoi", DefaultValueFactory = _ => "" };

    public static IEnumerable<Command> Create() =>
    [
        Create("suspend", "Coupe un compte, une structure, un logiciel ou un certificat, partout en quelques secondes",
            (parsed, kind, subject, ct) => OperatorOptions.ActAsync<Suspend, string>(
                parsed, new Suspend(kind, subject, parsed.GetRequiredValue(Reason)), done => $"suspendu  {done}", ct)),
        Create("resume", "Lève une suspension", (parsed, kind, subject, ct) => OperatorOptions.ActAsync<Resume, string>(
            parsed, new Resume(kind, subject, parsed.GetRequiredValue(Reason)), done => $"rétabli  {done}", ct)),
        List(),
    ];

    private static Command Create(
        string word, string description, Func<ParseResult, SuspensionKind, string, CancellationToken, Task<int>> act)
    {
        var command = new Command(word, description).With([.. Subjects.Select(subject => subject.Option), Reason]);
        command.SetAction((parsed, ct) =>
        {
            var named = Subjects.Where(subject => parsed.GetValue(subject.Option) is not null).ToList();
            return named is [var (option, kind)]
                ? act(parsed, kind, parsed.GetValue(option)!, ct)
                : Task.FromResult(OperatorOptions.Refuse(SuspensionFailures.SubjectMissing));
        });
        return command;
    }

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Avec celles qui sont levées" };
        var command = new Command("suspensions", "Dit ce qui est suspendu") { all, ServeCommand.Data };
        command.SetAction(async (parsed, ct) =>
        {
            await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
            return OperatorOptions.Say(
                await workshop.RunAsync<ListSuspensions, IReadOnlyList<SuspensionLine>>(
                    OperatorOptions.Nobody, new(parsed.GetValue(all)), ct),
                lines => lines.Count == 0 ? "Rien n'est suspendu." : string.Join('\n', lines.Select(Describe)));
        });
        return command;
    }

    private static string Describe(SuspensionLine line)
    {
        var ended = line.EndedAt is { } end ? $"  levée {Text(end)} ({line.EndedBy})" : "";
        return $"{line.Kind.ToString().ToLowerInvariant()}  {line.Subject}  depuis {Text(line.Since)} ({line.AddedBy}){ended}";
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
