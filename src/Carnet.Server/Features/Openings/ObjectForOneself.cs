using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Campaigns;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Openings;

/// <summary>A person who has proven who they are wants no record to be opened for them.</summary>
internal sealed record ObjectForOneself(Ticket Proof);

/// <summary>The objection is the one that a desk records, by the person themselves. Source: rules L-7, N-5.</summary>
internal sealed class ObjectForOneselfHandler(
    IDbContextFactory<CarnetDb> databases, ProvenPersons persons, IUseCase<ObjectToOpening, DateTimeOffset> objectTo)
    : IUseCase<ObjectForOneself, DateTimeOffset>
{
    public async Task<Outcome<DateTimeOffset>> RunAsync(Caller caller, ObjectForOneself request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var proven = await persons.FindAsync(db, request.Proof, ct);
        return proven is null
            ? OpeningFailures.ProofMissing
            : await objectTo.RunAsync(proven.CallerAt(caller.Origin), new ObjectToOpening(proven.Person.Ins)
            {
                Contact = proven.Person.Contact,
                Name = proven.Person.AddressedName,
            }, ct);
    }
}
