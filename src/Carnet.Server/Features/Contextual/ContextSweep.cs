using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Contextual;

/// <summary>Removes accesses that can no longer be used.</summary>
/// <remarks>Not traced: nobody's rights change by it, they had ended before.</remarks>
internal sealed class ContextSweep(
    IDbContextFactory<CarnetDb> databases, ILedger ledger, IOptions<ContextualOptions> options) : IJob
{
    private const int Batch = 500;

    public string Name => "context-sweep";

    public string Purpose => "Efface les accès web depuis un logiciel (TD0.9, TD0.10) qui sont terminés";

    public TimeSpan Period => TimeSpan.FromMinutes(5);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var (ended, idle) = (now - options.Value.AtMost, now - options.Value.Idle);
        var rows = await db.Set<WebContextRow>().AsNoTracking()
            .Where(row => row.CreatedAt <= ended || row.SeenAt <= idle).Take(Batch).ToListAsync(ct);
        return rows.Count > 0
            && await ledger.WriteAsync(new LedgerEntry { Change = writing => rows.ForEach(writing.Discard) }) is LedgerResult.Stored
            ? rows.Count : 0;
    }
}
