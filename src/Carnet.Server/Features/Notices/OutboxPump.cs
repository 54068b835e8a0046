using Carnet.Domain.Notices;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Notices;

/// <summary>Sends what was committed, once.</summary>
/// <remarks>
/// A message is claimed before it is sent: its count of attempts, a concurrency token, grows and its next instant moves
/// to the end of a lease, so that of several servers one sends. After sending it is marked. A crash in between sends the
/// same number again after the lease and the channel drops it: losing a notice would be worse than asking a channel
/// twice. Messages whose channel is not set up stay where they are. Source: rule N-9.
/// </remarks>
internal sealed partial class OutboxPump(
    IDbContextFactory<CarnetDb> databases, ILedger ledger, KeyWrap wrap, IEnumerable<INoticeChannel> channels,
    OutboxSignal signal, TimeProvider clock, ILogger<OutboxPump> logger) : BackgroundService
{
    private const int Batch = 50;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Dictionary<Channel, INoticeChannel> _channels = channels.ToDictionary(channel => channel.Channel);

    /// <summary>Sends what is due now; how many were sent.</summary>
    public async Task<int> PumpAsync(CancellationToken ct)
    {
        if (_channels.Count == 0)
        {
            return 0;
        }

        var sent = 0;
        await using var db = await databases.CreateDbContextAsync(ct);
        var (now, open) = (clock.Now(), _channels.Keys.ToArray());
        var due = await db.Set<OutboxRow>().AsNoTracking()
            .Where(row => row.SentAt == null && row.DueAt <= now && open.Contains(row.Channel))
            .OrderBy(row => row.DueAt).Take(Batch)
            .Join(db.Set<RecordKeyRow>(), row => row.RecordId, key => key.RecordId,
                (row, key) => new { Row = row, key.Wrapped })
            .ToListAsync(ct);
        foreach (var message in due)
        {
            ct.ThrowIfCancellationRequested();
            sent += await SendAsync(message.Row, message.Wrapped, ct) ? 1 : 0;
        }

        return sent;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_channels.Count == 0)
        {
            LogNoChannel();
            return;
        }

        try
        {
            while (true)
            {
                try
                {
                    while (await PumpAsync(stoppingToken) == Batch)
                    {
                    }
                }
                catch (Exception cause) when (cause is not OperationCanceledException)
                {
                    LogRound(cause.GetType().Name);
                }

                await signal.WaitAsync(Round, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; what is unsent is still there when it starts again.
        }
    }

    private async Task<bool> SendAsync(OutboxRow row, byte[] wrapped, CancellationToken ct)
    {
        var claimed = row.Attempts + 1;
        if (!await MarkAsync(row, changed => (changed.Attempts, changed.DueAt) = (claimed, clock.Now() + Lease)))
        {
            return false;
        }

        row.Attempts = claimed;
        try
        {
            using var key = wrap.Open(row.RecordId, wrapped);
            await _channels[row.Channel].SendAsync(row.MessageId, row.CreatedAt, row.Open(key), ct);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            LogNotTaken(row.Channel, claimed, cause.GetType().Name);
            await MarkAsync(row, changed => changed.DueAt = clock.Now() + Backoff(claimed));
            return false;
        }

        return await MarkAsync(row, changed => changed.SentAt = clock.Now());
    }

    private async Task<bool> MarkAsync(OutboxRow row, Action<OutboxRow> change)
        => await ledger.WriteAsync(new LedgerEntry { Change = db => db.Change(row, change) }) is LedgerResult.Stored;

    private static TimeSpan Backoff(int attempts)
        => TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, 5 * Math.Pow(2, Math.Min(attempts, 12))));

    [LoggerMessage(LogLevel.Warning, "No channel for messages is set up; they wait in the outbox")]
    private partial void LogNoChannel();

    [LoggerMessage(LogLevel.Warning, "A message by {Channel} was not taken at attempt {Attempt}: {Kind}")]
    private partial void LogNotTaken(Channel channel, int attempt, string kind);

    [LoggerMessage(LogLevel.Error, "A round of messages failed: {Kind}")]
    private partial void LogRound(string kind);
}
