using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Retention;

/// <summary>Looks whether what a certificate says is true of a database.</summary>
/// <remarks>
/// The certificate does not say which record it was, so every record that has a row is looked at: a slow and thorough
/// answer for an audit. Source: rules L-8, T-3.
/// </remarks>
internal sealed class DestructionCheck(IDbContextFactory<CarnetDb> databases)
{
    /// <summary>What contradicts the certificate, in a French sentence; or null.</summary>
    public async Task<string?> ContradictionAsync(DestructionFacts facts, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var hash = Convert.FromHexString(facts.RecordHash);
        foreach (var table in RecordTables.Of(db).Tables)
        {
            await foreach (var record in RecordsOf(db, table).WithCancellation(ct))
            {
                if (DestructionCertificate.HashOf(record).AsSpan().SequenceEqual(hash))
                {
                    return table.Name == "record_key"
                        ? "La clé du carnet est encore là (table record_key)."
                        : $"Des lignes du carnet sont encore là (table {table.Name}).";
                }
            }
        }

        var told = await db.Set<TraceRow>().AsNoTracking()
            .Where(trace => trace.Batch == facts.TrailBatch && trace.Act == TraceAct.DestroyRecord)
            .Select(trace => trace.RecordId).ToListAsync(ct);
        return told.Exists(record => DestructionCertificate.HashOf(record).AsSpan().SequenceEqual(hash))
            ? null
            : $"Le lot {facts.TrailBatch} du registre ne parle pas de cette destruction.";
    }

    private static IAsyncEnumerable<RecordId> RecordsOf(CarnetDb db, RecordTable table) => db.Database.IsSqlite()
        ? db.Database.SqlQueryRaw<byte[]>(table.Records).AsAsyncEnumerable()
            .Select(bytes => new RecordId(new Guid(bytes, bigEndian: true)))
        : db.Database.SqlQueryRaw<Guid>(table.Records).AsAsyncEnumerable().Select(id => new RecordId(id));
}
