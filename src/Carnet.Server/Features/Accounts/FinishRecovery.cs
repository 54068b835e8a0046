using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>Both codes, and the password that is to hold from now on.</summary>
internal sealed record FinishRecovery(Ticket Pending, string EmailCode, string SmsCode, string New)
{
    public override string ToString() => "finish recovery ***";
}

/// <summary>The new password holds; nobody is in, whoever was in before is out.</summary>
internal sealed record AccessRecovered;

/// <summary>Judges both codes at once and never says which was wrong; ends every session; tells the person on both channels.</summary>
/// <remarks>
/// For a day, acts that are hard to undo wait: who holds a stolen telephone with its mail cannot empty the record before
/// its owner has read the message. Source: rule N-7; OWASP ASVS 5.0 6.4.3, 7.4.3.
/// </remarks>
internal sealed class FinishRecoveryHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, Codes codes, Passwords passwords, PasswordTries tries,
    LoginTrail trail, TimeProvider clock, IOptions<AccountsOptions> options) : IUseCase<FinishRecovery, AccessRecovered>
{
    public async Task<Outcome<AccessRecovered>> RunAsync(Caller caller, FinishRecovery request, CancellationToken ct)
    {
        if (PasswordRules.Defect(request.New, "") is { } unfit)
        {
            return unfit; // the same whoever asks, so it costs no try
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var hash = request.Pending.Hash();
        while (true)
        {
            var attempt = await db.Set<RecoveryAttemptRow>().AsNoTracking().SingleOrDefaultAsync(row => row.PendingHash == hash, ct);
            using var account = await accounts.FindAsync(db, attempt?.RecordId, attempt?.AccountId, ct);
            var now = clock.Now();
            if (attempt is null || attempt.Used || attempt.ExpiresAt <= now || attempt.Tries >= options.Value.CodeTries)
            {
                await WriteAsync(caller, account, AccountFailures.RecoverySpent, new LedgerEntry(), ct);
                return AccountFailures.RecoverySpent;
            }

            var right = codes.IsRight(StartRecoveryHandler.Bound(hash, Channel.Email), attempt.EmailCodeHash, request.EmailCode)
                & codes.IsRight(StartRecoveryHandler.Bound(hash, Channel.Sms), attempt.SmsCodeHash, request.SmsCode)
                && account is { IsOpen: true };
            if (right && PasswordRules.Defect(request.New, account!.Details().Login) is { } defect)
            {
                return defect;
            }

            var made = right ? await passwords.CreateAsync(request.New, ct) : null;
            if (right && made is null)
            {
                return AccountFailures.Busy;
            }

            var entry = new LedgerEntry
            {
                Change = writing => writing.Change(
                    attempt, row => (row.Tries, row.Used, row.Version) = (row.Tries + 1, right, row.Version + 1)),
            };
            if (right)
            {
                await ReplaceAsync(db, entry, account!, made!.Value, now, ct);
            }

            var spent = attempt.Tries + 1 >= options.Value.CodeTries;
            if (await WriteAsync(caller, account, right ? null : AccountFailures.RecoveryWrong, entry, ct) is LedgerResult.Stored)
            {
                return right ? new AccessRecovered() : spent ? AccountFailures.RecoverySpent : AccountFailures.RecoveryWrong;
            }
        }
    }

    private Task<LedgerResult> WriteAsync(
        Caller caller, KnownAccount? account, Failure? failure, LedgerEntry entry, CancellationToken ct) => trail.WriteAsync(
            failure is null ? account!.CallerAt(caller.Origin) : caller, account?.Record, failure is null
                ? new Happening(TraceAct.RecoverAccess, TraceOutcome.Done, "recovery.done")
                : new Happening(TraceAct.RecoverAccess, TraceOutcome.Refused, failure.Code), entry, ct);

    private async Task ReplaceAsync(CarnetDb db, LedgerEntry entry, KnownAccount account,
        (byte[] Salt, byte[] Hash) made, DateTimeOffset now, CancellationToken ct)
    {
        var row = account.Row;
        var sessions = await db.Set<SessionRow>().AsNoTracking()
            .Where(session => session.RecordId == row.RecordId && session.AccountId == row.AccountId).ToListAsync(ct);
        entry.Change += writing =>
        {
            sessions.ForEach(writing.Discard);
            writing.Change(row, changed =>
            {
                (changed.Salt, changed.Password) = made;
                (changed.MustChangePassword, changed.TemporaryUntil) = (false, null);
                changed.RecoveredAt = now;
                changed.Version++;
            });
        };
        entry.Rows.Add((await tries.OfAsync(db, account.Details().Login, now, ct)).AfterRight());
        var contact = account.Details().Contact;
        foreach (var route in (NoticeRoute[])[new(Channel.Email, contact.Email ?? ""), new(Channel.Sms, contact.Phone ?? "")])
        {
            if (route.To.Length > 0
                && NoticeTexts.Compose(NoticeKind.PasswordChanged, account.Record.Id, [route], account.Language) is { } message)
            {
                entry.Rows.Add(OutboxRow.Of(message, account.Record.Key, now));
            }
        }
    }
}
