using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>Removes logins and sessions that can no longer be used.</summary>
/// <remarks>Not traced: nobody's rights change by it, they had ended before.</remarks>
internal sealed class AccountSweep(
    IDbContextFactory<CarnetDb> databases, ILedger ledger, IOptions<AccountsOptions> options) : IJob
{
    private const int Batch = 500;

    public string Name => "account-sweep";

    public string Purpose => "Efface les connexions commencées et les sessions qui ne servent plus";

    public TimeSpan Period => TimeSpan.FromMinutes(5);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var (ended, idle) = (now - options.Value.SessionAtMost, now - options.Value.SessionIdle);
        var sessions = await db.Set<SessionRow>().AsNoTracking()
            .Where(session => session.CreatedAt <= ended || session.SeenAt <= idle).Take(Batch).ToListAsync(ct);
        var attempts = await db.Set<LoginAttemptRow>().AsNoTracking()
            .Where(attempt => attempt.ExpiresAt <= now).Take(Batch).ToListAsync(ct);
        var recoveries = await db.Set<RecoveryAttemptRow>().AsNoTracking()
            .Where(attempt => attempt.ExpiresAt <= now).Take(Batch).ToListAsync(ct);
        var forgotten = now - PasswordTries.Kept;
        var tries = await db.Set<PasswordTryRow>().AsNoTracking()
            .Where(row => row.At <= forgotten).OrderBy(row => row.At).Take(Batch).ToListAsync(ct);
        var decoys = await db.Set<OutboxRow>().AsNoTracking()
            .Where(row => row.Failure == OutboxFailure.Nobody && row.CreatedAt < now).Take(Batch).ToListAsync(ct);
        var removed = sessions.Count + attempts.Count + recoveries.Count + tries.Count + decoys.Count;
        if (removed == 0)
        {
            return 0;
        }

        var entry = new LedgerEntry
        {
            Change = writing =>
            {
                sessions.ForEach(writing.Discard);
                attempts.ForEach(writing.Discard);
                recoveries.ForEach(writing.Discard);
                tries.ForEach(writing.Discard);
                decoys.ForEach(writing.Discard);
            },
        };
        return await ledger.WriteAsync(entry) is LedgerResult.Stored ? removed : 0;
    }
}
