using Carnet.Domain.Identity;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Directory;

/// <summary>An establishment as the directory knows it.</summary>
/// <param name="Sector">TRE_R02, e.g. SA01.</param>
internal sealed record KnownEstablishment(string Name, string Sector);

/// <summary>What this room shows to the others: name and sector of a structure that works.</summary>
internal interface IEstablishments
{
    /// <summary>Null where the directory does not know it, or knows that it has closed.</summary>
    Task<KnownEstablishment?> FindAsync(StructIdNat structure, CancellationToken ct);
}

/// <summary>Reads one structure from the directory.</summary>
internal sealed class Establishments(IDbContextFactory<CarnetDb> databases, SystemKey systemKey) : IEstablishments
{
    public async Task<KnownEstablishment?> FindAsync(StructIdNat structure, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<DirectoryStructureRow>().AsNoTracking()
            .SingleOrDefaultAsync(known => known.StructureId == structure.Value && known.Active, ct);
        if (row is null)
        {
            return null;
        }

        using var key = await systemKey.OpenAsync(ct);
        var details = new Unpacker(key.Open(SealedColumn.DirectoryDetails, Guid.Empty, row.Sealed));
        return new KnownEstablishment(details.Text() ?? structure.Value, row.Sector);
    }
}
