using System.Security.Cryptography;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Contextual;

/// <summary>Asks who holds a cookie, over a connection with this certificate.</summary>
internal sealed record ResolveContext(Ticket Cookie, byte[] Certificate);

/// <summary>Who looks at whose record.</summary>
/// <param name="Traits">The person's, so that no page leaves open whose record it shows; null once there is no record.</param>
internal sealed record WebContext(Caller Caller, Ins Patient, IdentityTraits? Traits)
{
    public override string ToString() => "web context ***";
}

/// <summary>Finds a living access, asks directory and agreement again, and keeps the access alive with one write a minute at most.</summary>
/// <remarks>
/// Who was suspended or has left the structure is out within a minute, and so is everybody of an establishment whose
/// agreement ends. Not traced: it is part of each page, and each of
/// those has its own trace.
/// </remarks>
internal sealed class ResolveContextHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, SystemKey systemKey, IAdmission admission,
    IAgreements agreements, ILedger ledger, TimeProvider clock, IOptions<ContextualOptions> options) : IUseCase<ResolveContext, WebContext>
{
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    public async Task<Outcome<WebContext>> RunAsync(Caller caller, ResolveContext request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var (hash, now) = (request.Cookie.Hash(), clock.Now());
        var row = await db.Set<WebContextRow>().AsNoTracking().SingleOrDefaultAsync(known => known.CookieHash == hash, ct);
        if (row is null || !row.LivesAt(now, options.Value)
            || !CryptographicOperations.FixedTimeEquals(row.CertificateHash, request.Certificate))
        {
            return ContextualFailures.Over;
        }

        using var key = await systemKey.OpenAsync(ct);
        var (who, patient, method) = row.Open(key);
        if (await agreements.CheckAsync(who, method, ct) is not null
            || await admission.AdmitAsync(who, ct) is not Outcome<Caller>.Done(var admitted))
        {
            return ContextualFailures.Over;
        }

        if (now - row.SeenAt >= Grain)
        {
            // A conflict means that another page of the same access has just done it, or that it was ended.
            await ledger.WriteAsync(new LedgerEntry { Change = writing => writing.Change(row, seen => seen.SeenAt = now) });
        }

        using var record = await records.FindAsync(db, ids.Of(patient), ct);
        return new WebContext(admitted, patient, record?.Details().Traits);
    }
}
