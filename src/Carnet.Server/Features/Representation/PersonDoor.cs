using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;

namespace Carnet.Server.Features.Representation;

/// <summary>The common way of the acts of this room: find the record, decide, refuse with a trace.</summary>
internal static class PersonDoor
{
    /// <summary>The record of the person, for a desk that names them or for who is in it; the caller disposes it.</summary>
    public static async Task<Outcome<OpenedRecord>> EnterAsync(
        this IRecords records, CarnetDb db, RecordIds ids, Scribe scribe, TimeProvider clock, Caller caller, Ins? patient,
        PersonalAct act, TraceAct traced, CancellationToken ct)
    {
        RecordId? id = caller is Caller.Desk ? patient is null ? null : ids.Of(patient) : caller.PersonalRecord;
        if (id is null || await records.FindAsync(db, id.Value, ct) is not { } record)
        {
            return await scribe.RefuseAsync(caller, traced, RecordFailures.Unknown, ct);
        }

        var refused = caller is Caller.Desk
            ? record.Facts.Status is RecordStatus.Closed ? RecordFailures.Closed : null
            : RepresentativeRules.Act(new AccessQuestion(caller, record.Facts, clock.Now()), act) is AccessDecision.Refused(var cause, _)
                ? AccessFailures.Of(cause)
                : null;
        if (refused is null)
        {
            return record;
        }

        using (record)
        {
            return await scribe.RefuseAsync(caller, record, traced, refused);
        }
    }
}
