using System.Buffers;
using System.Security.Cryptography;

namespace Carnet.Wire.Signatures;

/// <summary>Hashes what is written to it and keeps nothing but one small block.</summary>
internal sealed class HashingOutput(HashAlgorithmName algorithm) : IBufferWriter<byte>, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);
    private byte[] _block = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _length;

    public byte[] Finish()
    {
        Flush();
        return _hash.GetHashAndReset();
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Flush();
        _hash.AppendData(bytes);
    }

    public void Advance(int count) => _length += count;

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _block.AsSpan(_length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _block.AsMemory(_length);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_block, clearArray: true);
        _block = [];
        _hash.Dispose();
    }

    private void Reserve(int size)
    {
        if (_block.Length - _length >= size)
        {
            return;
        }

        Flush();
        if (_block.Length < size)
        {
            ArrayPool<byte>.Shared.Return(_block, clearArray: true);
            _block = ArrayPool<byte>.Shared.Rent(size);
        }
    }

    private void Flush()
    {
        _hash.AppendData(_block, 0, _length);
        _length = 0;
    }
}
