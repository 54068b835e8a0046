using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>What waits in quarantine.</summary>
internal sealed record ListQuarantine;

/// <summary>One document in quarantine: a number and a state, nothing of its content or person.</summary>
internal sealed record HeldDocument(DocumentId Id, DateTimeOffset Since, bool FoundBad);

/// <summary>For operators only. Source: rule F-10.</summary>
internal sealed class ListQuarantineHandler(IDbContextFactory<CarnetDb> databases)
    : IUseCase<ListQuarantine, IReadOnlyList<HeldDocument>>
{
    private const int Most = 500;

    public async Task<Outcome<IReadOnlyList<HeldDocument>>> RunAsync(Caller caller, ListQuarantine request, CancellationToken ct)
    {
        if (caller is not Caller.Operator { Structure: null })
        {
            return AccessFailures.NoRight;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var held = await db.Set<QuarantineRow>().OrderBy(row => row.Since).Take(Most)
            .Select(row => new HeldDocument(row.DocumentId, row.Since, row.FoundBad)).ToListAsync(ct);
        return new Outcome<IReadOnlyList<HeldDocument>>.Done(held);
    }
}

/// <summary>The operator's word about one document.</summary>
/// <param name="Release">Shows it after all; else it stays away for good.</param>
internal sealed record DecideQuarantine(DocumentId Id, bool Release);

/// <summary>For operators only; traced in the record. Source: rule F-10.</summary>
internal sealed class DecideQuarantineHandler(IDbContextFactory<CarnetDb> databases, Quarantine quarantine)
    : IUseCase<DecideQuarantine, DocumentId>
{
    public async Task<Outcome<DocumentId>> RunAsync(Caller caller, DecideQuarantine request, CancellationToken ct)
    {
        if (caller is not Caller.Operator { Structure: null })
        {
            return AccessFailures.NoRight;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var held = await db.Set<QuarantineRow>().AsNoTracking().FirstOrDefaultAsync(row => row.DocumentId == request.Id, ct);
        return held is not null && await quarantine.DecideAsync(
            db, caller, held, request.Release, request.Release ? "document.released" : "document.rejected", ct)
            ? request.Id
            : DocumentFailures.NotInQuarantine;
    }
}
