using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Directory;

/// <summary>The products that may call. Anybody may ask: no person is named, and no homologation number.</summary>
internal sealed record ListSoftware;

/// <param name="Required">Whether this server refuses every other one.</param>
internal sealed record SoftwareList(bool Required, IReadOnlyList<RegisteredSoftware> Software);

/// <summary>By name, then by version.</summary>
internal sealed class ListSoftwareHandler(IDbContextFactory<CarnetDb> databases, IOptions<VihfOptions> options)
    : IUseCase<ListSoftware, SoftwareList>
{
    public async Task<Outcome<SoftwareList>> RunAsync(Caller caller, ListSoftware request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<SoftwareRow>().AsNoTracking().OrderBy(row => row.Name).ThenBy(row => row.Version).ToListAsync(ct);
        return new SoftwareList(options.Value.RequireRegisteredSoftware, rows.ConvertAll(row => row.ToSoftware()));
    }
}
