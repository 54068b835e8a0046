using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Representation;

/// <summary>A professional who may enter the record asks whom to call, and who represents the person.</summary>
internal sealed record ReadPersonsToCall(Ins Patient);

/// <summary>The answer to a professional.</summary>
internal sealed record PersonsToCall(IReadOnlyList<ListedPerson> Named, IReadOnlyList<LegalRepresentative> Representatives);

/// <summary>Who represents the person by law, as a professional needs to know it.</summary>
internal sealed record LegalRepresentative(string Name, RepresentativeKind Kind, Extent Extent);

/// <summary>
/// Names and telephones of those named, names of those who represent by law. One who sees only their own documents is told
/// nothing: that is no authorisation to enter. Source: rule A-12.
/// </summary>
internal sealed class ReadPersonsToCallHandler(
    IDbContextFactory<CarnetDb> databases, Reading reading, IMandates mandates, Scribe scribe, TimeProvider clock)
    : IUseCase<ReadPersonsToCall, PersonsToCall>
{
    public async Task<Outcome<PersonsToCall>> RunAsync(Caller caller, ReadPersonsToCall request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await reading.EnterAsync(
            db, caller, request.Patient, Transaction.ReadAdministrativeData, TraceAct.ReadPersons, ct)
            .UseAsync(entered => TellAsync(db, caller, entered, ct));
    }

    private async Task<Outcome<PersonsToCall>> TellAsync(
        CarnetDb db, Caller caller, EnteredRecord entered, CancellationToken ct)
    {
        var record = entered.Record;
        if (caller is not Caller.Professional { Who.IsOccupationalDoctor: false } || entered.OnlyOwnDocuments)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.ReadPersons, AccessFailures.NotAuthorised);
        }

        var now = clock.Now();
        var named = await db.Set<NamedPersonRow>().AsNoTracking().Where(row => row.RecordId == record.Id)
            .OrderBy(row => row.Role).ThenBy(row => row.PersonId).ToListAsync(ct);
        var represented = await mandates.AllAsync(db, record, ct);
        await scribe.WriteAsync(caller, record, new Happening(
            TraceAct.ReadPersons, TraceOutcome.Done, $"ground.{entered.Entry.Ground}".ToLowerInvariant()));
        return new PersonsToCall(
            [
                .. named.Select(row => (row, details: row.Details(record.Key))).Select(one => new ListedPerson(
                    one.row.PersonId, one.row.Role, one.details.Name, one.details.Relation, one.details.Phone)),
            ],
            [
                .. represented.Where(known => known.Row.Kind is not RepresentativeKind.Caregiver)
                    .Select(known => new LegalRepresentative(
                        known.Details.FullName, known.Row.Kind, known.Mandate.ExtentAt(now)))
                    .Where(known => known.Extent is not Extent.None),
            ]);
    }
}
