using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Records;

/// <summary>Opens a closed record again, with all that was in it.</summary>
/// <param name="RequestedBy">At whose request, where another one does it; free text for the trace.</param>
internal sealed record ReactivateRecord(Ins? Ins, string? RequestedBy = null)
{
    public override string ToString() => "reactivate record ***";
}

/// <summary>Reactivates until the retention is over; never after a death. Source: rules L-4, L-8, N-6.</summary>
internal sealed class ReactivateRecordHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, Scribe scribe, NoticeWriter notices,
    TimeProvider clock, IOptions<RetentionOptions> options) : IUseCase<ReactivateRecord, RecordId>
{
    public async Task<Outcome<RecordId>> RunAsync(Caller caller, ReactivateRecord request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.OfAsync(db, ids, caller, request.Ins, ct);
        if (record is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ReactivateRecord, RecordFailures.Unknown, ct);
        }

        var now = clock.Now();
        if (LifeRules.Reactivate(new AccessQuestion(caller, record.Facts, now)) is AccessDecision.Refused(var cause, _))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.ReactivateRecord, AccessFailures.Of(cause));
        }

        var row = await db.Set<RecordRow>().AsNoTracking().SingleOrDefaultAsync(stored => stored.RecordId == record.Id, ct);
        if (Obstacle(row, record, now) is { } obstacle)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.ReactivateRecord, obstacle);
        }

        var entry = new LedgerEntry
        {
            Change = writing => writing.Change(row!, opened =>
            {
                (opened.Status, opened.ClosedAt) = (RecordStatus.Open, null);
                (opened.ClosingSealed, opened.DestructionAnnouncedAt) = (null, null);
            }),
        };
        notices.Tell(entry, NoticeKind.RecordReactivated, record);
        return await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.ReactivateRecord, TraceOutcome.Done, "record.reactivated") { Detail = request.RequestedBy },
            entry) is LedgerResult.Stored ? record.Id : await RunAsync(caller, request, ct);
    }

    // Once the key is destroyed there is no row any more, whatever was read before.
    private Failure? Obstacle(RecordRow? row, OpenedRecord record, DateTimeOffset now) => row switch
    {
        null => RecordFailures.Unknown,
        { Status: RecordStatus.Open } => RecordFailures.NotClosed,
        { ClosedAt: { } closed } when options.Value.ToRetention().EndOf(closed) <= now => RecordFailures.RetentionOver,
        _ when ClosingColumn.Open(record.Key, row.ClosingSealed).Reason is ClosingReason.Death => RecordFailures.Deceased,
        _ => null,
    };
}
