using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>The second half of coming in: the one-time code.</summary>
/// <param name="From">The browser from which; null where there is none, as in the tests of the code alone.</param>
internal sealed record ConfirmCode(Ticket Pending, string Code, Device? From = null)
{
    public override string ToString() => "confirm code ***";
}

/// <summary>Somebody has come in.</summary>
/// <param name="Device">What the browser is to keep from now on; null where it keeps the right thing.</param>
internal sealed record SessionOpened(Ticket Cookie, bool MustChangePassword, Ticket? Device = null);

/// <summary>Judges one try and stores that it was used up, in one write: its answer exists only if the write does.</summary>
/// <remarks>
/// So a hundred submits of the right code at once open one session, and a hundred guesses at once are five.
/// Source: OWASP ASVS 5.0 6.5.1 to 6.6.3.
/// </remarks>
internal sealed class ConfirmCodeHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, Codes codes, LoginTrail trail,
    TimeProvider clock, IOptions<AccountsOptions> options) : IUseCase<ConfirmCode, SessionOpened>
{
    public async Task<Outcome<SessionOpened>> RunAsync(Caller caller, ConfirmCode request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var hash = request.Pending.Hash();
        while (true)
        {
            var attempt = await db.Set<LoginAttemptRow>().AsNoTracking()
                .SingleOrDefaultAsync(row => row.PendingHash == hash, ct);
            using var account = await accounts.FindAsync(db, attempt?.RecordId, attempt?.AccountId, ct);
            var now = clock.Now();
            if (attempt is null || attempt.Used || attempt.ExpiresAt <= now || attempt.Tries >= options.Value.CodeTries)
            {
                await trail.WriteAsync(caller, account?.Record,
                    new Happening(TraceAct.LogIn, TraceOutcome.Refused, "login.code-spent"), new LedgerEntry(), ct);
                return AccountFailures.CodeSpent;
            }

            var right = codes.IsRight(attempt, request.Code) && account is { IsOpen: true };
            var cookie = Ticket.Draw();
            var entry = Spend(attempt, account?.Row, right, now);
            RecognisedDevice? device = null;
            if (right)
            {
                device = request.From is { } from
                    ? await KnownDevices.RecogniseAsync(db, account!, from, entry, now, ct)
                    : null;
                entry.Rows.Add(SessionOf(account!.Row, cookie, now, device?.Id));
            }

            var happening = right
                ? new Happening(TraceAct.LogIn, TraceOutcome.Done, "login.done")
                : new Happening(TraceAct.LogIn, TraceOutcome.Refused, "login.code-wrong");
            Caller who = right
                ? account!.CallerAt(caller.Origin)
                : caller;
            if (await trail.WriteAsync(who, account?.Record, happening, entry, ct) is LedgerResult.Stored)
            {
                return right
                    ? new SessionOpened(cookie, account!.Row.MustChangePassword, device?.New)
                    : attempt.Tries + 1 >= options.Value.CodeTries ? AccountFailures.CodeSpent : AccountFailures.CodeWrong;
            }
        }
    }

    public static SessionRow SessionOf(AccountRow account, Ticket cookie, DateTimeOffset now, Guid? device) => new()
    {
        CookieHash = cookie.Hash(),
        RecordId = account.RecordId,
        AccountId = account.AccountId,
        CreatedAt = now,
        SeenAt = now,
        DeviceId = device,
    };

    private static LedgerEntry Spend(LoginAttemptRow attempt, AccountRow? account, bool right, DateTimeOffset now) => new()
    {
        Change = db =>
        {
            db.Change(attempt, row => (row.Tries, row.Used, row.Version) = (row.Tries + 1, right, row.Version + 1));
            if (account is not null && !right)
            {
                db.Change(account, row =>
                {
                    row.Version++;
                    CodeSending.CountWrong(row, now);
                });
            }
        },
    };
}
