using Carnet.Server.Platform.Antivirus;
using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>Examines what could not be examined when it came. Source: rule F-10.</summary>
internal sealed class QuarantineJob(
    IDbContextFactory<CarnetDb> databases, IServiceScopeFactory scopes, Vault vault, KeyWrap wrap, ILedger ledger) : IJob
{
    private const int Batch = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public string Name => "quarantine";

    public string Purpose => "Examine les documents que l'antivirus n'a pas pu voir à leur dépôt";

    public TimeSpan Period => TimeSpan.FromMinutes(1);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var examiner = scope.ServiceProvider.GetRequiredService<IContentExaminer>();
        if (!examiner.IsSetUp)
        {
            return 0;
        }

        var quarantine = scope.ServiceProvider.GetRequiredService<Quarantine>();
        await using var db = await databases.CreateDbContextAsync(ct);
        var due = await db.Set<QuarantineRow>().AsNoTracking().Where(held => !held.FoundBad && held.DueAt <= now)
            .OrderBy(held => held.DueAt).Take(Batch)
            .Join(db.Set<DocumentRow>(), held => new { held.RecordId, held.DocumentId },
                document => new { document.RecordId, document.DocumentId },
                (held, document) => new { Held = held, document.BlobId, document.Sha256, document.MimeType })
            .Join(db.Set<RecordKeyRow>(), found => found.Held.RecordId, key => key.RecordId, (found, key) => new { found, key.Wrapped })
            .ToListAsync(ct);
        foreach (var one in due)
        {
            var (held, found) = (one.found.Held, one.found);
            using var key = wrap.Open(held.RecordId, one.Wrapped);
            var verdict = await examiner.ExamineAsync(
                () => new CheckedStream(vault.Open(held.RecordId, found.BlobId, key), found.Sha256), found.MimeType, ct);
            if (verdict is ScanVerdict.Clean)
            {
                await quarantine.DecideAsync(db, this.Caller(), held, release: true, "document.released", ct);
                continue;
            }

            await ledger.WriteAsync(new LedgerEntry
            {
                Change = writing => writing.Change(held, changed =>
                    (changed.FoundBad, changed.DueAt) = (verdict is ScanVerdict.Bad, now + Pause)),
            });
        }

        return due.Count;
    }
}
