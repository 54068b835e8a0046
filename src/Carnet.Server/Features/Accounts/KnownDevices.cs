using Carnet.Domain.Notices;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Accounts;

/// <summary>The browser from which somebody logs in.</summary>
/// <param name="Held">What it has kept from an earlier login; null where it keeps nothing.</param>
/// <param name="Name">What kind of browser it says it is, in words of ours.</param>
internal sealed record Device(Ticket? Held, string Name)
{
    public override string ToString() => "device ***";
}

/// <summary>The browser of a login, known from before or new.</summary>
/// <param name="New">What it is to keep from now on; null where it keeps the right thing.</param>
internal sealed record RecognisedDevice(Guid Id, Ticket? New);

/// <summary>Recognises browsers by what they were given to keep, and tells of one that was never seen (N-7).</summary>
/// <remarks>The first browser of an account is told of nowhere: until then nobody has come in at all.</remarks>
internal static class KnownDevices
{
    /// <summary>The one that was not used for the longest is forgotten beyond this number.</summary>
    private const int Most = 20;

    /// <summary>Adds to the entry of the login what it changes among the devices.</summary>
    public static async Task<RecognisedDevice> RecogniseAsync(
        CarnetDb db, KnownAccount account, Device device, LedgerEntry login, DateTimeOffset now, CancellationToken ct)
    {
        var row = account.Row;
        var known = await db.Set<DeviceRow>().AsNoTracking()
            .Where(one => one.RecordId == row.RecordId && one.AccountId == row.AccountId)
            .OrderByDescending(one => one.SeenAt).ToListAsync(ct);
        var hash = device.Held?.Hash();
        if (hash is not null && known.Find(one => one.DeviceHash.AsSpan().SequenceEqual(hash)) is { } seen)
        {
            login.Change += writing => writing.Change(seen, one => (one.SeenAt, one.Version) = (now, one.Version + 1));
            return new RecognisedDevice(seen.DeviceId, null);
        }

        // What the browser keeps for another account of the same house serves for this one too.
        var (id, ticket) = (Guid.CreateVersion7(now), device.Held ?? Ticket.Draw());
        login.Rows.Add(new DeviceRow
        {
            RecordId = row.RecordId,
            AccountId = row.AccountId,
            DeviceId = id,
            DeviceHash = ticket.Hash(),
            CreatedAt = now,
            SeenAt = now,
            Sealed = DeviceRow.Seal(account.Record.Key, id, device.Name),
        });
        known.Skip(Most - 1).ToList().ForEach(old => login.Change += writing => writing.Discard(old));
        if (known.Count > 0 && account.Message(NoticeKind.NewDevice) is { } message)
        {
            login.Rows.Add(OutboxRow.Of(message, account.Record.Key, now));
        }

        return new RecognisedDevice(id, device.Held is null ? ticket : null);
    }
}
