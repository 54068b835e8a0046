using Carnet.Server.Demo;
using Carnet.Server.Endpoints.Hl7v2;
using Carnet.Server.Endpoints.Ops;
using Carnet.Server.Endpoints.Soap;
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
using Carnet.Server.Formats;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Portals.Checker;
using Carnet.Server.Portals.Contextual;
using Carnet.Server.Portals.Demo;
using Carnet.Server.Portals.Operator;
using Carnet.Server.Portals.Patient;
using Carnet.Server.Portals.Rules;
using Carnet.Server.Portals.Software;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Cli;

/// <summary>Puts the rooms and doors together; every command and every test starts here.</summary>
internal static class ServerComposition
{
    /// <summary>Settings given on the command line.</summary>
    public static Dictionary<string, string?> Settings(string? data)
        => data is null ? [] : new() { ["Carnet:Data:Directory"] = data };

    /// <summary>Settings of a command that opens no door, so that it needs no certificate of the server.</summary>
    public static Dictionary<string, string?> WithoutDoors(string? data) => new(Settings(data))
    {
        ["Carnet:Doors:Portals"] = "",
        ["Carnet:Doors:Soap"] = "",
        ["Carnet:Doors:Card"] = "",
        ["Carnet:Doors:Operations"] = "",
        ["Carnet:Doors:Hl7v2"] = "",
    };

    /// <param name="more">Registrations of a command that does something beside serving.</param>
    public static WebApplication Build(
        IReadOnlyDictionary<string, string?> settings, bool demo, Action<IServiceCollection>? more = null)
        => CarnetHost.Build(
            settings,
            services =>
            {
                AddRooms(services, demo);
                more?.Invoke(services);
            },
            app => MapDoors(app, demo));

    /// <summary>Before the doors open: the schema of SQLite and of the demo is brought up to date, elsewhere it is checked.</summary>
    public static async Task PrepareAsync(WebApplication app, bool demo, CancellationToken ct)
    {
        var data = app.Services.GetRequiredService<IOptions<DataOptions>>().Value;
        if (!demo && Directory.Exists(data.Demo))
        {
            throw new InvalidOperationException(
                $"{data.Demo} exists: this data folder holds the demo world, whose accounts and inbox must not be "
                + "served as real ones. Start with --demo, or choose another folder with --data.");
        }

        var cards = demo
            ? Task.Run(() => DemoWorld.EnsureCards(data.Demo, app.Services.GetRequiredService<TimeProvider>().GetUtcNow()), ct)
            : Task.CompletedTask;
        await EnsureSchemaAsync(app, demo, ct);
        await cards;
    }

    /// <summary>Brings the schema of SQLite and of the demo up to date; elsewhere an old one refuses.</summary>
    public static async Task EnsureSchemaAsync(WebApplication app, bool demo, CancellationToken ct)
    {
        var migrator = app.Services.GetRequiredService<Migrator>();
        var provider = app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Kind;
        if (demo || provider is DatabaseProvider.Sqlite)
        {
            await migrator.ApplyAsync(ct);
        }
        else if (await migrator.PendingAsync(ct) is { Count: > 0 } pending)
        {
            throw new InvalidOperationException($"The schema lacks {string.Join(", ", pending)}; run: carnet migrate");
        }
    }

    private static void AddRooms(IServiceCollection services, bool demo)
    {
        services.AddRecords();
        services.AddRetention();
        services.AddDelays();
        services.AddCampaigns();
        services.AddOpenings();
        services.AddRights();
        services.AddAccess();
        services.AddContextual();
        services.AddAccounts();
        services.AddRepresentation();
        services.AddDirectory();
        services.AddDocuments();
        services.AddTraces();
        if (demo)
        {
            services.WatchBudgetsOnly();
        }

        services.AddGovernance();
        services.AddNotices();
        services.AddFormats();
        services.AddSoap();
        services.AddHl7v2();
        services.AddPatientPortal(demo);
        services.AddContextualPages();
        services.AddOperations();
        if (demo)
        {
            services.AddDemoInbox();
            services.AddDemoWorld();
        }
        else
        {
            services.AddNoticeChannels();
        }
    }

    private static void MapDoors(WebApplication app, bool demo)
    {
        app.MapSoap();
        app.MapPatientPortal();
        app.MapRules();
        app.MapSoftware();
        app.MapChecker();
        app.MapContextual();
        app.MapOperations();
        app.MapOperator();
        if (demo)
        {
            app.MapDemoInbox();
        }
    }
}
