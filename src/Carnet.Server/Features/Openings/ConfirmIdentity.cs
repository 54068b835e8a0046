using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Openings;

/// <summary>The code that reached the person.</summary>
internal sealed record ConfirmIdentity(Ticket Proof, string Code)
{
    public override string ToString() => "confirm identity ***";
}

/// <summary>Judges one try and stores that it was used up, in one write. Source: OWASP ASVS 5.0 6.5.1 to 6.6.3.</summary>
internal sealed class ConfirmIdentityHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, IdentityCodes codes, LoginTrail trail, TimeProvider clock,
    IOptions<AccountsOptions> options) : IUseCase<ConfirmIdentity, RecordId>
{
    /// <summary>How long a proven identity lasts on this page; what was saved is kept longer.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    public async Task<Outcome<RecordId>> RunAsync(Caller caller, ConfirmIdentity request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var hash = request.Proof.Hash();
        while (true)
        {
            var proof = await db.Set<IdentityProofRow>().AsNoTracking().SingleOrDefaultAsync(row => row.ProofHash == hash, ct);
            var id = proof?.PersonId ?? RecordId.None;
            var person = await db.Set<RegisteredPersonRow>().AsNoTracking().SingleOrDefaultAsync(row => row.PersonId == id, ct);
            using var record = await records.FindAsync(db, id, ct);
            var now = clock.Now();
            if (proof is not { State: ProofState.Asked } || proof.ExpiresAt <= now || proof.Tries >= options.Value.CodeTries)
            {
                await trail.WriteAsync(caller, record,
                    new Happening(TraceAct.Knock, TraceOutcome.Refused, "opening.code-spent"), new LedgerEntry(), ct);
                return OpeningFailures.ProofMissing;
            }

            var right = codes.IsRight(proof, request.Code) && person is not null;
            var entry = new LedgerEntry
            {
                Change = writing => writing.Change(proof, row =>
                {
                    (row.Tries, row.Version) = (row.Tries + 1, row.Version + 1);
                    (row.State, row.ExpiresAt) = right ? (ProofState.Proven, now + Lasts) : (row.State, row.ExpiresAt);
                }),
            };
            var happening = right
                ? new Happening(TraceAct.Knock, TraceOutcome.Done, "opening.identity-proven")
                : new Happening(TraceAct.Knock, TraceOutcome.Refused, "opening.code-wrong");
            if (await trail.WriteAsync(caller, record, happening, entry, ct) is LedgerResult.Stored)
            {
                return right ? id
                    : proof.Tries + 1 >= options.Value.CodeTries ? OpeningFailures.ProofMissing : OpeningFailures.CodeWrong;
            }
        }
    }
}
