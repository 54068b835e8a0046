using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Passkeys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>Somebody who has come in shows once more that it is them, before an act that is hard to undo.</summary>
/// <param name="Password">The present one; null where a passkey answers.</param>
/// <param name="Passkey">Site, state and answer of a passkey of theirs.</param>
internal sealed record ProveAgain(Ticket Cookie, string? Password, (PasskeySite Site, string State, string Answer)? Passkey = null)
{
    public override string ToString() => "prove again ***";
}

/// <summary>The session goes on under a new cookie, proven from now.</summary>
internal sealed record ProvenAgain(Ticket Cookie);

/// <summary>Wrong passwords count as at the login, so that an open session is no place to guess.</summary>
/// <remarks>Source: OWASP ASVS 5.0 7.5.3.</remarks>
internal sealed class ProveAgainHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, Passwords passwords, PasswordTries tries,
    PasskeyCeremonies ceremonies, Scribe scribe, TimeProvider clock, IOptions<AccountsOptions> options) : IUseCase<ProveAgain, ProvenAgain>
{
    public async Task<Outcome<ProvenAgain>> RunAsync(Caller caller, ProveAgain request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var account = caller.Login is var (home, id) ? await accounts.FindAsync(db, home, id, ct) : null;
        var (hash, now) = (request.Cookie.Hash(), clock.Now());
        var session = await db.Set<SessionRow>().AsNoTracking().SingleOrDefaultAsync(row => row.CookieHash == hash, ct);
        if (account is not { IsOpen: true } || session is null || !session.LivesAt(now, options.Value)
            || (session.RecordId, session.AccountId) != (account.Row.RecordId, account.Row.AccountId))
        {
            return await scribe.RefuseAsync(caller, TraceAct.ProveAgain, AccountFailures.NoSession, ct);
        }

        var who = account.CallerAt(caller.Origin);
        var entry = new LedgerEntry();
        var failure = request.Passkey is { } passkey
            ? await JudgeAsync(db, account, passkey, entry, now, ct)
            : await JudgeAsync(db, account, request.Password ?? "", entry, now, ct);
        if (failure is not null)
        {
            return failure == AccountFailures.Busy || await scribe.WriteAsync(who, account.Record,
                new Happening(TraceAct.ProveAgain, TraceOutcome.Refused, failure.Code), entry) is LedgerResult.Stored
                ? failure : AccountFailures.Busy;
        }

        var next = Ticket.Draw();
        entry.Change += writing => writing.Discard(session);
        entry.Rows.Add(session.Under(next, now, provenAt: now));
        return await scribe.WriteAsync(who, account.Record,
            new Happening(TraceAct.ProveAgain, TraceOutcome.Done, request.Passkey is null ? "proof.password" : "proof.passkey"),
            entry) is LedgerResult.Stored
            ? new ProvenAgain(next)
            : AccountFailures.Busy; // the session or the account changed in the same moment
    }

    private async Task<Failure?> JudgeAsync(
        CarnetDb db, KnownAccount account, string password, LedgerEntry entry, DateTimeOffset now, CancellationToken ct)
    {
        var tally = await tries.OfAsync(db, account.Details().Login, now, ct);
        if (tally.IsLocked)
        {
            return AccountFailures.ProofLocked;
        }

        switch (await passwords.VerifyAsync(account.Row, password, ct))
        {
            case null:
                return AccountFailures.Busy;
            case true:
                entry.Rows.Add(tally.AfterRight());
                return null;
            case false:
                entry.Rows.Add(tally.AfterWrong());
                return tally.LocksNext ? AccountFailures.ProofLocked : AccountFailures.PasswordCurrent;
        }
    }

    private async Task<Failure?> JudgeAsync(CarnetDb db, KnownAccount account,
        (PasskeySite Site, string State, string Answer) passkey, LedgerEntry entry, DateTimeOffset now, CancellationToken ct)
    {
        var credential = PasskeyCeremonies.CredentialOf(passkey.Answer);
        var row = (await KnownPasskeys.OfAsync(db, account.Row, ct)).Find(one =>
            one.Details(account.Record.Key).Key.CredentialId.AsSpan().SequenceEqual(credential));
        var state = ceremonies.Open(passkey.State);
        var used = row is null || state is null ? null : await PasskeyCeremonies.EnterAsync(
            passkey.Site, state, passkey.Answer, KnownPasskeys.HolderOf(account, [row]));
        if (used is null)
        {
            return AccountFailures.PasskeyRefused;
        }

        KnownPasskeys.Spend(entry, state!);
        KnownPasskeys.Use(entry, account, row!, used, now);
        return null;
    }
}
