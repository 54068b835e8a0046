using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>Removes what the budgets of past days were counted from; the trail keeps what happened.</summary>
internal sealed class VisitSweep(IDbContextFactory<CarnetDb> databases, ILedger ledger) : IJob
{
    /// <summary>Today and the days before that are kept.</summary>
    public const int DaysKept = 3;

    private const int Batch = 1_000;

    public string Name => "sweep-visits";

    public string Purpose => "Retire les comptes de dossiers ouverts des jours passés.";

    public TimeSpan Period => TimeSpan.FromHours(1);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        var before = Visits.DayOf(now) - DaysKept;
        await using var db = await databases.CreateDbContextAsync(ct);
        var old = await db.Set<VisitRow>().AsNoTracking().Where(row => row.Day < before).Take(Batch).ToListAsync(ct);
        if (old.Count == 0)
        {
            return 0;
        }

        return await ledger.WriteAsync(new LedgerEntry { Change = writing => old.ForEach(writing.Discard) }) is LedgerResult.Stored
            ? old.Count
            : 0;
    }
}
