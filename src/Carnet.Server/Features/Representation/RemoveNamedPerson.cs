using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Representation;

/// <summary>The person takes somebody off the list.</summary>
internal sealed record RemoveNamedPerson(Ins? Patient, Guid Person);

/// <summary>They are off the list.</summary>
internal sealed record PersonRemoved;

/// <summary>Removes. Source: rule A-12.</summary>
internal sealed class RemoveNamedPersonHandler(
    PersonDoor door, Scribe scribe)
    : IUseCase<RemoveNamedPerson, PersonRemoved>
{
    public Task<Outcome<PersonRemoved>> RunAsync(Caller caller, RemoveNamedPerson request, CancellationToken ct)
        => door.EnterAsync(caller, request.Patient, PersonalAct.NamePersons, TraceAct.NamePerson,
            (db, record) => RemoveAsync(db, caller, record, request, ct), ct);

    private async Task<Outcome<PersonRemoved>> RemoveAsync(
        CarnetDb db, Caller caller, OpenedRecord record, RemoveNamedPerson request, CancellationToken ct)
    {
        var row = await db.Set<NamedPersonRow>().AsNoTracking()
            .SingleOrDefaultAsync(known => known.RecordId == record.Id && known.PersonId == request.Person, ct);
        if (row is null)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.NamePerson, RepresentationFailures.Unknown);
        }

        await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.NamePerson, TraceOutcome.Done, "named.removed") { Detail = row.Details(record.Key).Name },
            new LedgerEntry { Change = writing => writing.Discard(row) });
        return new PersonRemoved();
    }
}
