using Carnet.Domain.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>What this room shows to the others: a session goes on in another record, under another cookie.</summary>
internal interface ISessionTurning
{
    /// <summary>The cookie to come and the change to store; null where the session is over.</summary>
    Task<(Ticket Next, LedgerEntry Entry)?> TurnAsync(
        CarnetDb db, Ticket cookie, RecordId? acting, Guid? mandate, CancellationToken ct);
}

/// <summary>Replaces the row of a session; its end stays where it was.</summary>
internal sealed class SessionTurning(TimeProvider clock, IOptions<AccountsOptions> options) : ISessionTurning
{
    public async Task<(Ticket Next, LedgerEntry Entry)?> TurnAsync(
        CarnetDb db, Ticket cookie, RecordId? acting, Guid? mandate, CancellationToken ct)
    {
        var (hash, now) = (cookie.Hash(), clock.Now());
        var row = await db.Set<SessionRow>().AsNoTracking().SingleOrDefaultAsync(known => known.CookieHash == hash, ct);
        if (row is null || !row.LivesAt(now, options.Value))
        {
            return null;
        }

        var next = Ticket.Draw();
        var entry = new LedgerEntry { Change = writing => writing.Discard(row) };
        var turned = row.Under(next, now, row.ProvenAt);
        (turned.ActingRecordId, turned.ActingMandateId) = (acting, mandate);
        entry.Rows.Add(turned);
        return (next, entry);
    }
}
