using Carnet.Domain.Documents;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Delays;

/// <summary>Calls the person to a consultation, and opens the document when the delay is over.</summary>
/// <remarks>
/// What was made visible, withdrawn or replaced meanwhile needs neither: its clocks just end. The documents of a closed
/// record wait until it is open again. Source: rules V-3, N-8.
/// </remarks>
internal sealed class DelayedDocuments(
    IDbContextFactory<CarnetDb> databases, IRecords records, Scribe scribe, NoticeWriter notices, ILedger ledger,
    IOptions<DelayOptions> options) : IJob
{
    private const int Batch = 50;

    public string Name => "delayed-documents";

    public string Purpose => "Appelle la personne en consultation, puis ouvre les documents dont le délai est passé";

    public TimeSpan Period => TimeSpan.FromMinutes(15);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var due = await db.Set<DelayedDocumentRow>().AsNoTracking().Where(row => row.DueAt <= now)
            .Where(row => db.Set<RecordRow>().Any(record => record.RecordId == row.RecordId && record.Status == RecordStatus.Open))
            .OrderBy(row => row.DueAt).Take(Batch).ToListAsync(ct);
        var done = 0;
        foreach (var row in due)
        {
            ct.ThrowIfCancellationRequested();
            done += await TakeAsync(db, row, now, ct) ? 1 : 0;
        }

        return done;
    }

    private async Task<bool> TakeAsync(CarnetDb db, DelayedDocumentRow row, DateTimeOffset now, CancellationToken ct)
    {
        using var record = await records.FindAsync(db, row.RecordId, ct);
        if (record is not { Facts.Status: RecordStatus.Open })
        {
            return false;
        }

        var document = await db.Set<DocumentRow>().AsNoTracking()
            .SingleOrDefaultAsync(known => known.RecordId == row.RecordId && known.DocumentId == row.DocumentId, ct);
        var tasks = await db.Set<ProfessionalTaskRow>().AsNoTracking().Where(task => task.RecordId == row.RecordId
            && task.DocumentId == row.DocumentId && task.DoneAt == null).ToListAsync(ct);
        var hidden = document is not null && document.Marks.HasFlag(Marks.HiddenFromPatient)
            && document.Status is not DocumentStatus.Deleted;
        var opensAt = options.Value.ToDelay().OpenAt(row.Since);
        return hidden && now >= opensAt ? await OpenAsync(record, row, document!, tasks, now)
            : hidden && row.CalledAt is null && document!.Status is not DocumentStatus.Deprecated ? await CallAsync(record, row, document, opensAt, now)
            : hidden ? await WaitAsync(row, opensAt)
            : await EndAsync(row, tasks, now);
    }

    // A message may be read by who acts for a minor: of what is kept secret only the treating doctor is told (V-4).
    private async Task<bool> CallAsync(
        OpenedRecord record, DelayedDocumentRow row, DocumentRow document, DateTimeOffset opensAt, DateTimeOffset now)
    {
        var entry = new LedgerEntry
        {
            Change = writing => writing.Change(row, called =>
                (called.CalledAt, called.DueAt, called.Version) = (now, opensAt, called.Version + 1)),
        };
        if (!document.IsSecret)
        {
            notices.Tell(entry, NoticeKind.ConsultationCalled, record);
        }

        var code = document.IsSecret ? "delay.kept-secret" : "delay.called";
        return await scribe.WriteAsync(this.Caller(), record, new Happening(TraceAct.Announce, TraceOutcome.Done, code)
        {
            Document = row.DocumentId,
            Secret = document.IsSecret,
        }, entry) is LedgerResult.Stored;
    }

    private async Task<bool> OpenAsync(
        OpenedRecord record, DelayedDocumentRow row, DocumentRow document, List<ProfessionalTaskRow> tasks, DateTimeOffset now)
    {
        var entry = new LedgerEntry
        {
            Change = writing =>
            {
                writing.Change(document, shown =>
                {
                    shown.Marks &= ~Marks.HiddenFromPatient;
                    shown.Version++;
                });
                End(writing, row, tasks, now);
            },
        };
        if (document is { Status: DocumentStatus.Approved, IsSecret: false })
        {
            notices.Tell(entry, NoticeKind.NewDocument, record);
        }

        return await scribe.WriteAsync(this.Caller(), record, new Happening(TraceAct.EndDelay, TraceOutcome.Done, "delay.over")
        {
            Document = row.DocumentId,
            Secret = document.IsSecret,
        }, entry) is LedgerResult.Stored;
    }

    // Replaced, and its successor is called for; it opens with the others.
    private async Task<bool> WaitAsync(DelayedDocumentRow row, DateTimeOffset opensAt) => await ledger.WriteAsync(new LedgerEntry
    {
        Change = writing => writing.Change(row, waiting => (waiting.DueAt, waiting.Version) = (opensAt, waiting.Version + 1)),
    }) is LedgerResult.Stored;

    private async Task<bool> EndAsync(DelayedDocumentRow row, List<ProfessionalTaskRow> tasks, DateTimeOffset now)
        => await ledger.WriteAsync(new LedgerEntry { Change = writing => End(writing, row, tasks, now) }) is LedgerResult.Stored;

    private static void End(CarnetDb writing, DelayedDocumentRow row, List<ProfessionalTaskRow> tasks, DateTimeOffset now)
    {
        writing.Change(row, ended => (ended.EndedAt, ended.DueAt, ended.Version) = (now, null, ended.Version + 1));
        tasks.ForEach(task => writing.Change(task, done => done.DoneAt = now));
    }
}
