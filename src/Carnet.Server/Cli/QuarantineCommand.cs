using System.CommandLine;
using System.Text;
using Carnet.Domain.Documents;
using Carnet.Server.Cli.Governance;
using Carnet.Server.Features.Documents;

namespace Carnet.Server.Cli;

/// <summary><c>carnet quarantine</c>.</summary>
internal static class QuarantineCommand
{
    public static Command Create()
    {
        var list = new Command("list", "Les documents que personne ne voit : numéro, depuis quand, état").With();
        list.SetAction((parsed, ct) => OperatorOptions.ActAsync<ListQuarantine, IReadOnlyList<HeldDocument>>(parsed, new(), Lines, ct));
        return new Command("quarantine", "Documents mis de côté par l'antivirus")
        {
            list,
            Decide("release", "Montre un document malgré tout", release: true),
            Decide("reject", "Écarte un document pour toujours ; il reste scellé", release: false),
        };
    }

    private static Command Decide(string name, string purpose, bool release)
    {
        var document = new Argument<Guid>("document") { Description = "Numéro du document, comme list le donne" };
        var command = new Command(name, purpose) { document }.With();
        command.SetAction((parsed, ct) => OperatorOptions.ActAsync<DecideQuarantine, DocumentId>(
            parsed, new(new DocumentId(parsed.GetRequiredValue(document)), release),
            _ => release ? "Le document est visible." : "Le document est écarté.", ct));
        return command;
    }

    private static string Lines(IReadOnlyList<HeldDocument> held)
    {
        var lines = new StringBuilder();
        foreach (var document in held)
        {
            lines.AppendLine(FormattableString.Invariant(
                $"{document.Id.Value}  {document.Since:yyyy-MM-dd HH:mm}  {(document.FoundBad ? "jugé mauvais" : "en attente")}"));
        }

        return lines.Append(held.Count == 0 ? "Rien en quarantaine." : $"{held.Count} en quarantaine.").ToString();
    }
}
