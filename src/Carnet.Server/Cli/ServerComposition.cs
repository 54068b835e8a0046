using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Storage;
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
    };

    public static WebApplication Build(IReadOnlyDictionary<string, string?> settings, bool demo)
    {
        return CarnetHost.Build(
            settings,
            services =>
            {
            },
            app =>
            {
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
