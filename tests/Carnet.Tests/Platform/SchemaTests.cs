using System.Data.Common;
using System.Globalization;
using Carnet.Server.Platform.Storage;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Carnet.Tests.Platform;

/// <summary>The hand-written SQL against the EF model, on both databases.</summary>
public sealed class SchemaTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    /// <summary>Tables that belong to no record, or that find one; on Citus they are reference tables (design §4).</summary>
    private static readonly string[] ReferenceTables =
        [
            "account_login", "campaign", "destruction", "directory_activity", "directory_replacement", "directory_structure",
            "establishment_agreement", "identity_proof", "login_attempt", "operator_account", "passkey_login", "password_try", "recovery_attempt",
            "registered_person", "registered_software", "rule_version", "seen_token", "session", "suspension",
            "trail_batch", "trait_index", "web_context",
        ];

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Migrations_apply_from_empty_and_a_second_time_change_nothing(string database)
    {
        var house = await databases.OnAsync(database);
        Assert.Empty(await house.Get<Migrator>().PendingAsync(default));
        Assert.Empty(await house.Get<Migrator>().ApplyAsync(default));
        await using var db = await house.OpenAsync();
        var applied = await db.Database.SqlQueryRaw<string>("select name as \"Value\" from schema_version").ToListAsync();
        Assert.Contains("0001_create", applied);
        Assert.All(applied, name => Assert.Matches("^[0-9]{4}_[a-z_]+$", name));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_migrated_schema_is_the_one_that_the_model_expects(string database)
    {
        await using var db = await (await databases.OnAsync(database)).OpenAsync();
        var expected = Model(db).Order(StringComparer.Ordinal);
        var actual = (await SchemaAsync(db)).Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Every_table_of_a_record_is_keyed_by_the_record_first(string database)
    {
        await using var db = await (await databases.OnAsync(database)).OpenAsync();
        foreach (var table in db.Model.GetEntityTypes())
        {
            if (ReferenceTables.Contains(table.GetTableName()))
            {
                continue;
            }

            var keys = table.GetKeys().Select(key => key.Properties)
                .Concat(table.GetIndexes().Where(index => index.IsUnique).Select(index => index.Properties))
                .Concat(table.GetForeignKeys().Select(key => key.Properties));
            Assert.All(keys, key => Assert.Equal("record_id", key[0].GetColumnName()));
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Every_reference_table_exists(string database)
    {
        await using var db = await (await databases.OnAsync(database)).OpenAsync();
        Assert.Subset(db.Model.GetEntityTypes().Select(table => table.GetTableName()!).ToHashSet(), ReferenceTables.ToHashSet());
    }

    /// <summary>One line for each column, key and index of the model.</summary>
    private static IEnumerable<string> Model(CarnetDb db)
    {
        foreach (var table in db.Model.GetEntityTypes())
        {
            var name = table.GetTableName()!;
            foreach (var column in table.GetProperties())
            {
                yield return $"{name}.{column.GetColumnName()} {Family(column.GetColumnType())}{(column.IsColumnNullable() ? " null" : "")}";
            }

            yield return $"{name} key {Columns(table.FindPrimaryKey()!.Properties)}";
            foreach (var index in table.GetIndexes())
            {
                yield return $"{name} index {index.GetDatabaseName()}{(index.IsUnique ? " unique" : "")}"
                    + $"{(index.GetFilter() is null ? "" : " filtered")} {Columns(index.Properties)}";
            }
        }
    }

    private static string Columns(IEnumerable<IReadOnlyProperty> properties)
        => string.Join(',', properties.Select(property => property.GetColumnName()));

    private static string Family(string type) => type.ToLowerInvariant().Replace("character varying", "varchar", StringComparison.Ordinal)
        .Replace("timestamp with time zone", "timestamptz", StringComparison.Ordinal);

    private static async Task<List<string>> SchemaAsync(CarnetDb db)
        => db.Database.IsSqlite() ? await SqliteAsync(db) : await PostgresAsync(db);

    private static async Task<List<string>> SqliteAsync(CarnetDb db)
    {
        List<string> lines = [];
        foreach (var row in await RowsAsync(db, "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> 'schema_version'"))
        {
            var table = row[0];
            List<(int Place, string Name)> key = [];
            foreach (var column in await RowsAsync(db, $"pragma table_info({table})"))
            {
                lines.Add($"{table}.{column[1]} {column[2].ToLowerInvariant()}{(column[3] == "0" ? " null" : "")}");
                if (column[5] != "0")
                {
                    key.Add((int.Parse(column[5], CultureInfo.InvariantCulture), column[1]));
                }
            }

            lines.Add($"{table} key {string.Join(',', key.Order().Select(column => column.Name))}");
            foreach (var index in await RowsAsync(db, $"pragma index_list({table})"))
            {
                if (index[3] == "c")
                {
                    var columns = (await RowsAsync(db, $"pragma index_info({index[1]})")).Select(column => column[2]);
                    lines.Add($"{table} index {index[1]}{(index[2] == "1" ? " unique" : "")}{(index[4] == "1" ? " filtered" : "")} {string.Join(',', columns)}");
                }
            }
        }

        return lines;
    }

    private static async Task<List<string>> PostgresAsync(CarnetDb db)
    {
        List<string> lines = [];
        foreach (var column in await RowsAsync(db, """
            select table_name, column_name, data_type, coalesce(character_maximum_length::text, ''), is_nullable
            from information_schema.columns where table_schema = 'public' and table_name <> 'schema_version'
            """))
        {
            var length = column[3] is "" ? "" : $"({column[3]})";
            lines.Add($"{column[0]}.{column[1]} {Family(column[2])}{length}{(column[4] == "YES" ? " null" : "")}");
        }

        foreach (var index in await RowsAsync(db, """
            select t.relname, i.relname, x.indisprimary::text, x.indisunique::text, (x.indpred is not null)::text,
                (select string_agg(a.attname, ',' order by k.place) from unnest(x.indkey) with ordinality k(attnum, place)
                    join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum)
            from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
            join pg_namespace n on n.oid = t.relnamespace where n.nspname = 'public' and t.relname <> 'schema_version'
            """))
        {
            lines.Add(index[2] == "true"
                ? $"{index[0]} key {index[5]}"
                : $"{index[0]} index {index[1]}{(index[3] == "true" ? " unique" : "")}{(index[4] == "true" ? " filtered" : "")} {index[5]}");
        }

        return lines;
    }

    private static async Task<List<string[]>> RowsAsync(CarnetDb db, string sql)
    {
        await db.Database.OpenConnectionAsync();
        await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        List<string[]> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!)]);
        }

        return rows;
    }
}
