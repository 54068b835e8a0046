using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Operations;

/// <summary>Ready only while the database answers.</summary>
internal sealed class DatabaseHealth(IDbContextFactory<CarnetDb> databases) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The database does not answer.");
    }
}

/// <summary>Ready only while the disk of the data folder has room for more documents.</summary>
internal sealed class DiskHealth(IOptions<DataOptions> data) : IHealthCheck
{
    private const long Least = 256L * 1024 * 1024;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var free = new DriveInfo(Path.GetFullPath(data.Value.Directory)).AvailableFreeSpace;
        return Task.FromResult(free >= Least
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("Less than 256 MiB are left on the disk of the data folder."));
    }
}
