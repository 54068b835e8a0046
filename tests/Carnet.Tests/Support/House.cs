using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Campaigns;
using Carnet.Server.Features.Contextual;
using Carnet.Server.Features.Delays;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Openings;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Features.Retention;
using Carnet.Server.Features.Rights;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Support;

/// <summary>The use cases and the platform without doors, on a database and a folder of their own.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private bool _stopped;
    private bool _left;

    private House(ServiceProvider services, FakeClock clock, DatabaseProvider provider, string folder, string? postgres)
        => (_services, Clock, Provider, Folder, Postgres) = (services, clock, provider, folder, postgres);

    public FakeClock Clock { get; }

    public DatabaseProvider Provider { get; }

    public string Folder { get; }

    private string? Postgres { get; }

    public static async Task<House> BuildAsync(
        DatabaseProvider provider, Action<IServiceCollection>? change = null, params (string Key, string Value)[] settings)
        => await BuildAsync(
            provider, new FakeClock(), Directory.CreateTempSubdirectory("carnet-").FullName,
            provider is DatabaseProvider.PostgreSql ? await PostgresCluster.CreateDatabaseAsync() : null, change, settings);

    /// <summary>A new server over the same data and clock; of this one nothing is left.</summary>
    public async Task<House> RestartAsync(Action<IServiceCollection>? change = null, params (string Key, string Value)[] settings)
    {
        await StopAsync();
        await _services.DisposeAsync();
        _left = true;
        return await BuildAsync(Provider, Clock, Folder, Postgres, change, settings);
    }

    private static async Task<House> BuildAsync(
        DatabaseProvider provider, FakeClock clock, string folder, string? postgres, Action<IServiceCollection>? change,
        (string Key, string Value)[] settings)
    {
        var house = new House(Compose(provider, folder, postgres, clock, change, settings), clock, provider, folder, postgres);
        await house.Get<Migrator>().ApplyAsync(default);
        await house.Get<Ledger>().StartAsync(default);
        return house;
    }

    /// <summary>A second server on the same database, folder and clock; it is disposed before the first.</summary>
    public async Task<House> BesideAsync(params (string Key, string Value)[] settings)
    {
        var house = new House(Compose(Provider, Folder, Postgres, Clock, null, settings), Clock, Provider, Folder, Postgres)
        {
            IsGuest = true,
        };
        await house.Get<Ledger>().StartAsync(default);
        return house;
    }

    private bool IsGuest { get; init; }

    public IServiceProvider Services => _services;

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public Task<CarnetDb> OpenAsync() => Get<IDbContextFactory<CarnetDb>>().CreateDbContextAsync();

    /// <summary>Runs a use case as a door does, in a scope of its own.</summary>
    public async Task<Outcome<TAnswer>> RunAsync<TRequest, TAnswer>(Caller caller, TRequest request)
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>().RunAsync(caller, request, default);
    }

    /// <summary>Opens a record for a new person.</summary>
    public async Task<(Ins Ins, RecordId Id)> OpenRecordAsync(Consent? consent = null)
    {
        var ins = Sample.NextIns();
        var opened = await RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(Sample.Opening(ins) with
        {
            Consent = consent ?? Sample.Consent,
        }));
        return (ins, opened.Done().Record);
    }

    /// <summary>Opens a record for a minor of sixteen, with their mother's consent.</summary>
    public async Task<(Ins Ins, RecordId Id)> OpenMinorAsync()
    {
        var ins = Sample.NextIns();
        var opened = await RunAsync<OpenRecord, OpenedAnswer>(
            Sample.Desk, new OpenRecord(Family.Opening(ins, Family.Birth, Family.Draft("Muriel"))));
        return (ins, opened.Done().Record);
    }

    /// <summary>The lines of one record's trail, opened, in the order in which they were written.</summary>
    public async Task<IReadOnlyList<TraceEntry>> TracesAsync(RecordId record)
    {
        await using var db = await OpenAsync();
        var rows = await db.Set<TraceRow>().AsNoTracking().Where(row => row.RecordId == record)
            .OrderBy(row => row.Batch).ThenBy(row => row.Leaf).ToListAsync();
        var wrapped = await db.Set<RecordKeyRow>().Where(row => row.RecordId == record).Select(row => row.Wrapped).SingleAsync();
        using var key = Get<KeyWrap>().Open(record, wrapped);
        return [.. rows.Select(row => row.Open(key))];
    }

    /// <summary>Number of lines in the whole trail.</summary>
    public async Task<int> CountTracesAsync()
    {
        await using var db = await OpenAsync();
        return await db.Set<TraceRow>().CountAsync();
    }

    /// <summary>Stops the ledger; what was handed over is written first.</summary>
    public async Task StopAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await Get<Ledger>().StopAsync(default);
        }
    }

    private static ServiceProvider Compose(
        DatabaseProvider provider, string folder, string? postgres, FakeClock clock, Action<IServiceCollection>? change,
        (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(
            settings.Prepend((Key: "Budgets:Over", Value: "Watch")).GroupBy(setting => setting.Key)
                .Select(setting => KeyValuePair.Create("Carnet:" + setting.Key, (string?)setting.Last().Value)))
        {
            ["Carnet:Data:Directory"] = folder,
            ["Carnet:Database:Provider"] = provider.ToString(),
            ["Carnet:Database:ConnectionString"] = postgres ?? "",
        }).Build());
        services.AddLogging().AddSingleton<TimeProvider>(clock).AddPlatform();
        services.AddRecords().AddAccess().AddAccounts().AddRepresentation().AddDirectory().AddDocuments().AddTraces().AddNotices().AddGovernance();
        services.AddRetention().AddDelays().AddCampaigns().AddOpenings().AddRights().AddContextual();
        services.AddSingleton<IAccountOpening, FakeAccounts>();
        services.AddSingleton<IClinicalDocuments, FakeClinicalDocuments>();
        services.AddSingleton<ILotSignatures, FakeLotSignatures>();
        services.AddSingleton<Carnet.Server.Features.Documents.Personal.IPersonalDocuments, Carnet.Server.Formats.PersonalDocuments>();
        change?.Invoke(services);
        return services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        if (_left)
        {
            return;
        }

        await StopAsync();
        await _services.DisposeAsync();
        if (IsGuest)
        {
            return;
        }

        if (Postgres is not null)
        {
            await PostgresCluster.DropDatabaseAsync(Postgres);
        }
        else
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "carnet.db")};Default Timeout=30");
            SqliteConnection.ClearPool(connection);
        }

        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>Short ways to look at an outcome.</summary>
internal static class OutcomeExtensions
{
    public static T Done<T>(this Outcome<T> outcome) => outcome switch
    {
        Outcome<T>.Done(var value) => value,
        Outcome<T>.Failed(var failure) => throw new Xunit.Sdk.XunitException($"failed with {failure.Code}: {failure.Detail}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Code<T>(this Outcome<T> outcome)
        => outcome is Outcome<T>.Failed(var failure) ? failure.Code : "done";
}
