using System.Threading.Channels;
using Carnet.Domain.Traces;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Vault;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Carnet.Server.Platform.Trail;

/// <summary>What is written together or not at all: effect, traces, messages.</summary>
internal sealed class LedgerEntry
{
    /// <summary>Rows to add.</summary>
    public List<object> Rows { get; } = [];

    /// <summary>Stages changes to rows that exist; runs inside the transaction. Everybody waits for a query made here.</summary>
    public Action<CarnetDb>? Change { get; set; }

    public List<TraceRow> Traces { get; } = [];
}

/// <summary>What became of an entry.</summary>
internal enum LedgerResult
{
    /// <summary>It is on the disk.</summary>
    Stored,

    /// <summary>It contradicts what another entry stored first; nothing of it is stored.</summary>
    Conflict,
}

/// <summary>The only way to write.</summary>
internal interface ILedger
{
    /// <summary>Completes when the entry is durable. An entry once handed over is written even if the caller leaves.</summary>
    Task<LedgerResult> WriteAsync(LedgerEntry entry);
}

/// <summary>Group commit: what arrives while a commit is on its way shares the next one.</summary>
/// <remarks>
/// Nobody waits for a timer: an idle ledger commits at once, a busy one commits as many as have gathered. Each commit
/// adds one signed batch to the trail, chained to the one before. Where one entry breaks the transaction, each is tried
/// alone, so that only the culprit fails.
/// On PostgreSQL what only adds rows is appended in one round trip, on the head that this server wrote last: the number
/// of the batch is a primary key, so of two servers with the same head one is refused, looks at the head anew and goes
/// through the advisory lock that keeps the chain single.
/// </remarks>
internal sealed partial class Ledger(
    IDbContextFactory<CarnetDb> databases, TrailSigner signer, TrailCheckpoint checkpoint, TimeProvider clock,
    ILogger<Ledger> logger) : BackgroundService, ILedger
{
    private const int MostEntries = 128;
    private const long MostBytes = 16L * 1024 * 1024;
    private const long ChainLock = 0x4361726E6574; // "Carnet"

    // The head after our own last commit; null where another server may have written since. Used by the one writer only.
    private (long Number, byte[] Head)? _ownHead;

    private readonly Channel<Pending> _queue = System.Threading.Channels.Channel.CreateUnbounded<Pending>(
        new UnboundedChannelOptions { SingleReader = true });

    public Task<LedgerResult> WriteAsync(LedgerEntry entry)
    {
        var pending = new Pending(entry);
        return _queue.Writer.TryWrite(pending)
            ? pending.Done.Task
            : throw new InvalidOperationException("The ledger is closed.");
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The queue ends when the server stops; what was handed over before is still written.
        List<Pending> group = [];
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            group.Clear();
            var bytes = 0L;
            while (group.Count < MostEntries && bytes < MostBytes && _queue.Reader.TryRead(out var pending))
            {
                group.Add(pending);
                bytes += pending.Entry.Rows.OfType<VaultChunkRow>().Sum(chunk => (long)chunk.Sealed.Length);
            }

            await WriteGroupAsync(group);
        }
    }

    private async Task WriteGroupAsync(List<Pending> group)
    {
        try
        {
            await CommitAsync(group);
            group.ForEach(pending => pending.Done.TrySetResult(LedgerResult.Stored));
        }
        catch (Exception cause) when (group.Count > 1 && MayBeOfOneEntry(cause))
        {
            foreach (var pending in group)
            {
                await WriteGroupAsync([pending]);
            }
        }
        catch (Exception cause) when (IsConflict(cause))
        {
            group[0].Done.TrySetResult(LedgerResult.Conflict);
        }
        catch (Exception cause)
        {
            LogFailed(cause.GetType().Name, group.Count);
            group.ForEach(pending => pending.Done.TrySetException(new LedgerUnavailableException(cause)));
        }
    }

    private async Task CommitAsync(List<Pending> group)
    {
        await using var db = await databases.CreateDbContextAsync();
        var traces = group.SelectMany(pending => pending.Entry.Traces).ToList();
        var last = _ownHead;
        _ownHead = null; // whatever goes wrong from here, the next commit looks for itself
        if (last is { } head && traces.Count > 0 && group.TrueForAll(pending => pending.Entry.Change is null)
            && await AppendAsync(db, group, Batch(traces, head)))
        {
            return;
        }

        db.Database.AutoSavepointsEnabled = false; // the transaction is all or nothing; a savepoint is a round trip
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync();
        var batch = traces.Count > 0 ? Batch(traces, await HeadAsync(db, transaction)) : null;
        Stage(db, group, batch);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        if (batch is not null)
        {
            Note(batch, db.Database.IsSqlite());
        }
    }

    /// <summary>One round trip, one transaction; false where another server has written since and nothing is stored.</summary>
    private async Task<bool> AppendAsync(CarnetDb db, List<Pending> group, TrailBatchRow batch)
    {
        await db.Database.OpenConnectionAsync();
        await using var commands = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateBatch();
        commands.BatchCommands.Add(RowInserts.For(db, batch));
        foreach (var row in group.SelectMany(pending => pending.Entry.Rows.Concat(pending.Entry.Traces)))
        {
            commands.BatchCommands.Add(RowInserts.For(db, row));
        }

        try
        {
            await commands.ExecuteNonQueryAsync();
        }
        catch (PostgresException taken) when (taken is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "trail_batch" })
        {
            return false;
        }

        Note(batch, sqlite: false);
        return true;
    }

    private void Note(TrailBatchRow batch, bool sqlite)
    {
        _ownHead = sqlite ? null : (batch.Number, batch.Head);
        checkpoint.Note(batch.Number, batch.Head);
    }

    private static void Stage(CarnetDb db, List<Pending> group, TrailBatchRow? batch)
    {
        foreach (var pending in group)
        {
            pending.Entry.Change?.Invoke(db);
            db.AddRange(pending.Entry.Rows);
            db.AddRange(pending.Entry.Traces);
        }

        if (batch is not null)
        {
            db.Add(batch);
        }

        if (group.Exists(pending => pending.Entry.Change is not null))
        {
            db.ChangeTracker.DetectChanges();
        }
    }

    private TrailBatchRow Batch(List<TraceRow> traces, (long Number, byte[] Head) last)
    {
        var leaves = new byte[traces.Count][];
        for (var i = 0; i < traces.Count; i++)
        {
            (traces[i].Batch, traces[i].Leaf) = (last.Number + 1, i);
            leaves[i] = traces[i].LeafHash();
        }

        var head = MerkleTree.ChainHead(last.Number + 1, last.Head, MerkleTree.Root(leaves));
        return new TrailBatchRow
        {
            Number = last.Number + 1,
            At = clock.Now(),
            Leaves = [.. leaves.SelectMany(leaf => leaf)],
            Head = head,
            Signature = signer.Sign(head),
        };
    }

    private static async Task<(long Number, byte[] Head)> HeadAsync(CarnetDb db, IDbContextTransaction transaction)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        var last = "select number, head from trail_batch order by number desc limit 1";
        command.CommandText = db.Database.IsSqlite() ? last : $"select pg_advisory_xact_lock({ChainLock}); {last}";
        await using var reader = await command.ExecuteReaderAsync();
        if (!db.Database.IsSqlite())
        {
            await reader.NextResultAsync();
        }

        return await reader.ReadAsync()
            ? (reader.GetInt64(0), await reader.GetFieldValueAsync<byte[]>(1))
            : (0, new byte[MerkleTree.HashSize]);
    }

    // What another entry stored first: a key that exists, or a row that is no longer as it was read.
    private static bool IsConflict(Exception cause) => cause is DbUpdateConcurrencyException
        || Answer(cause) is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 }
            or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    // The database answered that it does not want a row, or two entries of the group name the same one. A database that
    // does not answer at all concerns everybody.
    private static bool MayBeOfOneEntry(Exception cause) => cause is InvalidOperationException or DbUpdateConcurrencyException
        || Answer(cause) is PostgresException or SqliteException { SqliteErrorCode: 18 or 19 or 20 };

    // What the database itself said; a change tracker wraps it, an appended batch does not.
    private static Exception? Answer(Exception cause) => cause is DbUpdateException ? cause.InnerException : cause;

    [LoggerMessage(LogLevel.Error, "A commit of {Count} entries failed: {Kind}")]
    private partial void LogFailed(string kind, int count);

    private sealed class Pending(LedgerEntry entry)
    {
        public LedgerEntry Entry { get; } = entry;

        public TaskCompletionSource<LedgerResult> Done { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The database did not take a commit; nothing was acknowledged.</summary>
internal sealed class LedgerUnavailableException(Exception cause)
    : Exception("The ledger could not commit.", cause);
