using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Cli;
using Carnet.Server.Cli.Lps;
using Carnet.Server.Demo;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Support;

/// <summary>How much is stored.</summary>
internal sealed record Stored(int Documents, int Submissions, int Chunks, int Grants);

/// <summary>The real server on a free port with only the SOAP door open, the town in its directory and no patient yet.</summary>
internal sealed class SoapServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, DmpClient> _clients = new();
    private readonly string? _postgres;

    private SoapServer(WebApplication app, string folder, string? postgres)
    {
        (App, Folder, _postgres) = (app, folder, postgres);
        Roots = [CardWorld.Root()];
    }

    public WebApplication App { get; }

    public string Folder { get; }

    /// <summary>Where PostgreSQL is; null on SQLite.</summary>
    public string? Connection => _postgres;

    public Uri Address { get; private set; } = null!;

    public X509Certificate2Collection Roots { get; }

    public static Task<SoapServer> StartAsync(
        DatabaseProvider provider = DatabaseProvider.Sqlite, params (string Key, string Value)[] settings)
        => StartAsync(null, provider, settings);

    /// <summary>The same with something beside the server, as a command adds it.</summary>
    public static async Task<SoapServer> StartAsync(
        Action<IServiceCollection>? more, DatabaseProvider provider = DatabaseProvider.Sqlite,
        params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("carnet-soap-").FullName;
        CardWorld.CopyTo(Path.Combine(folder, "demo"));
        var postgres = provider is DatabaseProvider.PostgreSql ? await PostgresCluster.CreateDatabaseAsync() : null;
        var app = ServerComposition.Build(
            new Dictionary<string, string?>(
                settings.Select(setting => KeyValuePair.Create("Carnet:" + setting.Key, (string?)setting.Value)))
            {
                ["Carnet:Data:Directory"] = folder,
                ["Carnet:Doors:Portals"] = "",
                ["Carnet:Doors:Operations"] = "",
                ["Carnet:Doors:Soap"] = "https://127.0.0.1:0",
                ["Carnet:Database:Provider"] = provider.ToString(),
                ["Carnet:Database:ConnectionString"] = postgres ?? "",
            },
            demo: true, more);
        var server = new SoapServer(app, folder, postgres);
        await ServerComposition.PrepareAsync(app, demo: true, default);
        await app.StartAsync();
        server.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await app.Services.GetRequiredService<DemoWorld>().EnlistAsync(default);
        return server;
    }

    /// <summary>A client with the card or structure of that name, kept for the life of the server.</summary>
    public DmpClient As(string slug) => _clients.GetOrAdd(slug, name => Client(Card(name)));

    public DmpClient Client(Card card) => new(card, Address, Roots, TimeProvider.System);

    public Card Card(string slug)
    {
        var card = Path.Combine(Folder, "demo", "cards", slug);
        return CardFolder.Open(Directory.Exists(card) ? card : Path.Combine(Folder, "demo", "structures", slug), LpsCommand.Software);
    }

    public async Task<Outcome<TAnswer>> RunAsync<TRequest, TAnswer>(Caller caller, TRequest request)
    {
        await using var scope = App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>().RunAsync(caller, request, default);
    }

    /// <summary>A new record for a person whom nobody may read yet.</summary>
    public async Task<TestPatient> OpenRecordAsync(Ins? ins = null, IdentityTraits? traits = null, Consent? consent = null,
        RepresentativeDraft? representative = null)
    {
        ins ??= Sample.NextIns();
        traits ??= Sample.Traits;
        var opening = Sample.Opening(ins) with { Traits = traits, Consent = consent ?? Sample.Consent, Representative = representative };
        var opened = await RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(opening));
        return new TestPatient(ins, traits, opened.Done().Record);
    }

    /// <summary>Under which number the record of that INS lies.</summary>
    public RecordId IdOf(Ins ins) => App.Services.GetRequiredService<Carnet.Server.Platform.Keys.RecordIds>().Of(ins);

    /// <summary>The history as the person reads it, newest first.</summary>
    public async Task<IReadOnlyList<TraceLine>> HistoryAsync(TestPatient patient)
        => (await RunAsync<ListTraces, TraceList>(Sample.Patient(patient.Record), new ListTraces(200))).Done().Lines;

    public async Task<Stored> CountAsync()
    {
        await using var db = await OpenAsync();
        return new Stored(
            await db.Set<DocumentRow>().CountAsync(), await db.Set<SubmissionRow>().CountAsync(),
            await db.Set<VaultChunkRow>().CountAsync(), await db.Set<Carnet.Server.Features.Access.GrantRow>().CountAsync());
    }

    /// <summary>Codes of the lines that were written to the trail since a moment, whosoever they concern.</summary>
    public async Task<IReadOnlyList<string>> TraceCodesAsync(int skip)
    {
        await using var db = await OpenAsync();
        return await db.Set<TraceRow>().OrderBy(row => row.Batch).ThenBy(row => row.Leaf).Skip(skip).Select(row => row.Code).ToListAsync();
    }

    public Task<CarnetDb> OpenAsync()
        => App.Services.GetRequiredService<IDbContextFactory<CarnetDb>>().CreateDbContextAsync();

    public async ValueTask DisposeAsync()
    {
        _clients.Values.ToList().ForEach(client => client.Dispose());
        await App.StopAsync();
        await App.DisposeAsync();
        if (_postgres is not null)
        {
            await PostgresCluster.DropDatabaseAsync(_postgres);
        }
        else
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "carnet.db")};Default Timeout=30");
            SqliteConnection.ClearPool(connection);
        }

        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>One server of each kind for a test class, started when it is first asked for.</summary>
public sealed class SoapTowns : IAsyncLifetime
{
    private readonly Dictionary<string, SoapServer> _servers = [];

    public Task InitializeAsync() => Task.CompletedTask;

    internal async Task<SoapServer> OnAsync(string database)
    {
        if (!_servers.TryGetValue(database, out var server))
        {
            _servers[database] = server = await SoapServer.StartAsync(Enum.Parse<DatabaseProvider>(database));
        }

        return server;
    }

    public async Task DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            await server.DisposeAsync();
        }
    }
}
