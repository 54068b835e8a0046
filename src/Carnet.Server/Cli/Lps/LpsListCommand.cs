using System.CommandLine;
using System.Globalization;
using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Lps;

/// <summary><c>carnet lps list</c>: ITI-18 FindDocuments.</summary>
internal static class LpsListCommand
{
    public static Command Create()
    {
        var options = new LpsOptions();
        var all = new Option<bool>("--all-statuses") { Description = "Aussi les versions remplacées, les archivés, les supprimés" };
        var references = new Option<bool>("--refs") { Description = "Les seuls numéros (ObjectRef)" };
        var filters = Filters.Select(filter => (filter.Slot, filter.Write, Option: new Option<string?>(filter.Name)
        {
            Description = filter.Description,
        })).ToList();
        var command = new Command("list", "Cherche les documents de la personne (ITI-18)") { all, references };
        filters.ForEach(filter => command.Add(filter.Option));
        options.All.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => ListAsync(
            desk, parsed.GetValue(all), parsed.GetValue(references),
            [
                .. from filter in filters
                   let value = parsed.GetValue(filter.Option)
                   where value is not null
                   select new Slot(filter.Slot, filter.Write(value)),
            ], ct)));
        return command;
    }

    private static readonly (string Name, string Slot, string Description, Func<string, string> Write)[] Filters =
    [
        ("--type", "$XDSDocumentEntryTypeCode", "Types, séparés par des virgules : code^^système", Codes),
        ("--class", "$XDSDocumentEntryClassCode", "Classes : code^^système", Codes),
        ("--format", "$XDSDocumentEntryFormatCode", "Formats : code^^système", Codes),
        ("--practice", "$XDSDocumentEntryPracticeSettingCode", "Cadres d'exercice : code^^système", Codes),
        ("--facility", "$XDSDocumentEntryHealthcareFacilityTypeCode", "Types de structure : code^^système", Codes),
        ("--event", "$XDSDocumentEntryEventCodeList", "Actes ou pathologies : code^^système", Codes),
        ("--confidentiality", "$XDSDocumentEntryConfidentialityCode", "Confidentialités : code^^système", Codes),
        ("--author", "$XDSDocumentEntryAuthorPerson", "Auteur, avec % pour n'importe quels caractères",
            text => StoredQueryParameters.QuoteList(text)),
        ("--from", "$XDSDocumentEntryCreationTimeFrom", "Créés depuis AAAAMMJJ (UTC), compris", StoredQueryParameters.Quote),
        ("--to", "$XDSDocumentEntryCreationTimeTo", "Créés avant AAAAMMJJ (UTC)", StoredQueryParameters.Quote),
        ("--service-from", "$XDSDocumentEntryServiceStartTimeFrom", "Acte commencé depuis AAAAMMJJ (UTC), compris",
            StoredQueryParameters.Quote),
        ("--service-to", "$XDSDocumentEntryServiceStopTimeTo", "Acte fini avant AAAAMMJJ (UTC)", StoredQueryParameters.Quote),
    ];

    private static string Codes(string text) => StoredQueryParameters.QuoteList(text.Split(','));

    private static async Task<int> ListAsync(
        LpsDesk desk, bool allStatuses, bool references, IReadOnlyList<Slot> filters, CancellationToken ct)
    {
        var query = DocumentQueries.FindDocuments(
            desk.Call.Patient!, references ? QueryReturnType.ObjectRef : QueryReturnType.LeafClass, allStatuses);
        query = query with { Slots = [.. query.Slots, .. filters] };
        switch (await desk.Client.QueryAsync(desk.Call, query, ct))
        {
            case Answer<AdhocQueryResponse>.Received(var response):
                response.ObjectRefs.ToList().ForEach(Console.WriteLine);
                response.DocumentEntries.Select(Line).ToList().ForEach(Console.WriteLine);
                Console.Error.WriteLine($"{response.ObjectRefs.Count + response.DocumentEntries.Count} document(s)");
                return LpsCommand.Errors(response.Status, response.Errors);
            case Answer<AdhocQueryResponse>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public static string Line(DocumentEntry entry)
    {
        var marks = entry.ConfidentialityCodes.Where(code => code.CodingScheme == MarkCodes.System).Select(code => code.Code)
            .Concat(entry.AvailabilityStatus is AvailabilityStatuses.Approved or null ? [] : [StatusOf(entry.AvailabilityStatus)])
            .ToList();
        var author = entry.Authors is [var first, ..]
            ? $"{first.Person?.FamilyName} {first.Person?.GivenName}".Trim() is { Length: > 0 } name
                ? name : first.Institutions is [var institution, ..] ? institution.Name ?? "" : ""
            : "";
        return string.Join("  ", entry.UniqueId, DateOf(entry.CreationTime), entry.TypeCode.Code, entry.Title?.Value, author,
            entry.EntryUuid) + (marks.Count == 0 ? "" : $"  [{string.Join(", ", marks)}]");
    }

    private static string StatusOf(string urn) => urn[(urn.LastIndexOf(':') + 1)..];

    private static string DateOf(string time) => Dtm.TryParse(time, out var instant)
        ? instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : time;
}
