using System.Data.Common;

namespace Carnet.Server.Platform.Storage;

/// <summary>Reads columns as they lie in either database, for the few queries that are written by hand.</summary>
/// <remarks>The counterpart of <see cref="Converters"/>.</remarks>
internal sealed class StoredReader(DbDataReader reader, bool sqlite)
{
    public Task<bool> ReadAsync(CancellationToken ct) => reader.ReadAsync(ct);

    public Task<bool> NextResultAsync(CancellationToken ct) => reader.NextResultAsync(ct);

    public short Int16(int column) => reader.GetInt16(column);

    public int Int32(int column) => reader.GetInt32(column);

    public long Int64(int column) => reader.GetInt64(column);

    public bool Boolean(int column) => reader.GetBoolean(column);

    public string Text(int column) => reader.GetString(column);

    public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

    public Guid Id(int column) => sqlite ? new Guid(Bytes(column), bigEndian: true) : reader.GetGuid(column);

    public Guid? IdOrNull(int column) => reader.IsDBNull(column) ? null : Id(column);

    public DateTimeOffset Instant(int column)
        => sqlite ? Instants.FromMicro(reader.GetInt64(column)) : reader.GetFieldValue<DateTimeOffset>(column);

    public DateTimeOffset? InstantOrNull(int column) => reader.IsDBNull(column) ? null : Instant(column);
}
