namespace Carnet.Server.Endpoints.Soap;

/// <summary>Memory that takes so many bytes and no more.</summary>
internal sealed class CappedStream(int most) : MemoryStream
{
    public override void Write(byte[] buffer, int offset, int count)
    {
        Require(count);
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Require(buffer.Length);
        base.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    private void Require(int count)
    {
        if (Length + count > most)
        {
            throw new CappedException();
        }
    }
}

/// <summary>More was written than may be kept.</summary>
internal sealed class CappedException() : IOException("The answer is longer than may be kept.");
