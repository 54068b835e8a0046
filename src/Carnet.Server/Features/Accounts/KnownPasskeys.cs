using Carnet.Server.Platform.Passkeys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Accounts;

/// <summary>The passkeys of an account.</summary>
internal static class KnownPasskeys
{
    /// <summary>More than anybody has devices; bounds a page and a ceremony.</summary>
    public const int Most = 10;

    public static Task<List<PasskeyRow>> OfAsync(CarnetDb db, AccountRow account, CancellationToken ct)
        => db.Set<PasskeyRow>().AsNoTracking()
            .Where(one => one.RecordId == account.RecordId && one.AccountId == account.AccountId)
            .OrderBy(one => one.CreatedAt).ToListAsync(ct);

    public static PasskeyHolder HolderOf(KnownAccount account, IEnumerable<PasskeyRow> keys) => new(account.Row.AccountId,
        account.Details().Login, account.Details().Login, [.. keys.Select(one => one.Details(account.Record.Key).Key)]);

    /// <summary>Notes that the challenge is used up: an answer that was seen on its way opens nothing a second time.</summary>
    public static void Spend(LedgerEntry entry, PasskeyState state)
        => entry.Rows.Add(new SeenTokenRow { Hash = state.Hash, ExpiresAt = state.ExpiresAt });

    /// <summary>Stages that a key was used, with its new counter.</summary>
    public static void Use(LedgerEntry entry, KnownAccount account, PasskeyRow row, Passkey used, DateTimeOffset now)
    {
        var after = (row.Details(account.Record.Key) with { Key = used }).Seal(account.Record.Key, row.PasskeyId);
        entry.Change += writing => writing.Change(row, one => (one.UsedAt, one.Sealed, one.Version) = (now, after, one.Version + 1));
    }
}
