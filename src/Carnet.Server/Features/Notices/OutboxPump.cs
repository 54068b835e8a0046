using Carnet.Domain.Notices;
using Carnet.Server.Features.Directory;
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
/// to the end of a lease, so that of several servers one sends. After sending it is marked and its words are erased. A
/// crash in between sends the same number again after the lease and the channel drops it: losing a notice would be worse
/// than asking a channel twice. What is given up goes on by the next way, if its kind has one, in the very commit that
/// gives it up. Messages whose channel is not set up stay where they are. Source: rule N-9.
/// </remarks>
internal sealed partial class OutboxPump(
    IDbContextFactory<CarnetDb> databases, ILedger ledger, KeyWrap wrap, IEnumerable<INoticeChannel> channels,
    IProfessionalMail mail, OutboxSignal signal, TimeProvider clock, ILogger<OutboxPump> logger) : BackgroundService
{
    /// <summary>The waits grow to an hour, so these are two days.</summary>
    public const int MostAttempts = 56;

    private const int Batch = 50;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Dictionary<Channel, INoticeChannel> _channels = channels.Where(channel => channel.IsSetUp)
        .ToDictionary(channel => channel.Channel);

    /// <summary>Sends what is due now; how many messages were looked at.</summary>
    public async Task<int> PumpAsync(CancellationToken ct)
    {
        if (_channels.Count == 0)
        {
            return 0;
        }

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
            await SendAsync(message.Row, message.Wrapped, ct);
        }

        return due.Count;
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

    private async Task SendAsync(OutboxRow row, byte[] wrapped, CancellationToken ct)
    {
        var claimed = row.Attempts + 1;
        if (!await MarkAsync(row, changed => (changed.Attempts, changed.DueAt) = (claimed, clock.Now() + Lease)))
        {
            return; // another server has it
        }

        row.Attempts = claimed;
        using var key = wrap.Open(row.RecordId, wrapped);
        var message = row.Open(key);
        var failure = NoticeRules.LifeOf(row.Kind) is { } life && clock.Now() > row.CreatedAt + life
            ? OutboxFailure.TooLate
            : await TryAsync(row, message, ct) switch
            {
                Delivery.Taken => OutboxFailure.None,
                Delivery.Refused => OutboxFailure.Refused,
                Delivery.NoAddress => OutboxFailure.NoAddress,
                Delivery.TryLater when claimed >= MostAttempts => OutboxFailure.Exhausted,
                Delivery.TryLater => (OutboxFailure?)null,
            };
        switch (failure)
        {
            case null:
                await MarkAsync(row, changed => changed.DueAt = clock.Now() + Backoff(claimed));
                break;
            case OutboxFailure.None:
                await MarkAsync(row, changed => (changed.SentAt, changed.Sealed) = (clock.Now(), []));
                NoticeFigures.Sent.Add(1, NoticeFigures.By(row.Channel));
                break;
            case { } cause:
                await GiveUpAsync(row, message, key, cause);
                break;
        }
    }

    private async Task<Delivery> TryAsync(OutboxRow row, OutboxMessage message, CancellationToken ct)
    {
        try
        {
            if (message.To.StartsWith(NoticeWriter.ProfessionalPrefix, StringComparison.Ordinal))
            {
                message = message with { To = await mail.OfAsync(message.To[NoticeWriter.ProfessionalPrefix.Length..], ct) ?? "" };
            }

            var said = message.To.Length == 0
                ? Delivery.NoAddress
                : await _channels[row.Channel].SendAsync(row.MessageId, row.CreatedAt, message, ct);
            if (said is not Delivery.Taken)
            {
                LogNotTaken(row.Channel, row.Attempts, said.ToString());
            }

            return said;
        }
        catch (Exception cause) when (cause is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            LogNotTaken(row.Channel, row.Attempts, cause.GetType().Name);
            return Delivery.TryLater;
        }
    }

    private async Task GiveUpAsync(OutboxRow row, OutboxMessage message, RecordKey key, OutboxFailure cause)
    {
        NoticeFigures.GivenUp.Add(1, NoticeFigures.By(row.Channel));
        var diverted = message.Otherwise.Length > 0 && cause is not OutboxFailure.TooLate;
        var entry = new LedgerEntry
        {
            Change = db => db.Change(row, changed =>
                (changed.SentAt, changed.Sealed, changed.Failure) = (clock.Now(), [], diverted ? OutboxFailure.Diverted : cause)),
        };
        if (diverted)
        {
            entry.Rows.Add(OutboxRow.Of(message with
            {
                Channel = message.Otherwise[0].Channel,
                To = message.Otherwise[0].To,
                Otherwise = message.Otherwise.RemoveAt(0),
            }, key, clock.Now()));
        }

        await ledger.WriteAsync(entry);
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
