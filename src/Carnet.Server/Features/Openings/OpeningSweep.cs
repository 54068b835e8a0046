using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Openings;

/// <summary>Erases proofs that are over, and openings that nobody has taken up again.</summary>
/// <remarks>Not traced: nobody's rights change by it.</remarks>
internal sealed class OpeningSweep(IDbContextFactory<CarnetDb> databases, ILedger ledger) : IJob
{
    private const int Batch = 500;
    private const int DraftDays = 30;

    public string Name => "opening-sweep";

    public string Purpose => "Efface les preuves d'identité passées et les ouvertures en ligne laissées en route";

    public TimeSpan Period => TimeSpan.FromMinutes(15);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var old = now.AddDays(-DraftDays);
        var counted = now - IdentityCodes.Counted;
        var proofs = await db.Set<IdentityProofRow>().AsNoTracking()
            .Where(proof => proof.ExpiresAt <= now && proof.AskedAt <= counted).Take(Batch).ToListAsync(ct);
        var drafts = await db.Set<RegisteredPersonRow>().AsNoTracking().Where(person => person.DraftAt <= old).Take(Batch).ToListAsync(ct);
        if (proofs.Count + drafts.Count == 0)
        {
            return 0;
        }

        return await ledger.WriteAsync(new LedgerEntry
        {
            Change = writing =>
            {
                proofs.ForEach(writing.Discard);
                drafts.ForEach(draft => writing.Change(draft,
                    row => (row.Draft, row.DraftAt, row.Version) = (null, null, row.Version + 1)));
            },
        }) is LedgerResult.Stored ? proofs.Count + drafts.Count : 0;
    }
}
