namespace Carnet.Tests.Support;

/// <summary>A clock that a test sets. Each look at it takes a millisecond, so that numbers made from it keep their order.</summary>
internal sealed class TickingClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private long _ticks;

    public override DateTimeOffset GetUtcNow()
        => Start.AddTicks(Interlocked.Add(ref _ticks, TimeSpan.TicksPerMillisecond));

    public void Pass(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
