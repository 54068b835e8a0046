using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>Who governs, and who did.</summary>
internal sealed record ListOperators;

/// <summary>One operator, without what proves them.</summary>
internal sealed record OperatorLine(
    string Name, string? Structure, OperatorState State, DateTimeOffset AddedAt, string? AddedBy, string? ConfirmedBy,
    DateTimeOffset? RemovedAt);

/// <summary>Lists for whoever is at the machine: names of operators are no secret there.</summary>
internal sealed class ListOperatorsHandler(IDbContextFactory<CarnetDb> databases)
    : IUseCase<ListOperators, IReadOnlyList<OperatorLine>>
{
    public async Task<Outcome<IReadOnlyList<OperatorLine>>> RunAsync(Caller caller, ListOperators request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return new Outcome<IReadOnlyList<OperatorLine>>.Done(await db.Set<OperatorRow>().OrderBy(row => row.Name)
            .Select(row => new OperatorLine(
                row.Name, row.StructureId, row.State, row.AddedAt, row.AddedBy, row.ConfirmedBy, row.RemovedAt))
            .ToListAsync(ct));
    }
}
