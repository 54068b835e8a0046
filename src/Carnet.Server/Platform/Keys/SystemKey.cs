using Carnet.Domain.Records;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Platform.Keys;

/// <summary>The data key for what belongs to no record: traces of refused tokens, names in the directory.</summary>
/// <remarks>It lies wrapped like a record's, under the empty record number; made when it is first asked for.</remarks>
internal sealed class SystemKey(IDbContextFactory<CarnetDb> databases, KeyWrap wrap, ILedger ledger)
    : IDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private byte[]? _wrapped;

    /// <summary>A key of the caller's own, to be disposed.</summary>
    public async ValueTask<RecordKey> OpenAsync(CancellationToken ct)
    {
        if (_wrapped is null)
        {
            await _opening.WaitAsync(ct);
            try
            {
                _wrapped ??= await FindAsync(ct) ?? await CreateAsync(ct);
            }
            finally
            {
                _opening.Release();
            }
        }

        return wrap.Open(RecordId.None, _wrapped);
    }

    public void Dispose() => _opening.Dispose();

    private async Task<byte[]> CreateAsync(CancellationToken ct)
    {
        var wrapped = wrap.Create(RecordId.None);
        var entry = new LedgerEntry();
        entry.Rows.Add(new RecordKeyRow { RecordId = RecordId.None, Wrapped = wrapped });
        return await ledger.WriteAsync(entry) is LedgerResult.Stored
            ? wrapped
            : await FindAsync(ct) ?? throw new InvalidOperationException("The system key cannot be read.");
    }

    private async Task<byte[]?> FindAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<RecordKeyRow>().Where(key => key.RecordId == RecordId.None)
            .Select(key => key.Wrapped).SingleOrDefaultAsync(ct);
    }
}
