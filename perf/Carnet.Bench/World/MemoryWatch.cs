namespace Carnet.Bench.World;

/// <summary>
/// The resident memory of a process, read once a second: a single reading says where a collection happened to stand, the mean says
/// what the process needs.
/// </summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly int _process;
    private readonly Timer _timer;
    private readonly Lock _lock = new();
    private double _sum;
    private int _readings;

    public MemoryWatch(int process)
    {
        _process = process;
        _timer = new Timer(_ => Read(), null, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    /// <summary>MiB, mean of the readings until now.</summary>
    public double Mean
    {
        get
        {
            lock (_lock)
            {
                return _sum / _readings;
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Read()
    {
        var now = ProcessClock.Resident(_process);
        lock (_lock)
        {
            (_sum, _readings) = (_sum + now, _readings + 1);
        }
    }
}
