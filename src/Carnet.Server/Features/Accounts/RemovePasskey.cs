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

/// <summary>Takes a passkey away; it opens nothing any more, on every server.</summary>
internal sealed record RemovePasskey(Guid Passkey);

/// <summary>It is gone.</summary>
internal sealed record PasskeyRemoved;

/// <summary>Removes the key and what leads to it together; the person is told. Source: rule N-7.</summary>
internal sealed class RemovePasskeyHandler(
    IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, Scribe scribe, TimeProvider clock)
    : IUseCase<RemovePasskey, PasskeyRemoved>
{
    public async Task<Outcome<PasskeyRemoved>> RunAsync(Caller caller, RemovePasskey request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var account = caller.Login is var (home, id) ? await accounts.FindAsync(db, home, id, ct) : null;
        if (account is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.RemovePasskey, AccountFailures.NoSession, ct);
        }

        var who = account.CallerAt(caller.Origin);
        while ((await KnownPasskeys.OfAsync(db, account.Row, ct)).Find(one => one.PasskeyId == request.Passkey) is { } row)
        {
            var hash = PasskeyLoginRow.HashOf(row.Details(account.Record.Key).Key.CredentialId);
            var login = await db.Set<PasskeyLoginRow>().AsNoTracking().SingleAsync(one => one.CredentialHash == hash, ct);
            var entry = new LedgerEntry
            {
                Change = writing =>
                {
                    writing.Discard(row);
                    writing.Discard(login);
                },
            };
            if (account.Message(NoticeKind.PasskeysChanged) is { } message)
            {
                entry.Rows.Add(OutboxRow.Of(message, account.Record.Key, clock.Now()));
            }

            if (await scribe.WriteAsync(who, account.Record,
                new Happening(TraceAct.RemovePasskey, TraceOutcome.Done, "passkey.removed"), entry) is LedgerResult.Stored)
            {
                return new PasskeyRemoved();
            }
        }

        return await scribe.RefuseAsync(who, account.Record, TraceAct.RemovePasskey, AccountFailures.PasskeyUnknown);
    }
}
