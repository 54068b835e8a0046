using System.Diagnostics;
using Npgsql;

namespace Carnet.Tests.Support;

/// <summary>A PostgreSQL of the test run's own, or the one that <c>CARNET_TEST_POSTGRES</c> names.</summary>
/// <remarks>
/// The cluster lies in memory where the machine has room for it, else in a temporary folder (each test class has a
/// database of its own: some nine hundred files made and removed again), speaks over a Unix socket only and keeps fsync
/// on. The shell that guards it waits for its standard input to close: so it stops when the test run ends, however it ends.
/// </remarks>
internal static class PostgresCluster
{
    private const string Variable = "CARNET_TEST_POSTGRES";

    private const string Script = """
        set -e
        room=$(df -kP /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
        place=/tmp
        if [ -w /dev/shm ] && [ "${room:-0}" -ge 4000000 ]; then place=/dev/shm; fi
        dir=$(mktemp -d "$place/carnet-pg-XXXXXX")
        trap '"$BIN/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1; rm -rf "$dir"' EXIT
        "$BIN/initdb" -D "$dir/data" -U carnet -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1
        "$BIN/pg_ctl" -D "$dir/data" -w -l "$dir/log" -o "-k $dir -c listen_addresses= -c max_connections=400" start >/dev/null
        echo "$dir"
        read -r _ || true
        """;

    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    /// <summary>Why there is none, with the sentence that repairs it; null where there is one.</summary>
    public static string? Absence { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } || Binaries() is not null
        ? null
        : $"no PostgreSQL: apt-get install postgresql, or name one in {Variable}";

    /// <summary>Connection string of a new, empty database.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        var admin = await Started.Value;
        var name = "carnet_" + Guid.CreateVersion7().ToString("N");
        await ExecuteAsync(admin, $"create database {name}");
        return new NpgsqlConnectionStringBuilder(admin) { Database = name, MaxPoolSize = 20 }.ConnectionString;
    }

    public static async Task DropDatabaseAsync(string connectionString)
    {
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync(await Started.Value, $"drop database if exists {name} with (force)");
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return given;
        }

        // initdb refuses to run as root.
        string[] command = Environment.UserName == "root"
            ? ["runuser", "-u", "postgres", "--", "sh", "-c", Script]
            : ["sh", "-c", Script];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/tmp",
            Environment = { ["BIN"] = Binaries() },
        };
        var guard = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            guard.StandardInput.Close();
            guard.WaitForExit();
        };
        var folder = await guard.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The PostgreSQL of the tests did not start.");
        return new NpgsqlConnectionStringBuilder
        {
            Host = folder,
            Username = "carnet",
            Database = "postgres",
            Pooling = false,
        }.ConnectionString;
    }

    private static string? Binaries()
    {
        const string Packages = "/usr/lib/postgresql";
        return Directory.Exists(Packages)
            ? Directory.EnumerateDirectories(Packages).OrderDescending(StringComparer.Ordinal)
                .Select(folder => Path.Combine(folder, "bin"))
                .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "pg_ctl")))
            : null;
    }
}
