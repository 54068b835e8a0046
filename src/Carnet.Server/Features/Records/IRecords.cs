using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
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

/// <summary>Reads a record, its key and what people have said about it in one round trip.</summary>
/// <remarks>
/// Every call of every door begins here, so this is plain SQL. The connection is left open for the queries that follow;
/// the context closes it.
/// </remarks>
internal sealed class Records(KeyWrap wrap) : IRecords
{
    private const string Sql = """
        select record.status, record.break_glass_refused, record.samu_refused, record.masked_in_emergency, record.sealed,
            record_key.wrapped, record.mask_new, record.mask_reimbursements
        from record join record_key on record_key.record_id = record.record_id
        where record.record_id = @record;
        select 0, holder, '', blocked, treating, 0, since, until_at from professional_grant where record_id = @record
        union all select 1, '', structure_id, consented, false, 0, since, until_at from care_team where record_id = @record
        union all select 2, holder, structure_id, false, false, mode, since, until_at from emergency_window
            where record_id = @record
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
        var (maskNew, maskReimbursements) = (reader.Boolean(6), reader.Boolean(7));
        await reader.NextResultAsync(ct);
        var facts = await SaidAsync(reader, new RecordFacts(id, status, glass, samu, masked, [])
        {
            MaskNewDocuments = maskNew,
            MaskReimbursements = maskReimbursements,
        }, ct);
        if (along is not null)
        {
            await reader.NextResultAsync(ct);
            await along.ReadAsync(reader, ct);
        }

        return new OpenedRecord(facts, key, details);
    }

    // What people have said, a line each: grants, stays, emergencies.
    private static async Task<RecordFacts> SaidAsync(StoredReader reader, RecordFacts facts, CancellationToken ct)
    {
        List<Grant> grants = [];
        List<CareTeam> teams = [];
        List<EmergencyWindow> emergencies = [];
        while (await reader.ReadAsync(ct))
        {
            var (since, until) = (reader.Instant(6), reader.InstantOrNull(7));
            switch (reader.Int32(0))
            {
                case 0:
                    grants.Add(new Grant(Person(reader), reader.Boolean(3), reader.Boolean(4), since, until));
                    break;
                case 1:
                    teams.Add(new CareTeam(Structure(reader), reader.Boolean(3), since, until!.Value));
                    break;
                case 2:
                    emergencies.Add(new EmergencyWindow(
                        Person(reader), Structure(reader), (AccessMode)reader.Int32(5), since, until!.Value));
                    break;
            }
        }

        return facts with { Grants = [.. grants], Teams = [.. teams], Emergencies = [.. emergencies] };
    }

    private static PsIdNat Person(StoredReader reader) => PsIdNat.TryCreate(reader.Text(1), out var person)
        ? person
        : throw new InvalidOperationException("A stored PS_IdNat does not hold its own check.");

    private static StructIdNat Structure(StoredReader reader) => StructIdNat.TryCreate(reader.Text(2), out var structure)
        ? structure
        : throw new InvalidOperationException("A stored Struct_IdNat does not hold its own check.");
}
