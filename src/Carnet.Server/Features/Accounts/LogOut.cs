using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Accounts;

/// <summary>Ends one session.</summary>
internal sealed record LogOut(Ticket Cookie);

/// <summary>The session is over on every server.</summary>
internal sealed record LoggedOut;

/// <summary>Forgets the session; that it was already over changes nothing.</summary>
internal sealed class LogOutHandler(IDbContextFactory<CarnetDb> databases, KnownAccounts accounts, Scribe scribe)
    : IUseCase<LogOut, LoggedOut>
{
    public async Task<Outcome<LoggedOut>> RunAsync(Caller caller, LogOut request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var hash = request.Cookie.Hash();
        while (await db.Set<SessionRow>().AsNoTracking().SingleOrDefaultAsync(row => row.CookieHash == hash, ct) is { } session)
        {
            using var account = await accounts.FindAsync(db, session.RecordId, session.AccountId, ct);
            if (account is null)
            {
                break;
            }

            var entry = new LedgerEntry { Change = writing => writing.Discard(session) };
            if (await scribe.WriteAsync(account.CallerAt(caller.Origin), account.Record, new Happening(TraceAct.LogOut, TraceOutcome.Done, "logout.done"),
                entry) is LedgerResult.Stored)
            {
                break;
            }
        }

        return new LoggedOut();
    }
}
