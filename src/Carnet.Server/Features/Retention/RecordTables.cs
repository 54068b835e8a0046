using Carnet.Domain.Records;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Carnet.Server.Features.Retention;

/// <summary>Every table that holds rows of a record, as the model says, so that a new one is never forgotten.</summary>
/// <remarks>
/// The trail is not among them: its lines stay in their places, for the hash tree must still verify, and what they say of
/// the person was sealed under the key that is gone.
/// </remarks>
internal sealed class RecordTables
{
    private const string Column = "record_id";
    private static readonly Type[] Kept = [typeof(TraceRow), typeof(DestructionRow)];

    private readonly bool _sqlite;

    private RecordTables(CarnetDb db)
    {
        _sqlite = db.Database.IsSqlite();
        Tables =
        [
            .. db.Model.GetEntityTypes().Where(table => !Kept.Contains(table.ClrType)
                    && table.GetProperties().Any(property => property.GetColumnName() == Column))
                .Select(Of).OrderBy(table => table.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<RecordTable> Tables { get; }

    public static RecordTables Of(CarnetDb db) => new(db);

    /// <summary>How many rows a record has in each table that has any.</summary>
    public async Task<SortedDictionary<string, long>> CountAsync(CarnetDb db, RecordId record, CancellationToken ct)
    {
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach (var table in Tables)
        {
            if (await CountAsync(db, table, record, ct) is var count and > 0)
            {
                counts[table.Name] = count;
            }
        }

        return counts;
    }

    /// <summary>Deletes some rows of a record; runs inside the ledger's transaction.</summary>
    /// <param name="most">Bounds one commit.</param>
    public void Delete(CarnetDb db, RecordTable table, RecordId record, int most)
    {
        if (_sqlite)
        {
            // What was deleted must not be found in the file's free pages.
            db.Database.ExecuteSqlRaw("PRAGMA secure_delete=ON");
        }

        db.Database.ExecuteSqlRaw(table.Delete(most), Parameter(record));
    }

    private async Task<long> CountAsync(CarnetDb db, RecordTable table, RecordId record, CancellationToken ct)
        => await db.Database.SqlQueryRaw<long>(table.Count, Parameter(record)).SingleAsync(ct);

    private object Parameter(RecordId record) => _sqlite
        ? new SqliteParameter("@record", record.Value.ToByteArray(bigEndian: true))
        : new NpgsqlParameter("@record", record.Value);

    private static RecordTable Of(IEntityType table) => new(
        table.GetTableName()!,
        [.. table.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName()).Where(name => name != Column)]);
}

/// <summary>One table with the rest of its key. All names come from the model, never from a request.</summary>
internal sealed record RecordTable(string Name, IReadOnlyList<string> Key)
{
    public string Count => $"select count(*) as \"Value\" from {Name} where record_id = @record";

    /// <summary>One line for each record that has a row.</summary>
    public string Records => $"select distinct record_id as \"Value\" from {Name} where record_id is not null";

    public string Delete(int most) => Key.Count == 0
        ? $"delete from {Name} where record_id = @record"
        : $"delete from {Name} where record_id = @record and ({string.Join(", ", Key)}) in "
            + $"(select {string.Join(", ", Key)} from {Name} where record_id = @record limit {most})";
}
