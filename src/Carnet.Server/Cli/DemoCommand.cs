using System.CommandLine;
using Carnet.Server.Demo;
using Carnet.Server.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Cli;

/// <summary><c>carnet demo</c>.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var reset = new Command("reset", "Efface le monde de démonstration et le refait") { ServeCommand.Data };
        reset.SetAction((parsed, ct) => ResetAsync(parsed.GetValue(ServeCommand.Data), ct));
        return new Command("demo", "Monde de démonstration") { reset };
    }

    private static async Task<int> ResetAsync(string? data, CancellationToken ct)
    {
        if (Refusal(data) is { } refusal)
        {
            Console.Error.WriteLine(refusal);
            return ExitCodes.WrongUse;
        }

        await using var workshop = await Workshop.OpenAsync(data, demo: true, ct);
        await workshop.Services.GetRequiredService<DemoWorld>().FillAsync(ct);
        Console.WriteLine($"Le monde de démonstration est refait : {Path.Combine(workshop.DemoFolder, "people.json")}");
        return ExitCodes.Done;
    }

    /// <summary>Deletes the demo world, or says why not.</summary>
    private static string? Refusal(string? data)
    {
        using var app = ServerComposition.Build(ServerComposition.Settings(data), demo: true);
        var folder = app.Services.GetRequiredService<IOptions<DataOptions>>().Value;
        var database = app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        if (!File.Exists(Path.Combine(folder.Demo, "ca.pem")))
        {
            return $"« {folder.Directory} » n'est pas un monde de démonstration (demo/ca.pem manque) : rien n'est effacé.";
        }

        if (database.Kind is not DatabaseProvider.Sqlite || !string.IsNullOrEmpty(database.ConnectionString))
        {
            return "Le monde de démonstration n'est pas dans le fichier de son dossier : effacez la base vous-même.";
        }

        var file = Path.Combine(folder.Directory, "carnet.db");
        if (File.Exists(file) && IsInUse(file))
        {
            return "Un serveur travaille sur ce dossier : arrêtez-le d'abord.";
        }

        // The people go first: without people.json, a world that was half deleted is filled again at the next start.
        File.Delete(Path.Combine(folder.Demo, "people.json"));
        new[] { file, file + "-wal", file + "-shm" }.ToList().ForEach(File.Delete);
        foreach (var part in new[] { folder.Keys, folder.Demo }.Where(Directory.Exists))
        {
            Directory.Delete(part, recursive: true);
        }

        return null;
    }

    // Leaving write-ahead mode needs the file for oneself, which any other open connection prevents.
    private static bool IsInUse(string file)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 1 };
        using var database = new SqliteConnection(connection.ToString());
        try
        {
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=DELETE";
            command.ExecuteNonQuery();
            return false;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode is 5 or 6)
        {
            return true;
        }
        catch (SqliteException)
        {
            return false; // A broken file may be deleted.
        }
    }
}
