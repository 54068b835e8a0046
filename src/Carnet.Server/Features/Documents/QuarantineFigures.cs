using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Carnet.Server.Features.Documents;

/// <summary>What the operator sees of documents that nobody sees yet: numbers only. Source: rule F-10.</summary>
/// <param name="Waiting">Not examined yet.</param>
/// <param name="FoundBad">Waiting for the operator's word.</param>
/// <param name="Oldest">Since when the oldest of either waits.</param>
internal sealed record QuarantineCounts(int Waiting, int FoundBad, DateTimeOffset? Oldest)
{
    public static async Task<QuarantineCounts> OfAsync(CarnetDb db, CancellationToken ct)
    {
        var groups = await db.Set<QuarantineRow>().GroupBy(row => row.FoundBad)
            .Select(group => new { FoundBad = group.Key, Count = group.Count(), Oldest = group.Min(row => row.Since) }).ToListAsync(ct);
        return new QuarantineCounts(
            groups.Find(group => !group.FoundBad)?.Count ?? 0, groups.Find(group => group.FoundBad)?.Count ?? 0,
            groups.Count == 0 ? null : groups.Min(group => group.Oldest));
    }
}

/// <summary>Says whether documents wait for the operator's word, or longer for an examination than one may expect.</summary>
internal sealed class QuarantineHealth(IDbContextFactory<CarnetDb> databases, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var counts = await QuarantineCounts.OfAsync(db, cancellationToken);
        return counts.FoundBad > 0 ? HealthCheckResult.Degraded($"{counts.FoundBad} documents wait for the operator's word")
            : counts.Oldest < clock.Now() - Long ? HealthCheckResult.Degraded($"{counts.Waiting} documents have not been examined")
            : HealthCheckResult.Healthy();
    }
}
