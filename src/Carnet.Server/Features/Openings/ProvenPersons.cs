using Carnet.Domain.Access;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Openings;

/// <summary>Who holds a proof that still lasts.</summary>
internal sealed record ProvenPerson(IdentityProofRow Proof, RegisteredPersonRow Row, RegisteredPerson Person, RecordKey Key)
    : IDisposable
{
    /// <summary>The person in the record that they have, or are about to have.</summary>
    public Caller.Patient CallerAt(Origin origin) => new(Row.PersonId, Guid.Empty) { Origin = origin };

    public void Dispose() => Key.Dispose();

    public override string ToString() => "proven person ***";
}

/// <summary>Finds whom a ticket proves; the same statements run whether it proves anybody or not.</summary>
internal sealed class ProvenPersons(SystemKey systemKey, TimeProvider clock)
{
    public async Task<ProvenPerson?> FindAsync(CarnetDb db, Ticket ticket, CancellationToken ct)
    {
        var hash = ticket.Hash();
        var proof = await db.Set<IdentityProofRow>().AsNoTracking().SingleOrDefaultAsync(row => row.ProofHash == hash, ct);
        if (proof is not { State: ProofState.Proven, PersonId: { } id } || proof.ExpiresAt <= clock.Now()
            || await db.Set<RegisteredPersonRow>().AsNoTracking().SingleOrDefaultAsync(row => row.PersonId == id, ct)
                is not { } person)
        {
            return null;
        }

        var key = await systemKey.OpenAsync(ct);
        return new ProvenPerson(proof, person, person.Details(key), key);
    }
}
