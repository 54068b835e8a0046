using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Carnet.Server.Platform.Storage;

/// <summary>Insert statements made from the maps of the rooms, for rows that are only ever added.</summary>
/// <remarks>
/// What a change tracker does for a new row (snapshots, a graph, an order of commands) costs more than writing it.
/// Table, columns and conversions still come from the one map that queries use. PostgreSQL only: its positional
/// parameters need no parsing, and a batch of them is one round trip and one transaction.
/// </remarks>
internal static class RowInserts
{
    private static readonly ConcurrentDictionary<Type, RowInsert> Known = new();

    /// <summary>The statement that adds one row.</summary>
    public static NpgsqlBatchCommand For(CarnetDb db, object row)
        => Known.GetOrAdd(row.GetType(), static (type, model) => new RowInsert(model.FindEntityType(type)
            ?? throw new InvalidOperationException($"No map for {type.Name}.")), db.Model).Of(row);
}

/// <summary>How one kind of row is added.</summary>
internal sealed class RowInsert
{
    private readonly string _sql;
    private readonly Column[] _columns;

    public RowInsert(IEntityType type)
    {
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        _columns = [.. type.GetProperties().Select(property => new Column(property))];
        var names = type.GetProperties().Select(property => property.GetColumnName(table));
        var places = Enumerable.Range(1, _columns.Length).Select(place => $"${place}");
        _sql = $"insert into {table.Name} ({string.Join(", ", names)}) values ({string.Join(", ", places)})";
    }

    public NpgsqlBatchCommand Of(object row)
    {
        var command = new NpgsqlBatchCommand(_sql);
        foreach (var column in _columns)
        {
            command.Parameters.Add(column.Of(row));
        }

        return command;
    }

    private sealed class Column
    {
        private readonly Func<object, object?> _read;
        private readonly Func<object?, object?>? _convert;
        private readonly NpgsqlTypes.NpgsqlDbType _type;

        public Column(IProperty property)
        {
            var mapping = property.GetRelationalTypeMapping();
            using var command = new NpgsqlCommand();
            var sample = (NpgsqlParameter)mapping.CreateParameter(command, "sample", null, nullable: true);
            (_convert, _type) = (mapping.Converter?.ConvertToProvider, sample.NpgsqlDbType);
            _read = property.GetGetter().GetClrValueUsingContainingEntity;
        }

        public NpgsqlParameter Of(object row)
        {
            var value = _read(row);
            return new NpgsqlParameter
            {
                NpgsqlDbType = _type,
                Value = (_convert is null || value is null ? value : _convert(value)) ?? DBNull.Value,
            };
        }
    }
}
