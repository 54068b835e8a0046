using System.Data.Common;
using Carnet.Domain.Access;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>Asks in one round trip whether an entry was counted today, and what account and structure have counted.</summary>
internal sealed class VisitFacts(RecordId record, string holder, string structure, int day, bool emergency)
{
    private const string Sql = """
        select case when exists(select 1 from patient_visit where record_id = @record and day = @day and holder = @holder
                and (emergency or not @emergency)) then 1 else 0 end,
            (select kind from directory_structure where structure_id = @structure)
        """;

    private const string OfPersonSql = """
        ; select count(distinct record_id), count(distinct case when emergency then record_id end) from patient_visit
        where day = @day and holder = @holder
        """;

    private const string OfStructureSql = """
        ; select count(distinct record_id), count(distinct case when emergency then record_id end) from patient_visit
        where day = @day and structure_id = @structure
        """;

    public bool Counted { get; private set; }

    public string? StructureKind { get; private set; }

    public VisitCount? OfPerson { get; private set; }

    public VisitCount? OfStructure { get; private set; }

    public async Task<VisitFacts> ReadAsync(CarnetDb db, bool ofPerson, bool ofStructure, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = Sql + (ofPerson ? OfPersonSql : "") + (ofStructure ? OfStructureSql : "");
        Add(command, "@record", db.Database.IsSqlite() ? record.Value.ToByteArray(bigEndian: true) : record.Value);
        Add(command, "@day", day);
        Add(command, "@holder", holder);
        Add(command, "@structure", structure);
        Add(command, "@emergency", emergency);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        Counted = reader.GetInt32(0) == 1;
        StructureKind = await reader.IsDBNullAsync(1, ct) ? null : reader.GetString(1);
        OfPerson = ofPerson ? await CountAsync(reader, ct) : null;
        OfStructure = ofStructure ? await CountAsync(reader, ct) : null;
        return this;
    }

    private static async Task<VisitCount> CountAsync(DbDataReader reader, CancellationToken ct)
    {
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        return new VisitCount((int)reader.GetInt64(0), (int)reader.GetInt64(1));
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
