using Carnet.Domain.Notices;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Carnet.Server.Features.Notices;

/// <summary>Says whether messages can leave, whether some have been waiting after several attempts, and whether some are lost.</summary>
internal sealed class NoticeHealth(NoticeFigures figures) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var channels = await figures.OfChannelsAsync(cancellationToken);
        var lost = await figures.OfLostAsync(cancellationToken);
        List<string> wrong = [];
        if (channels.Where(channel => !channel.IsSetUp && channel.Channel is not Channel.Software).ToList() is { Count: > 0 } missing)
        {
            wrong.Add($"no channel is set up for {string.Join(", ", missing.Select(channel => channel.Channel))}");
        }

        if (channels.Sum(channel => channel.Stuck) is > 0 and var stuck)
        {
            wrong.Add($"{stuck} messages were not taken after {NoticeFigures.Several} attempts");
        }

        if (lost.Sum(group => group.Count) is > 0 and var gone)
        {
            wrong.Add($"{gone} messages reached nobody in the last thirty days");
        }

        return wrong.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", wrong));
    }
}
