using Carnet.Server.Platform.Hosting;

namespace Carnet.Tests.Platform;

/// <summary>When the server gives memory back.</summary>
public sealed class RestTests
{
    private const long Little = 1_000, Busy = 5_000_000;

    [Fact]
    public void It_rests_once_after_work_and_never_during_it()
    {
        Assert.False(Rest.IsTime(last: 0, now: Busy, rested: 0)); // still at work
        Assert.True(Rest.IsTime(last: Busy, now: Busy + Little, rested: 0));
        Assert.False(Rest.IsTime(last: Busy, now: Busy + Little, rested: Busy)); // has rested, nothing came since
        Assert.True(Rest.IsTime(last: 2 * Busy, now: (2 * Busy) + Little, rested: Busy));
    }
}
