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
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Representation;

/// <summary>The common way of the acts of this room: find the record, decide, refuse with a trace, act, close.</summary>
internal sealed class PersonDoor(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, Scribe scribe, TimeProvider clock)
{
    /// <summary>Acts in the record of the person, for a desk that names them or for who is in it.</summary>
    public async Task<Outcome<TAnswer>> EnterAsync<TAnswer>(
        Caller caller, Ins? patient, PersonalAct act, TraceAct traced, Func<CarnetDb, OpenedRecord, Task<Outcome<TAnswer>>> go, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await FindAsync(db, caller, patient, act, traced, ct).UseAsync(record => go(db, record));
    }

    /// <summary>The same for what only a desk records.</summary>
    public async Task<Outcome<TAnswer>> AtDeskAsync<TAnswer>(
        Caller caller, Ins patient, TraceAct traced, Func<CarnetDb, Caller.Desk, OpenedRecord, Task<Outcome<TAnswer>>> go, CancellationToken ct)
        => caller is Caller.Desk desk
            ? await EnterAsync(caller, patient, PersonalAct.NamePersons, traced, (db, record) => go(db, desk, record), ct)
            : await scribe.RefuseAsync(caller, traced, AccessFailures.NoRight, ct);

    private async Task<Outcome<OpenedRecord>> FindAsync(
        CarnetDb db, Caller caller, Ins? patient, PersonalAct act, TraceAct traced, CancellationToken ct)
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
