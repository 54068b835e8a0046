using System.CommandLine;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;

namespace Carnet.Server.Cli;

/// <summary><c>carnet quarantine</c>.</summary>
internal static class QuarantineCommand
{
    private static readonly Argument<Guid> Document = new("DOCUMENT") { Description = "Numéro du document, comme list le donne" };
    private static readonly Option<string> Operator = new("--operator")
    {
        Description = "Qui décide ; va dans l'historique du carnet",
        Required = true,
    };

    public static Command Create()
    {
        var list = new Command("list", "Les documents que personne ne voit : numéro, depuis quand, état") { Operator, ServeCommand.Data };
        list.SetAction(async (parsed, ct) =>
        {
            await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
            return (await workshop.RunAsync<ListQuarantine, IReadOnlyList<HeldDocument>>(Self(parsed), new(), ct)).Match(held =>
            {
                foreach (var document in held)
                {
                    Console.WriteLine(FormattableString.Invariant(
                        $"{document.Id.Value}  {document.Since:yyyy-MM-dd HH:mm}  {(document.FoundBad ? "jugé mauvais" : "en attente")}"));
                }

                Console.WriteLine(held.Count == 0 ? "Rien en quarantaine." : $"{held.Count} en quarantaine.");
                return ExitCodes.Done;
            }, Refuse);
        });
        return new Command("quarantine", "Documents mis de côté par l'antivirus")
        {
            list,
            Decide("release", "Montre un document malgré tout", release: true),
            Decide("reject", "Écarte un document pour toujours ; il reste scellé", release: false),
        };
    }

    private static Command Decide(string name, string purpose, bool release)
    {
        var command = new Command(name, purpose) { Document, Operator, ServeCommand.Data };
        command.SetAction(async (parsed, ct) =>
        {
            await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
            var decided = await workshop.RunAsync<DecideQuarantine, DocumentId>(
                Self(parsed), new(new DocumentId(parsed.GetValue(Document)), release), ct);
            return decided.Match(
                _ =>
                {
                    Console.WriteLine(release ? "Le document est visible." : "Le document est écarté.");
                    return ExitCodes.Done;
                },
                Refuse);
        });
        return command;
    }

    private static Caller.Operator Self(ParseResult parsed) => new(parsed.GetRequiredValue(Operator))
    {
        Origin = new Origin(Door.CommandLine, "carnet quarantine"),
    };

    private static int Refuse(Failure failure)
    {
        Console.Error.WriteLine($"{failure.Code} : {failure.Detail}");
        return ExitCodes.Refused;
    }
}
