using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>Asks for another code for the same login; the one before is then void.</summary>
internal sealed record ResendCode(Ticket Pending);

/// <summary>Said in every case.</summary>
internal sealed record CodeResent;

/// <summary>Sends again within the limits. The tries already made keep counting.</summary>
internal sealed class ResendCodeHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, Codes codes, CodeSending sending, LoginTrail trail,
    TimeProvider clock, IOptions<AccountsOptions> options) : IUseCase<ResendCode, CodeResent>
{
    public async Task<Outcome<CodeResent>> RunAsync(Caller caller, ResendCode request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var hash = request.Pending.Hash();
        while (true)
        {
            var attempt = await db.Set<LoginAttemptRow>().AsNoTracking()
                .SingleOrDefaultAsync(row => row.PendingHash == hash, ct);
            using var account = await accounts.FindAsync(db, attempt?.RecordId, attempt?.AccountId, ct);
            var now = clock.Now();
            var cause = attempt switch
            {
                null or { Used: true } => "login.code-spent",
                _ when attempt.ExpiresAt <= now || attempt.Tries >= options.Value.CodeTries => "login.code-spent",
                _ when account is not { IsOpen: true } => "login.unknown",
                _ => sending.Obstacle(account, now),
            };
            var (code, codeHash) = codes.Draw(hash, account is not null && sending.IsExhausted(account.Row, now));
            var entry = new LedgerEntry
            {
                Change = attempt is null || cause is "login.code-spent" ? null : writing =>
                {
                    writing.Change(attempt, row => (row.Version, row.CodeHash, row.ExpiresAt) =
                        cause is null
                            ? (row.Version + 1, codeHash, now + options.Value.CodeLifetime)
                            : (row.Version + 1, row.CodeHash, row.ExpiresAt));
                    if (cause is null)
                    {
                        writing.Change(account!.Row, row =>
                        {
                            row.Version++;
                            CodeSending.Count(row, now);
                        });
                    }
                },
            };
            if (cause is null && CodeSending.Message(account!, code) is { } message)
            {
                entry.Rows.Add(OutboxRow.Of(message, account!.Record.Key, now));
            }

            var happening = cause is null
                ? new Happening(TraceAct.SendCode, TraceOutcome.Done, "login.code-sent")
                : new Happening(TraceAct.SendCode, TraceOutcome.Refused, cause);
            if (await trail.WriteAsync(caller, account?.Record, happening, entry, ct) is LedgerResult.Stored)
            {
                return new CodeResent();
            }
        }
    }
}
