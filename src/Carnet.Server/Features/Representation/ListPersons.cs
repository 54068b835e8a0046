using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Representation;

/// <summary>Who acts for the person, who is trusted, whom to call.</summary>
/// <param name="Patient">The person, where a desk asks.</param>
internal sealed record ListPersons(Carnet.Domain.Identity.Ins? Patient = null);

/// <summary>Those around one person.</summary>
internal sealed record PersonsList(
    IReadOnlyList<ListedMandate> Representatives, IReadOnlyList<ListedMandate> Caregivers, IReadOnlyList<ListedPerson> Named,
    bool MayChange);

/// <summary>One who acts for the person.</summary>
/// <param name="Contact">Null where the one who asks may not see it.</param>
/// <param name="Extent">What is left of it now; None before it begins.</param>
/// <param name="IsMine">It is the mandate of who asks.</param>
internal sealed record ListedMandate(
    Guid Mandate, string Name, RepresentativeKind Kind, Extent Extent, DateTimeOffset Since, DateTimeOffset? Until,
    bool NotBegun, Contact? Contact, bool IsMine);

/// <summary>One who was named without any access.</summary>
/// <param name="Phone">Null where the one who asks may not see it.</param>
internal sealed record ListedPerson(Guid Person, NamedRole Role, string Name, string Relation, string? Phone);

/// <summary>
/// The person sees all of it. Who acts for them sees names, but no contact data other than their own: one parent must not
/// find the other's telephone here, in the list of persons to call neither.
/// </summary>
/// <remarks>Source: rules .</remarks>
internal sealed class ListPersonsHandler(
    PersonDoor door, IMandates mandates, TimeProvider clock)
    : IUseCase<ListPersons, PersonsList>
{
    public Task<Outcome<PersonsList>> RunAsync(Caller caller, ListPersons request, CancellationToken ct)
        => door.EnterAsync(caller, request.Patient, PersonalAct.Read, TraceAct.NamePerson,
            (db, record) => ListAsync(db, caller, record, ct), ct);

    private async Task<Outcome<PersonsList>> ListAsync(
        CarnetDb db, Caller caller, OpenedRecord record, CancellationToken ct)
    {
        var now = clock.Now();
        var person = caller is Caller.Patient;
        var mine = (caller as Caller.Representative)?.Mandate.Id;
        var listed = (await mandates.AllAsync(db, record, ct))
            .Where(known => known.Mandate.ExtentAt(now) is not Extent.None || now < known.Mandate.Since
                || known.Mandate.Restrictions.Any(one => one.HoldsAt(now)))
            .Where(known => !HasEnded(known.Mandate, now))
            .Select(known => new ListedMandate(
                known.Row.MandateId, known.Details.FullName, known.Row.Kind, known.Mandate.ExtentAt(now), known.Mandate.Since,
                known.Mandate.Until, now < known.Mandate.Since,
                person || known.Row.MandateId == mine ? known.Details.Contact : null, known.Row.MandateId == mine))
            .ToList();
        var named = await db.Set<NamedPersonRow>().AsNoTracking().Where(row => row.RecordId == record.Id)
            .OrderBy(row => row.Role).ThenBy(row => row.PersonId).ToListAsync(ct);
        return new PersonsList(
            [.. listed.Where(one => one.Kind is not RepresentativeKind.Caregiver)],
            [.. listed.Where(one => one.Kind is RepresentativeKind.Caregiver)],
            [
                .. named.Select(row => (row, details: row.Details(record.Key))).Select(one => new ListedPerson(
                    one.row.PersonId, one.row.Role, one.details.Name, one.details.Relation,
                    person ? one.details.Phone : null)),
            ],
            RepresentativeRules.Act(new AccessQuestion(caller, record.Facts, now), PersonalAct.NamePersons).IsGranted);
    }

    private static bool HasEnded(Mandate mandate, DateTimeOffset now)
        => mandate.Until <= now || (mandate.Kind is RepresentativeKind.Parent && mandate.Majority <= now);
}
