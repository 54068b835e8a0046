using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>Removes pieces whose document never came (a sender cut off, a server killed) and tokens too old to return.</summary>
internal sealed partial class VaultSweep(
    IDbContextFactory<CarnetDb> databases, ILedger ledger, TimeProvider clock, ILogger<VaultSweep> logger) : BackgroundService
{
    private const int Batch = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>Longer than any submission may last.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>One round; how many lines are gone.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.Now();
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

        await ledger.WriteAsync(new LedgerEntry
        {
            Change = writing =>
            {
                orphans.ForEach(writing.Discard);
                spent.ForEach(writing.Discard);
            },
        });
        return orphans.Count + spent.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    while (await SweepAsync(stoppingToken) >= Batch)
                    {
                    }
                }
                catch (Exception cause) when (cause is not OperationCanceledException)
                {
                    LogFailed(cause.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    [LoggerMessage(LogLevel.Warning, "A round of sweeping failed: {Kind}")]
    private partial void LogFailed(string kind);
}
