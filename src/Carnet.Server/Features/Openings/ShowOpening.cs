using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Openings;

/// <summary>Where somebody who has proven who they are stands.</summary>
internal sealed record ShowOpening(Ticket Proof);

/// <summary>What can be done next.</summary>
internal enum OpeningStatus
{
    /// <summary>No record yet.</summary>
    None = 1,
    HasRecord = 2,

    /// <summary>A desk reactivates it (L-4).</summary>
    Closed = 3,

    /// <summary>Somebody who holds parental authority must consent (L-6).</summary>
    Minor = 4,
}

/// <summary>The person and what they have answered so far.</summary>
/// <param name="Known">Where the insurer writes to them; proposed as their contact.</param>
internal sealed record OpeningState(OpeningStatus Status, string GivenName, Contact Known, OpeningDraft? Draft)
{
    public override string ToString() => "opening state ***";
}

/// <summary>Only ever says something to somebody who holds the person's telephone or mailbox. Source: rules L-4, L-6.</summary>
internal sealed class ShowOpeningHandler(
    IDbContextFactory<CarnetDb> databases, ProvenPersons persons, IRecords records, TimeProvider clock)
    : IUseCase<ShowOpening, OpeningState>
{
    public async Task<Outcome<OpeningState>> RunAsync(Caller caller, ShowOpening request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var proven = await persons.FindAsync(db, request.Proof, ct);
        if (proven is null)
        {
            return OpeningFailures.ProofMissing;
        }

        using var record = await records.FindAsync(db, proven.Row.PersonId, ct);
        var status = record switch
        {
            { Facts.Status: RecordStatus.Open } => OpeningStatus.HasRecord,
            not null => OpeningStatus.Closed,
            _ when Majority.IsMinorAt(proven.Person.Traits.BirthDate, clock.Now()) => OpeningStatus.Minor,
            _ => OpeningStatus.None,
        };
        return new OpeningState(status, proven.Person.Traits.FirstGivenName, proven.Person.Contact,
            proven.Row.DraftOf(proven.Key));
    }
}
