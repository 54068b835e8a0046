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

namespace Carnet.Server.Features.Records;

/// <summary>Closes a record; from then on nobody reads it and nobody feeds it.</summary>
/// <param name="Ins">Whose; null where somebody closes the record in which they are.</param>
/// <param name="Reason">Why, in the words of who asks; goes sealed to the record and to the trace.</param>
/// <param name="RequestedBy">At whose request, where another one closes; free text.</param>
internal sealed record CloseRecord(
    Ins? Ins, string? Reason, ClosingReason Code = ClosingReason.PersonsRequest, string? RequestedBy = null)
{
    public override string ToString() => "close record ***";
}

/// <summary>Closes, and tells the person. Source: rules L-8, N-6; DMP TD1.4.</summary>
internal sealed class CloseRecordHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, Scribe scribe, NoticeWriter notices,
    TimeProvider clock) : IUseCase<CloseRecord, RecordId>
{
    public async Task<Outcome<RecordId>> RunAsync(Caller caller, CloseRecord request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.OfAsync(db, ids, caller, request.Ins, ct);
        if (record is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.CloseRecord, RecordFailures.Unknown, ct);
        }

        if (LifeRules.Close(new AccessQuestion(caller, record.Facts, clock.Now()), request.Code)
            is AccessDecision.Refused(var cause, _))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.CloseRecord, AccessFailures.Of(cause));
        }

        var closing = new Closing(request.Code, Trim(request.Reason), Trim(NameOf(caller)), Trim(request.RequestedBy));
        if (closing.Defect() is { } defect)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.CloseRecord, defect);
        }

        var row = await db.Set<RecordRow>().AsNoTracking().SingleAsync(stored => stored.RecordId == record.Id, ct);
        if (row.Status is RecordStatus.Closed)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.CloseRecord, RecordFailures.Closed);
        }

        var now = clock.Now();
        var entry = new LedgerEntry
        {
            Change = writing => writing.Change(row, closed =>
            {
                (closed.Status, closed.ClosedAt, closed.DestructionAnnouncedAt) = (RecordStatus.Closed, now, null);
                closed.ClosingSealed = ClosingColumn.Seal(record.Key, closing);
            }),
        };
        if (request.Code is not ClosingReason.Death)
        {
            notices.Tell(entry, NoticeKind.RecordClosed, record);
        }

        // Somebody else closed it, or changed it, in the same moment: look again.
        return await scribe.WriteAsync(caller, record, new Happening(TraceAct.CloseRecord, TraceOutcome.Done, "record.closed")
        {
            Detail = closing.Text,
        }, entry) is LedgerResult.Stored ? record.Id : await RunAsync(caller, request, ct);
    }

    private static string? NameOf(Caller caller) => caller switch
    {
        Caller.Desk desk => desk.Agent,
        Caller.Professional p => $"{p.Who.GivenName} {p.Who.FamilyName}",
        _ => null,
    };

    private static string? Trim(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
