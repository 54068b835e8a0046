using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Accounts;

/// <summary>Asks for one's own passkeys.</summary>
internal sealed record ListPasskeys;

/// <summary>In the order in which they were added.</summary>
internal sealed record PasskeyList(IReadOnlyList<ListedPasskey> Passkeys);

/// <summary>One of them.</summary>
/// <param name="Synced">The person's other devices may have it too.</param>
internal sealed record ListedPasskey(Guid Passkey, string Name, DateTimeOffset Since, DateTimeOffset? UsedAt, bool Synced);

/// <summary>Only the holder of an account sees them, for whomever they act.</summary>
internal sealed class ListPasskeysHandler(IDbContextFactory<CarnetDb> databases, KnownAccounts accounts)
    : IUseCase<ListPasskeys, PasskeyList>
{
    public async Task<Outcome<PasskeyList>> RunAsync(Caller caller, ListPasskeys request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var account = caller.Login is var (home, id) ? await accounts.FindAsync(db, home, id, ct) : null;
        return account is null
            ? AccountFailures.NoSession
            : new PasskeyList((await KnownPasskeys.OfAsync(db, account.Row, ct)).ConvertAll(row =>
            {
                var details = row.Details(account.Record.Key);
                return new ListedPasskey(row.PasskeyId, details.Name, row.CreatedAt, row.UsedAt, details.Key.BackedUp);
            }));
    }
}
