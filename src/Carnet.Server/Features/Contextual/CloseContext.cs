using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Contextual;

/// <summary>Ends one access.</summary>
internal sealed record CloseContext(Ticket Cookie);

/// <summary>The access is over on every server.</summary>
internal sealed record ContextClosed;

/// <summary>Forgets the access; that it was already over changes nothing.</summary>
/// <remarks>Not traced: a right ends that would have ended by itself; the trail tells when the access was opened and used.</remarks>
internal sealed class CloseContextHandler(IDbContextFactory<CarnetDb> databases, ILedger ledger)
    : IUseCase<CloseContext, ContextClosed>
{
    public async Task<Outcome<ContextClosed>> RunAsync(Caller caller, CloseContext request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var hash = request.Cookie.Hash();
        while (await db.Set<WebContextRow>().AsNoTracking().SingleOrDefaultAsync(row => row.CookieHash == hash, ct) is { } row
            && await ledger.WriteAsync(new LedgerEntry { Change = writing => writing.Discard(row) }) is not LedgerResult.Stored)
        {
        }

        return new ContextClosed();
    }
}
