using Carnet.Domain.Common;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Portals.Patient;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Contextual;

/// <summary>The first page: who it is, what was written last, or why nothing may be read.</summary>
internal sealed record ContextRecordView(RecordSheet Sheet, IReadOnlyList<RowView> Rows, Failure? Refused);

/// <summary>The documents, in the order that was chosen.</summary>
internal sealed record ContextDocumentsView(ContextOrder Order, bool WithOldVersions, IReadOnlyList<RowView> Rows);

/// <summary>The history that the professional may see.</summary>
internal sealed record ContextHistoryView(IReadOnlyList<EntryView> Entries, bool More);

/// <summary>The documents by year, the newest first.</summary>
internal sealed record ContextTimelineView(IReadOnlyList<(int Year, IReadOnlyList<RowView> Rows)> Years)
{
    public static ContextTimelineView Of(FoundDocuments found, DateTimeOffset now) => new(
    [
        .. ContextWords.InOrder(found, ContextOrder.Date).GroupBy(line => FrenchDates.Local(line.CreatedAt).Year)
            .Select(year => (year.Key, (IReadOnlyList<RowView>)[.. year.Select(line => ContextWords.Row(line, now))])),
    ]);
}
