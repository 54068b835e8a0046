using System.Collections.Concurrent;
using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Cli;
using Carnet.Server.Cli.Lps;
using Carnet.Server.Demo;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Support;

/// <summary>The demo town with its people and documents, portals and SOAP door open at once on free ports.</summary>
public sealed class WholeTown : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("carnet-town-").FullName;
    private readonly ConcurrentDictionary<string, DmpClient> _clients = new();

    internal WebApplication App { get; private set; } = null!;

    internal string Folder => _folder;

    internal Uri Soap { get; private set; } = null!;

    internal Uri Portals { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        CardWorld.CopyTo(Path.Combine(_folder, "demo"));
        App = ServerComposition.Build(
            new Dictionary<string, string?>
            {
                ["Carnet:Data:Directory"] = _folder,
                ["Carnet:Doors:Portals"] = "http://127.0.0.1:0",
                ["Carnet:Doors:Soap"] = "https://127.0.0.1:0",
                ["Carnet:Doors:Operations"] = "",
            },
            demo: true, LightWork.Add);
        await ServerComposition.PrepareAsync(App, demo: true, default);
        await App.StartAsync();
        var addresses = App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address)).ToList();
        (Soap, Portals) = (addresses.Single(address => address.Scheme == "https"), addresses.Single(address => address.Scheme == "http"));
        await App.Services.GetRequiredService<DemoWorld>().FillAsync(default);
    }

    public async Task DisposeAsync()
    {
        _clients.Values.ToList().ForEach(client => client.Dispose());
        await App.StopAsync();
        await App.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The software of a professional of the town, with their card.</summary>
    internal DmpClient As(DemoProfessional who) => _clients.GetOrAdd(who.Slug, slug => new DmpClient(
        CardFolder.Open(Path.Combine(_folder, "demo", "cards", slug), LpsCommand.Software), Soap, [CardWorld.Root()], TimeProvider.System));

    internal async Task<Browser> EnterAsync(DemoPatient patient)
    {
        var browser = new Browser(Portals, App.Services);
        await browser.LogInAsync(patient.Login, patient.Password);
        return browser;
    }

    internal TestPatient Person(DemoPatient patient)
    {
        Ins.TryCreate(patient.Ins, patient.InsOid, out var ins);
        return new TestPatient(ins!, Sample.Traits, App.Services.GetRequiredService<RecordIds>().Of(ins!));
    }

    internal async Task<Outcome<TAnswer>> RunAsync<TRequest, TAnswer>(Caller caller, TRequest request)
    {
        await using var scope = App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>().RunAsync(caller, request, default);
    }

    internal Task<CarnetDb> OpenAsync() => App.Services.GetRequiredService<IDbContextFactory<CarnetDb>>().CreateDbContextAsync();
}
