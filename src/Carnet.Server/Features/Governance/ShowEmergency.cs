using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>A professional asks whether they are in this record in an emergency, for the banner of their screen.</summary>
internal sealed record ShowEmergency(Ins Patient);

/// <summary>The banner: in which mode, since when, until when.</summary>
internal sealed record EmergencyBanner(AccessMode Mode, DateTimeOffset Since, DateTimeOffset ExpiresAt);

/// <summary>Answers about the caller's own entry alone; no entry and no record are the same answer (V-6).</summary>
/// <remarks>Source: rule A-6; control C-13.</remarks>
internal sealed class ShowEmergencyHandler(IDbContextFactory<CarnetDb> databases, RecordIds ids, TimeProvider clock)
    : IUseCase<ShowEmergency, EmergencyBanner>
{
    public async Task<Outcome<EmergencyBanner>> RunAsync(Caller caller, ShowEmergency request, CancellationToken ct)
    {
        if (caller is not Caller.Professional { Who.Id.Value: var holder })
        {
            return RecordFailures.Unknown;
        }

        var (record, now) = (ids.Of(request.Patient), clock.Now());
        await using var db = await databases.CreateDbContextAsync(ct);
        var entry = await db.Set<ReviewRow>().AsNoTracking()
            .Where(row => row.RecordId == record && row.Holder == holder && row.OpenedAt <= now && row.ExpiresAt > now)
            .OrderByDescending(row => row.OpenedAt).FirstOrDefaultAsync(ct);
        return entry is null ? RecordFailures.Unknown : new EmergencyBanner(entry.Mode, entry.OpenedAt, entry.ExpiresAt);
    }
}
