using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Platform.Storage;

/// <summary>Applies the hand-written SQL of <c>Platform/Migrations/{provider}</c> in order, each file once.</summary>
internal sealed class Migrator(IDbContextFactory<CarnetDb> databases, TimeProvider clock)
{
    /// <summary>Brings the schema up to date; the names of what was applied.</summary>
    public async Task<IReadOnlyList<string>> ApplyAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await db.Database.ExecuteSqlRawAsync(
            "create table if not exists schema_version (name varchar(100) primary key, applied_at varchar(40) not null)", ct);
        List<string> applied = [];
        foreach (var name in await PendingAsync(db, ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await using (var command = db.Database.GetDbConnection().CreateCommand())
            {
                command.CommandText = Script(db, name);
                command.Transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions
                    .GetDbTransaction(transaction);
                await command.ExecuteNonQueryAsync(ct);
            }

            await db.Database.ExecuteSqlAsync(
                $"insert into schema_version (name, applied_at) values ({name}, {clock.GetUtcNow().ToString("O")})", ct);
            await transaction.CommitAsync(ct);
            applied.Add(name);
        }

        return applied;
    }

    /// <summary>The files that are still to be applied.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Database.CanConnectAsync(ct) && await HasVersionsAsync(db, ct)
            ? await PendingAsync(db, ct)
            : [.. Names(db)];
    }

    private static async Task<IReadOnlyList<string>> PendingAsync(CarnetDb db, CancellationToken ct)
    {
        var known = await db.Database.SqlQueryRaw<string>("select name as \"Value\" from schema_version").ToListAsync(ct);
        return [.. Names(db).Except(known).Order(StringComparer.Ordinal)];
    }

    private static async Task<bool> HasVersionsAsync(CarnetDb db, CancellationToken ct)
    {
        var catalogue = db.Database.IsSqlite()
            ? "select name as \"Value\" from sqlite_master where name = 'schema_version'"
            : "select table_name::text as \"Value\" from information_schema.tables where table_name = 'schema_version'";
        return await db.Database.SqlQueryRaw<string>(catalogue).AnyAsync(ct);
    }

    private static IEnumerable<string> Names(CarnetDb db)
        => from resource in Assembly.GetExecutingAssembly().GetManifestResourceNames()
           where resource.StartsWith(Folder(db), StringComparison.Ordinal)
           select resource[Folder(db).Length..^".sql".Length];

    private static string Script(CarnetDb db, string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder(db) + name + ".sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Folder(CarnetDb db)
        => $"Carnet.Server.Platform.Migrations.{(db.Database.IsSqlite() ? "Sqlite" : "PostgreSql")}.";
}
