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

/// <summary>The person says who is their trusted person, or whom to call; neither gets any access by it.</summary>
/// <param name="Patient">The person, where a desk acts at their request.</param>
/// <param name="Relation">In the person's words.</param>
internal sealed record NamePerson(Ins? Patient, NamedRole Role, string Name, string Relation, string Phone)
{
    public override string ToString() => "name person ***";
}

/// <summary>Who was named.</summary>
internal sealed record PersonNamed(Guid Person);

/// <summary>Stores, sealed. Source: rule A-12; CSP L. 1111-6.</summary>
internal sealed class NamePersonHandler(
    PersonDoor door, Scribe scribe, TimeProvider clock)
    : IUseCase<NamePerson, PersonNamed>
{
    private const int MostToCall = 5;
    private const int Longest = 100;

    public Task<Outcome<PersonNamed>> RunAsync(Caller caller, NamePerson request, CancellationToken ct)
        => door.EnterAsync(caller, request.Patient, PersonalAct.NamePersons, TraceAct.NamePerson,
            (db, record) => StoreAsync(db, caller, record, request, ct), ct);

    private async Task<Outcome<PersonNamed>> StoreAsync(
        CarnetDb db, Caller caller, OpenedRecord record, NamePerson request, CancellationToken ct)
    {
        var there = await db.Set<NamedPersonRow>().AsNoTracking()
            .CountAsync(row => row.RecordId == record.Id && row.Role == request.Role, ct);
        if (Defect(request, there) is { } defect)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.NamePerson, defect);
        }

        var id = Guid.CreateVersion7(clock.Now());
        var entry = new LedgerEntry();
        entry.Rows.Add(new NamedPersonRow
        {
            RecordId = record.Id,
            PersonId = id,
            Role = request.Role,
            Sealed = new NamedPersonDetails(request.Name.Trim(), request.Relation.Trim(), request.Phone.Trim())
                .Seal(record.Key, id),
        });
        await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.NamePerson, TraceOutcome.Done, $"named.{request.Role}".ToLowerInvariant())
            {
                Detail = request.Name.Trim(),
            },
            entry);
        return new PersonNamed(id);
    }

    private static Failure? Defect(NamePerson request, int there)
        => string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > Longest || request.Relation.Length > Longest
            ? RepresentationFailures.Name("name")
            : request.Phone.Trim().Length == 0 || new Contact(null, request.Phone.Trim()).Defect() is not null
                ? RepresentationFailures.NamedPhone
            : (request.Role, there) switch
            {
                (NamedRole.Trusted, > 0) => RepresentationFailures.NamedTwice,
                (NamedRole.ToCall, >= MostToCall) => RepresentationFailures.NamedTooMany,
                _ => null,
            };
}
