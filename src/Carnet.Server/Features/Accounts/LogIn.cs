using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Accounts;

/// <summary>The first half of coming in: identifier and password.</summary>
internal sealed record LogIn(string Login, string Password)
{
    public override string ToString() => "log in ***";
}

/// <summary>A login that waits for its code; the same answer whether a code was sent or not.</summary>
internal sealed record LogInStarted(Ticket Pending);

/// <summary>Compares the password, then sends a one-time code to whom it belongs.</summary>
/// <remarks>
/// Nothing of the answer, nor the work done for it, tells whether the identifier is known, the password right, the
/// account shut or the record closed: only the trail and the person's telephone know. Source: rules L-5, T-1, V-6.
/// </remarks>
internal sealed class LogInHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, Passwords passwords, PasswordTries tries, Codes codes,
    LoginTrail trail, CodeSending sending, SystemKey systemKey, TimeProvider clock, Microsoft.Extensions.Options.IOptions<AccountsOptions> options)
    : IUseCase<LogIn, LogInStarted>
{
    public async Task<Outcome<LogInStarted>> RunAsync(Caller caller, LogIn request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        bool? right = null;
        byte[]? verified = null;
        while (true)
        {
            using var account = await accounts.FindAsync(db, request.Login, ct);
            if (right is null)
            {
                var password = request.Password.Length <= PasswordRules.Longest ? request.Password : "";
                (right, verified) = (await passwords.VerifyAsync(account?.Row, password, ct), account?.Row.Password);
                if (right is null)
                {
                    return AccountFailures.Busy;
                }
            }

            // A password that was changed in the meantime was not the one that was compared.
            var unchanged = verified is not null && account?.Row.Password.AsSpan().SequenceEqual(verified) is true;
            var tally = await tries.OfAsync(db, request.Login, clock.Now(), ct);
            var pending = Ticket.Draw();
            using var key = await systemKey.OpenAsync(ct);
            var entry = Judge(account, right.Value && unchanged, tally, pending, key, out var happening);
            if (await trail.WriteAsync(caller, account?.Record, happening, entry, ct) is LedgerResult.Stored)
            {
                return new LogInStarted(pending);
            }
        }
    }

    private LedgerEntry Judge(
        KnownAccount? account, bool right, PasswordTally tally, Ticket pending, RecordKey key, out Happening happening)
    {
        var now = tally.Now;
        var (code, hash) = codes.Draw(pending.Hash(), account is not null && sending.IsExhausted(account.Row, now));
        var cause = account switch
        {
            null => "login.unknown",
            { IsOpen: false } => "record.closed",
            _ when tally.IsLocked => "login.locked",
            _ when !right => "login.wrong-password",
            _ when account.IsOfChild(now, options.Value.OwnAccountFromAge) => "login.child",
            { Row: { MustChangePassword: true, TemporaryUntil: { } end } } when end <= now => "login.temporary-over",
            _ => sending.Obstacle(account, now),
        };
        var sends = cause is null;
        happening = sends
            ? new Happening(TraceAct.SendCode, TraceOutcome.Done, "login.code-sent")
            : new Happening(TraceAct.LogIn, TraceOutcome.Refused, cause!);

        var row = account?.Row;
        var wrong = !tally.IsLocked && !right;
        var entry = new LedgerEntry
        {
            Change = !sends ? null : db => db.Change(row!, changed =>
            {
                changed.Version++;
                CodeSending.Count(changed, now);
            }),
        };
        entry.Rows.Add(sends ? tally.AfterRight() : wrong ? tally.AfterWrong() : tally.AfterNone());
        entry.Rows.Add(new LoginAttemptRow
        {
            PendingHash = pending.Hash(),
            RecordId = sends ? row!.RecordId : null,
            AccountId = sends ? row!.AccountId : null,
            CodeHash = hash,
            ExpiresAt = now + options.Value.CodeLifetime,
        });
        var warns = wrong && tally.LocksNext;
        var told = sends ? CodeSending.Message(account!, code)
            : warns && account is { IsOpen: true } ? CodeSending.Warning(account)
            : null;
        if (told is not null)
        {
            entry.Rows.Add(OutboxRow.Of(told, account!.Record.Key, now));
        }
        else if (warns)
        {
            entry.Rows.Add(OutboxRow.ForNobody(
                NoticeTexts.ToNobody(NoticeKind.LockedOut, Channel.Email, MessageLanguage.French), key, now));
        }

        return entry;
    }
}
