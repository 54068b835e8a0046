using System.Security.Cryptography;
using System.Text;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Directory;

/// <summary>A product as a call states it.</summary>
/// <param name="Homologation">LPS_ID_HOMOLOGATION_DMP.</param>
internal sealed record StatedSoftware(string Name, string Version, string? Homologation)
{
    public override string ToString() => $"{Name} {Version}";
}

/// <summary>What this room shows to the others: whether a product may make a call.</summary>
internal interface ISoftwareRegister
{
    /// <summary>The failure, or null; always null where the operator does not ask for registration.</summary>
    /// <param name="fitting">Profiles of which one is enough.</param>
    ValueTask<Failure?> CheckAsync(StatedSoftware software, SoftwareProfiles fitting, CancellationToken ct);
}

/// <summary>Compares what a token states of its software with the list of the operator.</summary>
/// <remarks>
/// A token is signed by the card, not by the vendor: this keeps order among products and stops none that lies. The list is
/// kept for a minute, so a removal takes effect within a minute. Source: DMP 1.1, EX_GEN-1490.
/// </remarks>
internal sealed class SoftwareRegister(IDbContextFactory<CarnetDb> databases, IOptions<VihfOptions> options, TimeProvider clock)
    : ISoftwareRegister
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private volatile Known? _known;

    public async ValueTask<Failure?> CheckAsync(StatedSoftware software, SoftwareProfiles fitting, CancellationToken ct)
    {
        if (!options.Value.RequireRegisteredSoftware)
        {
            return null;
        }

        var hash = Encoding.ASCII.GetBytes(SoftwareRow.HashOf(software.Homologation ?? ""));
        var found = (await RowsAsync(ct)).Where(row => string.Equals(row.Name, software.Name, StringComparison.OrdinalIgnoreCase)
            && row.Version is var version && (version == RegisteredSoftware.AnyVersion || version == software.Version)
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(row.Homologation), hash)).ToList();
        return found.Count == 0 ? SoftwareFailures.Unregistered
            : found.TrueForAll(row => (row.Profiles & fitting) == 0) ? SoftwareFailures.Profile
            : null;
    }

    private async ValueTask<IReadOnlyList<SoftwareRow>> RowsAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_known is { } known && known.Until > now)
        {
            return known.Rows;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<SoftwareRow>().AsNoTracking().ToListAsync(ct);
        _known = new Known(now + Kept, rows);
        return rows;
    }

    private sealed record Known(DateTimeOffset Until, IReadOnlyList<SoftwareRow> Rows);
}
