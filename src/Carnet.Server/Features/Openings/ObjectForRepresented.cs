using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Campaigns;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Openings;

/// <summary>A person who has proven who they are wants no record to be opened for somebody whom they represent.</summary>
internal sealed record ObjectForRepresented(Ticket Proof, StatedPerson Person);

/// <summary>The objection is the one that a desk records, by the representative whom the insurer knows.</summary>
/// <remarks>The proof stays good: a parent of three objects three times. Source: rules L-7, N-5, V-6.</remarks>
internal sealed class ObjectForRepresentedHandler(
    IDbContextFactory<CarnetDb> databases, ProvenPersons persons, RepresentedPersons represented,
    IUseCase<ObjectToOpening, DateTimeOffset> objectTo, Scribe scribe, TimeProvider clock)
    : IUseCase<ObjectForRepresented, DateTimeOffset>
{
    public async Task<Outcome<DateTimeOffset>> RunAsync(Caller caller, ObjectForRepresented request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var proven = await persons.FindAsync(db, request.Proof, ct);
        if (proven is null)
        {
            return OpeningFailures.ProofMissing;
        }

        var by = proven.Person;
        var who = proven.CallerAt(caller.Origin);
        return Majority.IsMinorAt(by.Traits.BirthDate, clock.Now())
            || await represented.FindAsync(db, by.Ins, request.Person, ct) is not { } person
            ? await scribe.RefuseAsync(who, TraceAct.Oppose, OpeningFailures.NotRepresented, ct)
            : await objectTo.RunAsync(who, new ObjectToOpening(person.Ins, by.Ins)
            {
                Contact = person.Contact is { Email: null or "", Phone: null or "" } ? by.Contact : person.Contact,
                Name = person.AddressedName,
                Others = await represented.OthersAsync(db, person, by.Ins, ct),
            }, ct);
    }
}
