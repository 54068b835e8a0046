using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Accounts;

/// <summary>Asks from which browsers one has come in.</summary>
/// <param name="Cookie">The session of who asks, to say which of them they hold in their hands.</param>
internal sealed record ListDevices(Ticket Cookie);

/// <summary>The browsers that are known, the last used first.</summary>
internal sealed record DeviceList(IReadOnlyList<ListedDevice> Devices);

/// <summary>One of them.</summary>
/// <param name="IsHere">It is the one from which is asked.</param>
internal sealed record ListedDevice(Guid Device, string Name, DateTimeOffset Since, DateTimeOffset SeenAt, bool IsHere);

/// <summary>Only the holder of an account sees its devices, for whomever they act. Source: rule N-7; OWASP ASVS 5.0 7.5.2.</summary>
internal sealed class ListDevicesHandler(IDbContextFactory<CarnetDb> databases, KnownAccounts accounts)
    : IUseCase<ListDevices, DeviceList>
{
    public async Task<Outcome<DeviceList>> RunAsync(Caller caller, ListDevices request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var account = caller.Login is var (home, id) ? await accounts.FindAsync(db, home, id, ct) : null;
        if (account is null)
        {
            return AccountFailures.NoSession;
        }

        var (row, hash) = (account.Row, request.Cookie.Hash());
        var here = await db.Set<SessionRow>().Where(session => session.CookieHash == hash)
            .Select(session => session.DeviceId).SingleOrDefaultAsync(ct);
        var devices = await db.Set<DeviceRow>().AsNoTracking()
            .Where(device => device.RecordId == row.RecordId && device.AccountId == row.AccountId)
            .OrderByDescending(device => device.SeenAt).ToListAsync(ct);
        return new DeviceList(devices.ConvertAll(device => new ListedDevice(
            device.DeviceId, device.Name(account.Record.Key), device.CreatedAt, device.SeenAt, device.DeviceId == here)));
    }
}
