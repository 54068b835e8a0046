using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Notices;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>Lets a document out of quarantine, one way or the other, in one commit with its trace and message.</summary>
/// <remarks>
/// A released document takes at last the place of the one that it replaces. A rejected one is kept deleted and sealed, for
/// nobody to see: what was acknowledged is never lost. Source: rule F-10.
/// </remarks>
internal sealed class Quarantine(IRecords records, NoticeWriter notices, Tracing tracing, ILedger ledger)
{
    public async Task<bool> DecideAsync(CarnetDb db, Caller caller, QuarantineRow held, bool release, string code, CancellationToken ct)
    {
        using var record = await records.FindAsync(db, held.RecordId, ct);
        var row = await db.Set<DocumentRow>().AsNoTracking().SingleOrDefaultAsync(
            document => document.RecordId == held.RecordId && document.DocumentId == held.DocumentId, ct);
        if (record is null || row is null)
        {
            return false;
        }

        var old = !release || row.Replaces is not { } before ? null : await db.Set<DocumentRow>().AsNoTracking().SingleOrDefaultAsync(
            document => document.RecordId == row.RecordId && document.DocumentId == before
                && document.Status == DocumentStatus.Approved, ct);
        var entry = new LedgerEntry
        {
            Change = writing =>
            {
                writing.Discard(held);
                writing.Change(row, changed => (changed.Quarantined, changed.Status) = release
                    ? (false, changed.Status)
                    : (true, DocumentStatus.Deleted));
                if (old is not null)
                {
                    writing.Change(old, changed => changed.Status = DocumentStatus.Deprecated);
                }
            },
        };
        entry.Traces.Add(tracing.Line(record.Id, record.Key, caller, new Happening(TraceAct.Examine, TraceOutcome.Done, code)
        {
            Document = row.DocumentId,
            Secret = row.IsSecret,
        }));
        if (release ? !row.ByPatient && NewDocumentNotices.IsUnmarked(row) : row.ByPatient)
        {
            notices.Tell(entry, release ? NoticeKind.NewDocument : NoticeKind.DocumentRejected, record);
        }

        return await ledger.WriteAsync(entry) is LedgerResult.Stored;
    }
}
