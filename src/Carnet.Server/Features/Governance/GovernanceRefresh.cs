using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Governance;

/// <summary>Keeps rules and suspensions in memory: read every two seconds, never by a request.</summary>
/// <remarks>It has read once before a door opens; a server that cannot does not start. Later it keeps what it has.</remarks>
internal sealed partial class GovernanceRefresh(
    RuleBooks books, Suspensions suspensions, IOptions<GovernanceOptions> options, TimeProvider clock, ILogger<GovernanceRefresh> logger)
    : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public async Task RefreshAsync(CancellationToken ct)
    {
        await suspensions.RefreshAsync(ct);
        await books.RefreshAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Refresh, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await RefreshAsync(stoppingToken);
                }
                catch (Exception cause) when (cause is not OperationCanceledException)
                {
                    LogFailed(cause.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    [LoggerMessage(LogLevel.Error, "Rules and suspensions could not be read anew: {Kind}")]
    private partial void LogFailed(string kind);
}
