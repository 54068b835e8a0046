using Carnet.Domain.Access;
using Carnet.Domain.Records;
using Carnet.Server.Features.Access;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Records;

/// <summary>A record as every use case needs it: the facts for a decision and the key to its sealed columns.</summary>
internal sealed record OpenedRecord(RecordFacts Facts, RecordKey Key, byte[] SealedDetails) : IDisposable
{
    public RecordId Id => Facts.Id;

    public RecordDetails Details() => RecordDetails.Open(Key, SealedDetails);

    public void Dispose() => Key.Dispose();

    public override string ToString() => $"record {Id}";
}

/// <summary>What another room reads of the same record in the same round trip.</summary>
internal interface IReadAlong
{
    /// <summary>One select with the parameter <c>@record</c>.</summary>
    string Sql { get; }

    Task ReadAsync(StoredReader reader, CancellationToken ct);
}

/// <summary>What this room shows to the others.</summary>
internal interface IRecords
{
    /// <summary>The record with its grants, or null where there is none. The caller disposes it.</summary>
    /// <param name="along">Read too, where the record exists.</param>
    Task<OpenedRecord?> FindAsync(CarnetDb db, RecordId id, CancellationToken ct, IReadAlong? along = null);
}

/// <summary>Reads a record, its key and its grants in one round trip.</summary>
/// <remarks>
/// Every call of every door begins here, so this is plain SQL. The connection is left open for the queries that follow;
/// the context closes it.
/// </remarks>
internal sealed class Records(KeyWrap wrap) : IRecords
{
    private const string Sql = """
        select record.status, record.break_glass_refused, record.samu_refused, record.masked_in_emergency, record.sealed,
            record_key.wrapped
        from record join record_key on record_key.record_id = record.record_id
        where record.record_id = @record;
        select holder, blocked, treating, since, until_at from professional_grant where record_id = @record
        """;

    public async Task<OpenedRecord?> FindAsync(CarnetDb db, RecordId id, CancellationToken ct, IReadAlong? along = null)
    {
        await db.Database.OpenConnectionAsync(ct);
        var sqlite = db.Database.IsSqlite();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = along is null ? Sql : $"{Sql};\n{along.Sql}";
        var record = command.CreateParameter();
        record.ParameterName = "@record";
        record.Value = sqlite ? id.Value.ToByteArray(bigEndian: true) : id.Value;
        command.Parameters.Add(record);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var reader = new StoredReader(rows, sqlite);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var status = (RecordStatus)reader.Int16(0);
        var (glass, samu, masked) = (reader.Boolean(1), reader.Boolean(2), reader.Boolean(3));
        var details = reader.Bytes(4);
        var key = wrap.Open(id, reader.Bytes(5));
        await reader.NextResultAsync(ct);
        List<Grant> grants = [];
        while (await reader.ReadAsync(ct))
        {
            grants.Add(new GrantRow
            {
                RecordId = id,
                Holder = reader.Text(0),
                Blocked = reader.Boolean(1),
                Treating = reader.Boolean(2),
                Since = reader.Instant(3),
                Until = reader.InstantOrNull(4),
            }.ToGrant());
        }

        if (along is not null)
        {
            await reader.NextResultAsync(ct);
            await along.ReadAsync(reader, ct);
        }

        return new OpenedRecord(new RecordFacts(id, status, glass, samu, masked, [.. grants]), key, details);
    }
}
