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

/// <summary>What this room shows to the others.</summary>
internal interface IRecords
{
    /// <summary>The record with its grants, or null where there is none. The caller disposes it.</summary>
    Task<OpenedRecord?> FindAsync(CarnetDb db, RecordId id, CancellationToken ct);
}

/// <summary>Reads a record in two statements.</summary>
/// <remarks>The compiled queries are this object's own: one process may serve SQLite and PostgreSQL, as the tests do.</remarks>
internal sealed class Records(KeyWrap wrap) : IRecords
{
    private readonly Func<CarnetDb, RecordId, Task<Found?>> _record =
        EF.CompileAsyncQuery((CarnetDb db, RecordId id) => db.Set<RecordRow>().AsNoTracking()
            .Where(record => record.RecordId == id)
            .Join(db.Set<RecordKeyRow>(), record => record.RecordId, key => key.RecordId,
                (record, key) => new Found(record, key.Wrapped))
            .SingleOrDefault());

    private readonly Func<CarnetDb, RecordId, IAsyncEnumerable<GrantRow>> _grants =
        EF.CompileAsyncQuery((CarnetDb db, RecordId id) => db.Set<GrantRow>().AsNoTracking()
            .Where(grant => grant.RecordId == id));

    public async Task<OpenedRecord?> FindAsync(CarnetDb db, RecordId id, CancellationToken ct)
    {
        if (await _record(db, id) is not { } found)
        {
            return null;
        }

        List<Grant> grants = [];
        await foreach (var grant in _grants(db, id).WithCancellation(ct))
        {
            grants.Add(grant.ToGrant());
        }

        var row = found.Record;
        return new OpenedRecord(
            new RecordFacts(row.RecordId, row.Status, row.BreakGlassRefused, row.SamuRefused, row.MaskedInEmergency,
                [.. grants]),
            wrap.Open(row.RecordId, found.Wrapped),
            row.Sealed);
    }

    private sealed record Found(RecordRow Record, byte[] Wrapped);
}
