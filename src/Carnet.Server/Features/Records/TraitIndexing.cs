using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Records;

/// <summary>Puts into the trait index the records that were opened before there was one.</summary>
/// <remarks>Not traced: nothing is read by anybody, and what is stored tells nothing.</remarks>
internal sealed class TraitIndexing(
    IDbContextFactory<CarnetDb> databases, IRecords records, RecordIds ids, ILedger ledger) : IJob
{
    private const int Batch = 100;

    public string Name => "trait-indexing";

    public string Purpose => "Indexe les carnets ouverts avant la recherche par traits du centre 15";

    public TimeSpan Period => TimeSpan.FromHours(1);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var missing = await db.Set<RecordRow>().AsNoTracking()
            .Where(record => !db.Set<TraitIndexRow>().Any(row => row.RecordId == record.RecordId))
            .Select(record => record.RecordId).Take(Batch).ToListAsync(ct);
        var entry = new LedgerEntry();
        foreach (var id in missing)
        {
            using var record = await records.FindAsync(db, id, ct);
            if (record is not null)
            {
                entry.Rows.AddRange(TraitIndexRow.Of(ids, id, record.Details().Traits));
            }
        }

        // A conflict says that another server did the same; the next round looks again.
        return entry.Rows.Count > 0 && await ledger.WriteAsync(entry) is LedgerResult.Stored ? missing.Count : 0;
    }
}
