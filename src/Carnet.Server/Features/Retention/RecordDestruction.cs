using System.Security.Cryptography;
using System.Text.Json;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Retention;

/// <summary>Destroys the records whose retention is over: the key first, then every row, then a signed certificate.</summary>
/// <remarks>
/// The first commit takes key and record away and notes the work; from then on the record is as if it had never been and
/// nobody can have it back, whatever happens to the server. The rows follow, a bounded number in each commit. Only when a
/// count finds none left is the certificate signed. Source: rules L-8, T-3.
/// </remarks>
internal sealed class RecordDestruction(
    IDbContextFactory<CarnetDb> databases, ILedger ledger, KeyWrap wrap, Tracing tracing, TrailSigner signer,
    TimeProvider clock, IOptions<RetentionOptions> options) : IJob
{
    private const int RowsOfOneCommit = 500;

    public string Name => "record-destruction";

    public string Purpose => "Détruit les carnets dont la durée de garde est finie : la clé d'abord, puis les lignes";

    public TimeSpan Period => TimeSpan.FromHours(6);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var running = await db.Set<DestructionRow>().AsNoTracking().Where(row => row.FinishedAt == null)
            .OrderBy(row => row.StartedAt).FirstOrDefaultAsync(ct);
        return running is not null ? await ContinueAsync(db, running, ct)
            : await BeginAsync(db, now, ct) ? 1
            : 0;
    }

    /// <summary>Destroys the key of the next record that is due.</summary>
    private async Task<bool> BeginAsync(CarnetDb db, DateTimeOffset now, CancellationToken ct)
    {
        var retention = options.Value.ToRetention();
        var (over, announced) = (retention.OverIfClosedBy(now), now - retention.NoticeAhead);
        var due = await db.Set<RecordRow>().AsNoTracking()
            .Where(row => row.Status == RecordStatus.Closed && row.ClosedAt <= over && row.DestructionAnnouncedAt <= announced)
            .OrderBy(row => row.ClosedAt)
            .Join(db.Set<RecordKeyRow>(), row => row.RecordId, key => key.RecordId, (row, key) => new { Row = row, Key = key })
            .FirstOrDefaultAsync(ct);
        if (due is null)
        {
            return false;
        }

        var counts = await RecordTables.Of(db).CountAsync(db, due.Row.RecordId, ct);
        var id = Guid.CreateVersion7(now);
        var entry = new LedgerEntry
        {
            Change = writing =>
            {
                Shred(writing);
                writing.Discard(due.Key);
                writing.Discard(due.Row); // fails where somebody has reactivated it in the same moment
            },
        };
        entry.Rows.Add(new DestructionRow
        {
            DestructionId = id,
            RecordId = due.Row.RecordId,
            RecordHash = DestructionCertificate.HashOf(due.Row.RecordId),
            KeyHash = SHA256.HashData(due.Key.Wrapped),
            Counts = JsonSerializer.Serialize(counts),
            StartedAt = now,
        });
        using var key = wrap.Open(due.Row.RecordId, due.Key.Wrapped);
        entry.Traces.Add(tracing.Line(due.Row.RecordId, key, this.Caller(),
            new Happening(TraceAct.DestroyRecord, TraceOutcome.Done, "record.destroyed") { Detail = id.ToString() }));
        return await ledger.WriteAsync(entry) is LedgerResult.Stored;
    }

    /// <summary>Deletes the next rows, or ends the work where none is left.</summary>
    private async Task<int> ContinueAsync(CarnetDb db, DestructionRow running, CancellationToken ct)
    {
        var (record, tables) = (running.RecordId!.Value, RecordTables.Of(db));
        var left = await tables.CountAsync(db, record, ct);
        if (left.Count == 0)
        {
            return await FinishAsync(db, running, record, ct) ? 1 : 0;
        }

        var table = tables.Tables.First(known => left.ContainsKey(known.Name));
        var entry = new LedgerEntry { Change = writing => tables.Delete(writing, table, record, RowsOfOneCommit) };
        return await ledger.WriteAsync(entry) is LedgerResult.Stored ? (int)Math.Min(left[table.Name], RowsOfOneCommit) : 0;
    }

    private async Task<bool> FinishAsync(CarnetDb db, DestructionRow running, RecordId record, CancellationToken ct)
    {
        var traces = db.Set<TraceRow>().Where(trace => trace.RecordId == record);
        var batch = await traces.Where(trace => trace.Act == TraceAct.DestroyRecord && trace.Outcome == TraceOutcome.Done)
            .MaxAsync(trace => trace.Batch, ct);
        var now = clock.Now();
        var facts = new DestructionFacts(
            DestructionCertificate.Kind, DestructionCertificate.Version, running.DestructionId,
            Convert.ToHexStringLower(running.RecordHash), Convert.ToHexStringLower(running.KeyHash), running.StartedAt, now,
            JsonSerializer.Deserialize<SortedDictionary<string, long>>(running.Counts)!, await traces.LongCountAsync(ct), batch,
            signer.Fingerprint());
        var certificate = DestructionCertificate.Sign(facts, signer).ToJson();
        var stored = await ledger.WriteAsync(new LedgerEntry
        {
            Change = writing => writing.Change(running, finished =>
                (finished.FinishedAt, finished.RecordId, finished.Certificate) = (now, null, certificate)),
        });
        if (stored is LedgerResult.Stored && db.Database.IsSqlite())
        {
            // The log still holds pages as they were before.
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", ct);
        }

        return stored is LedgerResult.Stored;
    }

    private static void Shred(CarnetDb writing)
    {
        if (writing.Database.IsSqlite())
        {
            writing.Database.ExecuteSqlRaw("PRAGMA secure_delete=ON");
        }
    }
}
