using Carnet.Domain.Notices;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Carnet.Server.Features.Notices;

/// <summary>Says whether messages can leave, and whether some have been waiting after several attempts.</summary>
internal sealed class NoticeHealth(IDbContextFactory<CarnetDb> databases, IEnumerable<INoticeChannel> channels) : IHealthCheck
{
    private const int Several = 5;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var missing = Enum.GetValues<Channel>().Except(channels.Select(channel => channel.Channel)).ToList();
        if (missing.Count > 0)
        {
            return HealthCheckResult.Degraded($"No channel is set up for: {string.Join(", ", missing)}");
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var stuck = await db.Set<OutboxRow>().CountAsync(
            row => row.SentAt == null && row.Attempts >= Several, cancellationToken);
        return stuck == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"{stuck} messages were not taken after {Several} attempts");
    }
}
