using System.Threading.Channels;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Trail;

namespace Carnet.Server.Features.Notices;

/// <summary>Wakes the pump as soon as a message is committed, so that a login code need not wait for a round.</summary>
internal sealed class OutboxSignal
{
    /// <summary>
    /// The pump's own work begins when the answer has left: beside it, it would make the answer for a known person, who gets a
    /// message, slower than that for an unknown one, who gets none (V-6).
    /// </summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private readonly Channel<bool> _wakes = System.Threading.Channels.Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _wakes.Writer.TryWrite(true);

    /// <summary>Ends on the next wake, or when the pause is over: messages committed by another server wake nobody here.</summary>
    public async Task WaitAsync(TimeSpan pause, CancellationToken ct)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timer.CancelAfter(pause);
        try
        {
            await _wakes.Reader.ReadAsync(timer.Token);
            await Task.Delay(Breath, TimeProvider.System, timer.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The pause is over.
        }
    }
}

/// <summary>The ledger, with a wake after each commit that holds a message.</summary>
internal sealed class WakingLedger(Ledger ledger, OutboxSignal signal) : ILedger
{
    public async Task<LedgerResult> WriteAsync(LedgerEntry entry)
    {
        var result = await ledger.WriteAsync(entry);
        if (result is LedgerResult.Stored && entry.Rows.Exists(row => row is OutboxRow))
        {
            signal.Wake();
        }

        return result;
    }
}
