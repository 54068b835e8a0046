using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Accounts;

/// <summary>Forgets one browser; whoever is in from there is out at once, on every server.</summary>
internal sealed record ForgetDevice(Guid Device);

/// <summary>It is forgotten.</summary>
/// <param name="Sessions">How many sessions ended with it.</param>
internal sealed record DeviceForgotten(int Sessions);

/// <summary>Removes the device and its sessions together. Source: rule N-7; OWASP ASVS 5.0 7.4.5.</summary>
internal sealed class ForgetDeviceHandler(IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, Scribe scribe)
    : IUseCase<ForgetDevice, DeviceForgotten>
{
    public async Task<Outcome<DeviceForgotten>> RunAsync(Caller caller, ForgetDevice request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var account = caller.Login is var (home, id) ? await accounts.FindAsync(db, home, id, ct) : null;
        if (account is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ForgetDevice, AccountFailures.NoSession, ct);
        }

        var who = account.CallerAt(caller.Origin);
        while (await db.Set<DeviceRow>().AsNoTracking().SingleOrDefaultAsync(row => row.RecordId == account.Row.RecordId
            && row.AccountId == account.Row.AccountId && row.DeviceId == request.Device, ct) is { } device)
        {
            var sessions = await db.Set<SessionRow>().AsNoTracking().Where(session => session.RecordId == device.RecordId
                && session.AccountId == device.AccountId && session.DeviceId == device.DeviceId).ToListAsync(ct);
            var entry = new LedgerEntry
            {
                Change = writing =>
                {
                    writing.Discard(device);
                    sessions.ForEach(writing.Discard);
                },
            };
            if (await scribe.WriteAsync(who, account.Record,
                new Happening(TraceAct.ForgetDevice, TraceOutcome.Done, "device.forgotten"), entry) is LedgerResult.Stored)
            {
                return new DeviceForgotten(sessions.Count);
            }
        }

        return await scribe.RefuseAsync(who, account.Record, TraceAct.ForgetDevice, AccountFailures.DeviceUnknown);
    }
}
