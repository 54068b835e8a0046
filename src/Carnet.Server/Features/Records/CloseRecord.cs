using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Records;

/// <summary>Closes a record; from then on nobody reads it and nobody feeds it.</summary>
/// <param name="Reason">Why; free text, goes sealed to the trace.</param>
internal sealed record CloseRecord(Ins Ins, string Reason);

/// <summary>Closes. Source: rule L-8.</summary>
internal sealed class CloseRecordHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, Scribe scribe, TimeProvider clock)
    : IUseCase<CloseRecord, RecordId>
{
    public async Task<Outcome<RecordId>> RunAsync(Caller caller, CloseRecord request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, ids.Of(request.Ins), ct);
        if (record is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.CloseRecord, RecordFailures.Unknown, ct);
        }

        if (caller is not Caller.Desk && (caller as Caller.Patient)?.Record != record.Id)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.CloseRecord, AccessFailures.NoRight);
        }

        if (record.Facts.Status is RecordStatus.Closed)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.CloseRecord, RecordFailures.Closed);
        }

        var row = await db.Set<RecordRow>().AsNoTracking().SingleAsync(stored => stored.RecordId == record.Id, ct);
        var now = clock.Now();
        var entry = new LedgerEntry
        {
            Change = writing => writing.Change(row, closing => (closing.Status, closing.ClosedAt) = (RecordStatus.Closed, now)),
        };
        await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.CloseRecord, TraceOutcome.Done, "record.closed") { Detail = request.Reason }, entry);
        return record.Id;
    }
}
