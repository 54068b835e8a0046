using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>Who is shut out; with the past ones too.</summary>
internal sealed record ListSuspensions(bool WithPast = false);

/// <summary>One suspension. The reason is for the trail and for operators who ask there.</summary>
internal sealed record SuspensionLine(
    SuspensionKind Kind, string Subject, DateTimeOffset Since, string AddedBy, DateTimeOffset? EndedAt, string? EndedBy);

/// <summary>Lists numbers, never names.</summary>
internal sealed class ListSuspensionsHandler(IDbContextFactory<CarnetDb> databases)
    : IUseCase<ListSuspensions, IReadOnlyList<SuspensionLine>>
{
    private const int Most = 500;

    public async Task<Outcome<IReadOnlyList<SuspensionLine>>> RunAsync(Caller caller, ListSuspensions request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return new Outcome<IReadOnlyList<SuspensionLine>>.Done(await db.Set<SuspensionRow>()
            .Where(row => request.WithPast || row.EndedAt == null).OrderByDescending(row => row.Since).Take(Most)
            .Select(row => new SuspensionLine(row.Kind, row.Subject, row.Since, row.AddedBy, row.EndedAt, row.EndedBy))
            .ToListAsync(ct));
    }
}
