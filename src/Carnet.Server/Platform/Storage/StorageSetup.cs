using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Carnet.Server.Platform.Storage;

/// <summary>Chooses the database.</summary>
internal static class StorageSetup
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddPooledDbContextFactory<CarnetDb>((provider, options) => Configure(
            options, provider.GetRequiredService<IOptions<DatabaseOptions>>().Value,
            provider.GetRequiredService<IOptions<DataOptions>>().Value));
        services.AddSingleton<Migrator>();
        return services;
    }

    private static void Configure(DbContextOptionsBuilder options, DatabaseOptions database, DataOptions data)
    {
        options.EnableThreadSafetyChecks(false);
        switch (database.Kind)
        {
            case DatabaseProvider.Sqlite:
                options.UseSqlite(SqliteConnectionString(database, data)).AddInterceptors(new SqlitePragmas());
                break;
            case DatabaseProvider.PostgreSql:
                options.UseNpgsql(PostgreSqlConnectionString(database), npgsql => npgsql.MaxBatchSize(500));
                break;
        }
    }

    // The same few statements over and over: prepared, PostgreSQL neither parses nor plans them again. Whoever pools
    // transactions outside says "Max Auto Prepare=0". Nothing we do outlives its transaction (the one lock neither), so
    // a session needs no reset of seven statements before its next use.
    private static string PostgreSqlConnectionString(DatabaseOptions database)
    {
        var built = new NpgsqlConnectionStringBuilder(database.ConnectionString) { NoResetOnClose = true };
        if (!database.ConnectionString!.Contains("Auto Prepare", StringComparison.OrdinalIgnoreCase))
        {
            built.MaxAutoPrepare = 100;
        }

        return built.ConnectionString;
    }

    public static string SqliteConnectionString(DatabaseOptions database, DataOptions data)
    {
        if (!string.IsNullOrEmpty(database.ConnectionString))
        {
            return database.ConnectionString;
        }

        Directory.CreateDirectory(data.Directory);
        return new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(data.Directory, "carnet.db"),
            DefaultTimeout = 30,
        }.ToString();
    }
}
