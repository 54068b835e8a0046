using Carnet.Server.Endpoints.Soap;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Formats;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Portals.Demo;
using Carnet.Server.Portals.Patient;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Cli;

/// <summary>Puts the rooms and doors together; every command and every test starts here.</summary>
internal static class ServerComposition
{
    /// <summary>Settings given on the command line.</summary>
    public static Dictionary<string, string?> Settings(string? data)
        => data is null ? [] : new() { ["Carnet:Data:Directory"] = data };

    public static WebApplication Build(IReadOnlyDictionary<string, string?> settings, bool demo)
    {
        return CarnetHost.Build(
            settings,
            services =>
            {
                services.AddRecords();
                services.AddAccess();
                services.AddDirectory();
                services.AddDocuments();
                services.AddTraces();
                services.AddFormats();
                services.AddSoap();
                services.AddAccounts();
                services.AddNotices();
                services.AddPatientPortal(demo);
                if (demo)
                {
                    services.AddDemoInbox();
                }
            },
            app =>
            {
                app.MapSoap();
                app.MapPatientPortal();
                if (demo)
                {
                    app.MapDemoInbox();
                }
            });
    }

    /// <summary>Before the doors open: the schema of SQLite and of the demo is brought up to date, elsewhere it is checked.</summary>
    public static async Task PrepareAsync(WebApplication app, CancellationToken ct)
    {
        var migrator = app.Services.GetRequiredService<Migrator>();
        if (app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider is DatabaseProvider.Sqlite)
        {
            await migrator.ApplyAsync(ct);
        }
        else if (await migrator.PendingAsync(ct) is { Count: > 0 } pending)
        {
            throw new InvalidOperationException(
                $"The schema lacks {string.Join(", ", pending)}; run: carnet migrate");
        }
    }
}
