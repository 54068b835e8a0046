using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>Removes pieces whose document never came (a sender cut off, a server killed) and tokens too old to return.</summary>
/// <remarks>Not traced: what it removes was never part of a record.</remarks>
internal sealed class VaultSweep(IDbContextFactory<CarnetDb> databases, ILedger ledger) : IJob
{
    private const int Batch = 200;

    /// <summary>Longer than any submission may last.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    public string Name => "vault-sweep";

    public string Purpose => "Efface les morceaux de documents jamais arrivés et les jetons trop vieux pour revenir";

    public TimeSpan Period => TimeSpan.FromMinutes(10);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var before = now - Grace;
        var orphans = await db.Set<VaultChunkRow>().AsNoTracking()
            .Where(chunk => chunk.StoredAt < before && !db.Set<DocumentRow>().Any(
                document => document.RecordId == chunk.RecordId && document.BlobId == chunk.BlobId))
            .Select(chunk => new VaultChunkRow
            {
                RecordId = chunk.RecordId,
                BlobId = chunk.BlobId,
                Part = chunk.Part,
                StoredAt = chunk.StoredAt,
                Sealed = Array.Empty<byte>(), // the content need not travel to be deleted
            })
            .Take(Batch).ToListAsync(ct);
        var spent = await db.Set<SeenTokenRow>().AsNoTracking().Where(token => token.ExpiresAt < now).Take(Batch).ToListAsync(ct);
        if (orphans.Count + spent.Count == 0)
        {
            return 0;
        }

        var entry = new LedgerEntry
        {
            Change = writing =>
            {
                orphans.ForEach(writing.Discard);
                spent.ForEach(writing.Discard);
            },
        };
        return await ledger.WriteAsync(entry) is LedgerResult.Stored ? orphans.Count + spent.Count : 0;
    }
}
