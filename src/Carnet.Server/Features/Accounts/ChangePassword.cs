using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Accounts;

/// <summary>Takes a new password.</summary>
/// <param name="Current">May be left out only where a temporary password has just opened this session.</param>
/// <param name="Cookie">The session in which it is asked for; the one to come is in the same browser.</param>
internal sealed record ChangePassword(string? Current, string New, Ticket? Cookie = null)
{
    public override string ToString() => "change password ***";
}

/// <summary>Checks it, ends every session of the account and opens a fresh one; the person is told.</summary>
/// <remarks>Source: rules L-5, N-7.</remarks>
internal sealed class ChangePasswordHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, Passwords passwords, PasswordTries tries, Scribe scribe,
    TimeProvider clock)
    : IUseCase<ChangePassword, SessionOpened>
{
    public async Task<Outcome<SessionOpened>> RunAsync(Caller caller, ChangePassword request, CancellationToken ct)
    {
        if (caller.Login is not { } login)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ChangePassword, AccountFailures.NoSession, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        using var account = await accounts.FindAsync(db, login.Home, login.Account, ct);
        if (account is not { IsOpen: true })
        {
            return await scribe.RefuseAsync(caller, TraceAct.ChangePassword, AccountFailures.NoSession, ct);
        }

        caller = account.CallerAt(caller.Origin); // whomever they act for, the password is their own
        if (await DefectAsync(account, request, ct) is { } defect)
        {
            return await scribe.RefuseAsync(caller, account.Record, TraceAct.ChangePassword, defect);
        }

        if (await passwords.CreateAsync(request.New, ct) is not { } made)
        {
            return AccountFailures.Busy;
        }

        var cookie = Ticket.Draw();
        var entry = await EntryAsync(db, account, made, cookie, request.Cookie?.Hash(), ct);
        return await scribe.WriteAsync(caller, account.Record,
            new Happening(TraceAct.ChangePassword, TraceOutcome.Done, "password.changed"), entry) is LedgerResult.Stored
            ? new SessionOpened(cookie, MustChangePassword: false)
            : AccountFailures.Busy; // the account or one of its sessions changed in the same moment
    }

    private async Task<Failure?> DefectAsync(KnownAccount account, ChangePassword request, CancellationToken ct)
    {
        if (!account.Row.MustChangePassword)
        {
            if (await passwords.VerifyAsync(account.Row, request.Current ?? "", ct) is not { } right)
            {
                return AccountFailures.Busy;
            }

            if (!right)
            {
                return AccountFailures.PasswordCurrent;
            }
        }

        if (PasswordRules.Defect(request.New, account.Details().Login) is { } defect)
        {
            return defect;
        }

        // The temporary password was on paper, and others have held it.
        return await passwords.VerifyAsync(account.Row, request.New, ct) is true ? AccountFailures.PasswordSame : null;
    }

    private async Task<LedgerEntry> EntryAsync(
        CarnetDb db, KnownAccount account, (byte[] Salt, byte[] Hash) made, Ticket cookie, byte[]? asked, CancellationToken ct)
    {
        var (row, now) = (account.Row, clock.Now());
        var sessions = await db.Set<SessionRow>().AsNoTracking()
            .Where(session => session.RecordId == row.RecordId && session.AccountId == row.AccountId).ToListAsync(ct);
        var device = sessions.Find(session => asked is not null && session.CookieHash.AsSpan().SequenceEqual(asked))?.DeviceId;
        var entry = new LedgerEntry
        {
            Change = writing =>
            {
                writing.Change(row, changed =>
                {
                    (changed.Salt, changed.Password) = made;
                    (changed.MustChangePassword, changed.TemporaryUntil) = (false, null);
                    changed.Version++;
                });
                sessions.ForEach(writing.Discard);
            },
        };
        entry.Rows.Add((await tries.OfAsync(db, account.Details().Login, now, ct)).AfterRight());
        entry.Rows.Add(ConfirmCodeHandler.SessionOf(row, cookie, now, device));
        if (account.Message(NoticeKind.PasswordChanged) is { } message)
        {
            entry.Rows.Add(OutboxRow.Of(message, account.Record.Key, now));
        }

        return entry;
    }
}
