using System.CommandLine;
using Carnet.Client;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Lps;

/// <summary><c>carnet lps sets|contents|related</c>: the stored queries of ITI-18 that follow sets and replacements.</summary>
internal static class LpsQueryCommands
{
    public static IEnumerable<Command> Create()
    {
        yield return Query("sets", "Liste les lots de documents (FindSubmissionSets)",
            null, (desk, _) => DocumentQueries.FindSubmissionSets(desk.Call.Patient!));
        yield return Query("contents", "Montre un lot et ce qu'il contient (GetSubmissionSetAndContents)",
            "uniqueId du lot", (_, id) => DocumentQueries.Contents(id));
        yield return Query("related", "Suit les remplacements d'un document (GetRelatedDocuments)",
            "uniqueId du document", (_, id) => DocumentQueries.Related(id));
    }

    private static Command Query(string name, string description, string? argument, Func<LpsDesk, string, AdhocQueryRequest> make)
    {
        var options = new LpsOptions();
        var command = new Command(name, description);
        var id = argument is null ? null : new Argument<string>("id") { Description = argument };
        if (id is not null)
        {
            command.Add(id);
        }

        options.All.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => AskAsync(
            desk, make(desk, id is null ? "" : parsed.GetRequiredValue(id)), ct)));
        return command;
    }

    private static async Task<int> AskAsync(LpsDesk desk, AdhocQueryRequest query, CancellationToken ct)
    {
        switch (await desk.Client.QueryAsync(desk.Call, query, ct))
        {
            case Answer<AdhocQueryResponse>.Received(var response):
                response.SubmissionSets.Select(Line).ToList().ForEach(Console.WriteLine);
                response.DocumentEntries.Select(LpsListCommand.Line).ToList().ForEach(Console.WriteLine);
                response.Associations.Select(Line).ToList().ForEach(Console.WriteLine);
                Console.Error.WriteLine($"{response.SubmissionSets.Count} lot(s), {response.DocumentEntries.Count} document(s), "
                    + $"{response.Associations.Count} lien(s)");
                return LpsCommand.Errors(response.Status, response.Errors);
            case Answer<AdhocQueryResponse>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string Line(SubmissionSet set) => string.Join("  ", set.UniqueId, set.SubmissionTime, set.ContentTypeCode.Code,
        set.Title?.Value, set.Authors is [{ Institutions: [var institution, ..] }, ..] ? institution.Name : "", set.EntryUuid);

    private static string Line(Association arrow)
        => $"{arrow.Type[(arrow.Type.LastIndexOf(':') + 1)..]}  {arrow.Source} → {arrow.Target}";
}
