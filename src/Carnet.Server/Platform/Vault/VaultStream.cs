using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Platform.Vault;

/// <summary>Reads a content piece by piece from the database; holds one piece at a time.</summary>
internal sealed class VaultStream(IDbContextFactory<CarnetDb> databases, RecordId record, Guid blob, RecordKey key) : Stream
{
    private byte[] _piece = [];
    private int _offset;
    private int _next;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_offset == _piece.Length && !_ended)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            Take(await Chunk(db).SingleOrDefaultAsync(cancellationToken));
        }

        return Copy(buffer.Span);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_offset == _piece.Length && !_ended)
        {
            using var db = databases.CreateDbContext();
            Take(Chunk(db).SingleOrDefault());
        }

        return Copy(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private IQueryable<VaultChunkRow> Chunk(CarnetDb db) => db.Set<VaultChunkRow>().AsNoTracking()
        .Where(chunk => chunk.RecordId == record && chunk.BlobId == blob && chunk.Part == _next);

    private void Take(VaultChunkRow? chunk)
    {
        if (chunk is null)
        {
            _ended = true;
            return;
        }

        (_piece, _offset) = (Vault.Decode(chunk, key), 0);
        _next++;
    }

    private int Copy(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _piece.Length - _offset);
        _piece.AsSpan(_offset, count).CopyTo(buffer);
        _offset += count;
        return count;
    }
}
