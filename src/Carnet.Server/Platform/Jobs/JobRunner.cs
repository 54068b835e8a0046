namespace Carnet.Server.Platform.Jobs;

/// <summary>Runs every job in its own rhythm while the server runs; a command runs one by hand.</summary>
internal sealed partial class JobRunner(IEnumerable<IJob> jobs, TimeProvider clock, ILogger<JobRunner> logger) : BackgroundService
{
    /// <summary>The start belongs to those who wait at the doors.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>By name.</summary>
    public IReadOnlyList<IJob> Jobs { get; } = [.. jobs.OrderBy(job => job.Name, StringComparer.Ordinal)];

    /// <summary>Batch after batch until nothing is due; how many rows were done.</summary>
    public async Task<int> RunAsync(IJob job, CancellationToken ct)
    {
        var total = 0;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var done = await job.RunBatchAsync(clock.Now(), ct);
            if (done == 0)
            {
                return total;
            }

            total += done;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(Jobs.Select(job => RepeatAsync(job, stoppingToken)));

    private async Task RepeatAsync(IJob job, CancellationToken ct)
    {
        try
        {
            await Task.Delay(job.Period < Patience ? job.Period : Patience, clock, ct);
            while (true)
            {
                await TryAsync(job, ct);
                await Task.Delay(job.Period, clock, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; what is undone is still due when it starts again.
        }
    }

    private async Task TryAsync(IJob job, CancellationToken ct)
    {
        try
        {
            if (await RunAsync(job, ct) is var done and > 0)
            {
                LogDone(job.Name, done);
            }
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            LogFailed(job.Name, cause.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Information, "The job {Job} did {Count} rows")]
    private partial void LogDone(string job, int count);

    [LoggerMessage(LogLevel.Error, "A round of the job {Job} failed: {Kind}")]
    private partial void LogFailed(string job, string kind);
}
