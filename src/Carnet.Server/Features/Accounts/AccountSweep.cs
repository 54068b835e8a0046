using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>Removes logins and sessions that can no longer be used.</summary>
internal sealed partial class AccountSweep(
    IDbContextFactory<CarnetDb> databases, ILedger ledger, TimeProvider clock, IOptions<AccountsOptions> options,
    ILogger<AccountSweep> logger) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>One round; how many lines are gone.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.Now();
        var (ended, idle) = (now - options.Value.SessionAtMost, now - options.Value.SessionIdle);
        var sessions = await db.Set<SessionRow>().AsNoTracking()
            .Where(session => session.CreatedAt <= ended || session.SeenAt <= idle).Take(Batch).ToListAsync(ct);
        var attempts = await db.Set<LoginAttemptRow>().AsNoTracking()
            .Where(attempt => attempt.ExpiresAt <= now).Take(Batch).ToListAsync(ct);
        if (sessions.Count + attempts.Count == 0)
        {
            return 0;
        }

        var entry = new LedgerEntry
        {
            Change = writing =>
            {
                sessions.ForEach(writing.Discard);
                attempts.ForEach(writing.Discard);
            },
        };
        return await ledger.WriteAsync(entry) is LedgerResult.Stored ? sessions.Count + attempts.Count : 0;
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

    [LoggerMessage(LogLevel.Warning, "Old sessions were not removed: {Kind}")]
    private partial void LogFailed(string kind);
}
