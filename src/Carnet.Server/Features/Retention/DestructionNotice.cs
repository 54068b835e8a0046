using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Retention;

/// <summary>Tells the person ahead that their closed record will be destroyed; without this no record is destroyed.</summary>
/// <remarks>A record that was closed at death is announced to nobody, and waits as long. Source: rules L-8, N-6.</remarks>
internal sealed class DestructionNotice(
    IDbContextFactory<CarnetDb> databases, IRecords records, Scribe scribe, NoticeWriter notices,
    IOptions<RetentionOptions> options) : IJob
{
    private const int Batch = 50;

    public string Name => "destruction-notice";

    public string Purpose => "Prévient les personnes dont le carnet fermé va être détruit";

    public TimeSpan Period => TimeSpan.FromHours(6);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var closed = options.Value.ToRetention().AnnouncedIfClosedBy(now);
        var due = await db.Set<RecordRow>().AsNoTracking()
            .Where(row => row.Status == RecordStatus.Closed && row.ClosedAt <= closed && row.DestructionAnnouncedAt == null)
            .OrderBy(row => row.ClosedAt).Take(Batch).ToListAsync(ct);
        var done = 0;
        foreach (var row in due)
        {
            ct.ThrowIfCancellationRequested();
            using var record = await records.FindAsync(db, row.RecordId, ct);
            done += record is not null && await AnnounceAsync(row, record, now) ? 1 : 0;
        }

        return done;
    }

    private async Task<bool> AnnounceAsync(RecordRow row, OpenedRecord record, DateTimeOffset now)
    {
        var entry = new LedgerEntry { Change = writing => writing.Change(row, told => told.DestructionAnnouncedAt = now) };
        var death = ClosingColumn.Open(record.Key, row.ClosingSealed).Reason is ClosingReason.Death;
        if (!death)
        {
            notices.Tell(entry, NoticeKind.DestructionAhead, record);
        }

        return await scribe.WriteAsync(this.Caller(), record,
            new Happening(TraceAct.Announce, TraceOutcome.Done, death ? "destruction.nobody-to-tell" : "destruction.ahead"),
            entry) is LedgerResult.Stored;
    }
}
