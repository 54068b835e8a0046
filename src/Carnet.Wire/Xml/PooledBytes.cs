using System.Buffers;

namespace Carnet.Wire.Xml;

/// <summary>A growing run of bytes on rented memory; given back on dispose.</summary>
public sealed class PooledBytes(int capacity = 16 * 1024) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    public int Length => _length;

    public void Clear() => _length = 0;

    public void Advance(int count) => _length += count;

    /// <summary>Appends a copy; on the hot paths this goes before the extension of the interface.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - _length)
        {
            Reserve(bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public void Dispose()
    {
        // Assertions name people; rented memory goes back without them.
        GiveBack();
        _bytes = [];
        _length = 0;
    }

    private void Reserve(int sizeHint)
    {
        var need = _length + Math.Max(sizeHint, 1);
        if (need > _bytes.Length)
        {
            Grow(need);
        }
    }

    private void Grow(int need)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(need, _bytes.Length * 2));
        Span.CopyTo(larger);
        GiveBack();
        _bytes = larger;
    }

    // Only what was written is wiped: rented memory may be far larger than what was asked for.
    private void GiveBack()
    {
        _bytes.AsSpan(0, _length).Clear();
        ArrayPool<byte>.Shared.Return(_bytes);
    }
}
