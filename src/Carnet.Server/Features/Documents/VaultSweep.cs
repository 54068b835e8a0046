using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>Removes pieces whose document never came: a sender cut off, a server killed.</summary>
/// <remarks>Not traced: what it removes was never part of a record.</remarks>
internal sealed class VaultSweep(IDbContextFactory<CarnetDb> databases, ILedger ledger) : IJob
{
    private const int Batch = 20;

    /// <summary>Longer than any submission may last.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    public string Name => "vault-sweep";

    public string Purpose => "Efface les morceaux de documents jamais arrivés";

    public TimeSpan Period => TimeSpan.FromMinutes(10);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var before = now - Grace;
        var due = db.Set<VaultArrivalRow>().AsNoTracking().Where(arrival => arrival.StartedAt < before)
            .OrderBy(arrival => arrival.StartedAt).ThenBy(arrival => arrival.BlobId).Take(Batch);
        var over = await due.ToListAsync(ct);
        if (over.Count == 0)
        {
            return 0;
        }

        var orphans = await due
            .Where(arrival => !db.Set<DocumentRow>().Any(
                document => document.RecordId == arrival.RecordId && document.BlobId == arrival.BlobId))
            .Join(db.Set<VaultChunkRow>(), arrival => new { arrival.RecordId, arrival.BlobId },
                chunk => new { chunk.RecordId, chunk.BlobId },
                (_, chunk) => new VaultChunkRow
                {
                    RecordId = chunk.RecordId,
                    BlobId = chunk.BlobId,
                    Part = chunk.Part,
                    StoredAt = chunk.StoredAt,
                    Sealed = Array.Empty<byte>(), // the content need not travel to be deleted
                })
            .ToListAsync(ct);
        var entry = new LedgerEntry
        {
            Change = writing =>
            {
                orphans.ForEach(writing.Discard);
                over.ForEach(writing.Discard);
            },
        };
        return await ledger.WriteAsync(entry) is LedgerResult.Stored ? over.Count : 0;
    }
}
