using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Features.Governance;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Trail;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Cli;

/// <summary>The rooms of the house with every door shut: for commands that act on a data folder themselves.</summary>
/// <remarks>A server may run on the same database meanwhile: both write through the database's own lock.</remarks>
internal sealed class Workshop : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Ledger _ledger;

    private Workshop(WebApplication app) => (_app, _ledger) = (app, app.Services.GetRequiredService<Ledger>());

    public IServiceProvider Services => _app.Services;

    public string DemoFolder => Services.GetRequiredService<IOptions<DataOptions>>().Value.Demo;

    /// <param name="data">Data folder; null takes the configured one.</param>
    /// <param name="demo">Makes and fills in what the demo world needs to be served.</param>
    public static async Task<Workshop> OpenAsync(string? data, bool demo, CancellationToken ct)
    {
        var app = ServerComposition.Build(demo ? ServerComposition.Settings(data) : ServerComposition.WithoutDoors(data), demo);
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            if (demo)
            {
                await ServerComposition.PrepareAsync(app, demo, ct);
            }
            else
            {
                await ServerComposition.EnsureSchemaAsync(app, demo, ct);
            }

            var workshop = new Workshop(app);
            await workshop._ledger.StartAsync(ct);
            await workshop.Services.GetRequiredService<GovernanceRefresh>().RefreshAsync(ct);
            return workshop;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async Task<Outcome<TAnswer>> RunAsync<TRequest, TAnswer>(Caller caller, TRequest request, CancellationToken ct)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>().RunAsync(caller, request, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
