using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Passkeys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>Asks for what a browser needs to come in with a passkey.</summary>
internal sealed record AskPasskey(PasskeySite Site);

/// <summary>Comes in with a passkey: no identifier, no password, no code.</summary>
/// <param name="From">The browser from which; null where there is none.</param>
internal sealed record EnterWithPasskey(PasskeySite Site, string State, string Answer, Device? From = null)
{
    public override string ToString() => "enter with passkey ***";
}

/// <summary>
/// The same for everybody who has not come in; who has is asked for a key of theirs, and needs one.
/// </summary>
internal sealed class AskPasskeyHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, PasskeyCeremonies ceremonies) : IUseCase<AskPasskey, PasskeyOffer>
{
    public async Task<Outcome<PasskeyOffer>> RunAsync(Caller caller, AskPasskey request, CancellationToken ct)
    {
        if (caller.Login is not var (home, id))
        {
            return await ceremonies.OfferEntranceAsync(request.Site, holder: null);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        using var account = await accounts.FindAsync(db, home, id, ct);
        return account is null ? AccountFailures.NoSession
            : await KnownPasskeys.OfAsync(db, account.Row, ct) is { Count: > 0 } keys
                ? await ceremonies.OfferEntranceAsync(request.Site, KnownPasskeys.HolderOf(account, keys))
                : AccountFailures.PasskeyUnknown;
    }
}

/// <summary>Finds whose key it is, checks the answer, opens a session; each answer is good once.</summary>
/// <remarks>
/// Wrong passwords of others do not shut this way in: a key cannot be guessed. Whatever is wrong is answered alike.
/// Source: W3C WebAuthn level 3 §7.2; OWASP ASVS 5.0 6.5.1.
/// </remarks>
internal sealed class EnterWithPasskeyHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, PasskeyCeremonies ceremonies, LoginTrail trail,
    TimeProvider clock, IOptions<AccountsOptions> options) : IUseCase<EnterWithPasskey, SessionOpened>
{
    public async Task<Outcome<SessionOpened>> RunAsync(Caller caller, EnterWithPasskey request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var state = ceremonies.Open(request.State);
        var (login, row) = await KeyAsync(db, request.Answer, ct);
        using var account = await accounts.FindAsync(db, login?.RecordId, login?.AccountId, ct);
        var now = clock.Now();
        var used = account is { IsOpen: true } && state is not null && row is not null
            && !account.IsOfChild(now, options.Value.OwnAccountFromAge)
                ? await PasskeyCeremonies.EnterAsync(request.Site, state, request.Answer, KnownPasskeys.HolderOf(account, [row]))
                : null;
        if (used is null)
        {
            await trail.WriteAsync(caller, account?.Record,
                new Happening(TraceAct.LogIn, TraceOutcome.Refused, AccountFailures.PasskeyRefused.Code), new LedgerEntry(), ct);
            return AccountFailures.PasskeyRefused;
        }

        var cookie = Ticket.Draw();
        var entry = new LedgerEntry();
        KnownPasskeys.Spend(entry, state!);
        KnownPasskeys.Use(entry, account!, row!, used, now);
        var device = request.From is { } from ? await KnownDevices.RecogniseAsync(db, account!, from, entry, now, ct) : null;
        entry.Rows.Add(ConfirmCodeHandler.SessionOf(account!.Row, cookie, now, device?.Id));
        return await trail.WriteAsync(account.CallerAt(caller.Origin), account.Record,
            new Happening(TraceAct.LogIn, TraceOutcome.Done, "login.passkey"), entry, ct) is LedgerResult.Stored
            ? new SessionOpened(cookie, account.Row.MustChangePassword, device?.New)
            : AccountFailures.PasskeyRefused; // the answer was taken before
    }

    private static async Task<(PasskeyLoginRow? Login, PasskeyRow? Row)> KeyAsync(CarnetDb db, string answer, CancellationToken ct)
    {
        var hash = PasskeyCeremonies.CredentialOf(answer) is { } credential ? PasskeyLoginRow.HashOf(credential) : [];
        var login = await db.Set<PasskeyLoginRow>().AsNoTracking().SingleOrDefaultAsync(one => one.CredentialHash == hash, ct);
        return login is null ? (null, null) : (login, await db.Set<PasskeyRow>().AsNoTracking().SingleOrDefaultAsync(
            one => one.RecordId == login.RecordId && one.AccountId == login.AccountId && one.PasskeyId == login.PasskeyId, ct));
    }
}
