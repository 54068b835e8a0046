namespace Carnet.Wire.Soap;

/// <summary>The bytes of the current part, counted against its limit.</summary>
internal sealed class MtomPartStream(MtomBuffer buffer, long limit, Func<WireFormatException> tooLarge) : Stream
{
    private long _read;
    private bool _closed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (target.IsEmpty || !await buffer.MoreAsync(cancellationToken))
        {
            return 0;
        }

        var content = buffer.Content;
        var count = Math.Min(content.Length, target.Length);
        Count(count);
        content[..count].CopyTo(target.Span);
        buffer.Consume(count);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Straight from the window, without a buffer between.</summary>
    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        ArgumentNullException.ThrowIfNull(destination);
        while (await buffer.MoreAsync(cancellationToken))
        {
            var piece = buffer.ContentMemory;
            Count(piece.Length);
            await destination.WriteAsync(piece, cancellationToken);
            buffer.Consume(piece.Length);
        }
    }

    /// <summary>Passes over what is left, still counted, and refuses further reading.</summary>
    public async ValueTask FinishAsync(CancellationToken ct)
    {
        _closed = true;
        while (await buffer.MoreAsync(ct))
        {
            var count = buffer.Content.Length;
            Count(count);
            buffer.Consume(count);
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
        => throw new NotSupportedException("A part is read asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _closed = true;
        base.Dispose(disposing);
    }

    private void Count(int count)
    {
        _read += count;
        if (_read > limit)
        {
            throw tooLarge();
        }
    }
}
