using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Retention;

/// <summary>The destructions that are done or going on, newest first.</summary>
/// <param name="Ins">Only those of this person's record; null for all.</param>
internal sealed record ListDestructions(Ins? Ins = null)
{
    public override string ToString() => "list destructions ***";
}

/// <summary>One destruction.</summary>
/// <param name="Certificate">Null while it goes on.</param>
internal sealed record DestructionLine(Guid Id, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, string? Certificate);

/// <summary>For the desk and the operator at the server itself; nobody's record is read. Source: rule L-8.</summary>
internal sealed class ListDestructionsHandler(IDbContextFactory<CarnetDb> databases, RecordIds ids, Scribe scribe)
    : IUseCase<ListDestructions, IReadOnlyList<DestructionLine>>
{
    public async Task<Outcome<IReadOnlyList<DestructionLine>>> RunAsync(
        Caller caller, ListDestructions request, CancellationToken ct)
    {
        if (caller is not Caller.Desk)
        {
            return await scribe.RefuseAsync(caller, TraceAct.DestroyRecord, AccessFailures.NoRight, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = db.Set<DestructionRow>().AsNoTracking();
        if (request.Ins is { } ins)
        {
            var hash = DestructionCertificate.HashOf(ids.Of(ins));
            rows = rows.Where(row => row.RecordHash == hash);
        }

        return new Outcome<IReadOnlyList<DestructionLine>>.Done(await rows.OrderByDescending(row => row.StartedAt)
            .Select(row => new DestructionLine(row.DestructionId, row.StartedAt, row.FinishedAt, row.Certificate)).ToListAsync(ct));
    }
}
