using System.Collections.Concurrent;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Directory;

/// <summary>What this room shows to the others: how the directory names structures.</summary>
internal interface IStructureNames
{
    /// <summary>Names by Struct_IdNat; what the directory does not know is left out.</summary>
    Task<IReadOnlyDictionary<string, string>> OfAsync(CarnetDb db, IReadOnlyCollection<string> structures, CancellationToken ct);
}

/// <summary>Reads names from the directory and keeps them; a structure seldom changes its name.</summary>
internal sealed class StructureNames(SystemKey systemKey) : IStructureNames
{
    private const int MostNames = 20_000;

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    public async Task<IReadOnlyDictionary<string, string>> OfAsync(
        CarnetDb db, IReadOnlyCollection<string> structures, CancellationToken ct)
    {
        var missing = structures.Where(structure => !_names.ContainsKey(structure)).ToList();
        if (missing.Count > 0)
        {
            if (_names.Count >= MostNames)
            {
                _names.Clear();
            }

            using var key = await systemKey.OpenAsync(ct);
            foreach (var row in await db.Set<DirectoryStructureRow>().AsNoTracking()
                .Where(row => missing.Contains(row.StructureId)).ToListAsync(ct))
            {
                var details = new Unpacker(key.Open(SealedColumn.DirectoryDetails, Guid.Empty, row.Sealed));
                _names[row.StructureId] = details.Text() ?? row.StructureId;
            }
        }

        return structures.Where(_names.ContainsKey).ToDictionary(structure => structure, structure => _names[structure]);
    }
}
