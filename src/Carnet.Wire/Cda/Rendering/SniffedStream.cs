namespace Carnet.Wire.Cda.Rendering;

/// <summary>Lets bytes through only once their beginning is that of a known image or PDF.</summary>
internal sealed class SniffedStream(Stream target) : Stream
{
    private readonly byte[] _head = new byte[8];
    private int _length;

    public string? MediaType { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_length < _head.Length)
        {
            var taken = Math.Min(_head.Length - _length, buffer.Length);
            buffer[..taken].CopyTo(_head.AsSpan(_length));
            _length += taken;
            buffer = buffer[taken..];
            if (_length < _head.Length)
            {
                return;
            }

            MediaType = CdaAttachments.Sniff(_head);
            if (MediaType is not null)
            {
                target.Write(_head);
            }
        }

        if (MediaType is not null)
        {
            target.Write(buffer);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => target.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
