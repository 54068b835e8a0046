using System.Buffers.Binary;
using System.Security.Cryptography;
using Carnet.Domain.Records;

namespace Carnet.Server.Platform.Keys;

/// <summary>Makes, wraps and unwraps data keys under the master key ring.</summary>
/// <remarks>
/// A wrapped key is 4 bytes of master key number, 12 of nonce, 16 of tag, 32 of key. The record is authenticated with
/// it. Destroying the wrapped key destroys the record, in backups too.
/// </remarks>
internal sealed class KeyWrap(MasterKeyRing ring)
{
    private const int KeySize = 32;

    /// <summary>A new data key, wrapped.</summary>
    public byte[] Create(RecordId record)
    {
        Span<byte> key = stackalloc byte[KeySize];
        RandomNumberGenerator.Fill(key);
        var wrapped = new byte[4 + 12 + 16 + KeySize];
        BinaryPrimitives.WriteInt32BigEndian(wrapped, ring.Current);
        RandomNumberGenerator.Fill(wrapped.AsSpan(4, 12));
        using var cipher = new AesGcm(ring[ring.Current], 16);
        cipher.Encrypt(wrapped.AsSpan(4, 12), key, wrapped.AsSpan(32), wrapped.AsSpan(16, 16), record.Value.ToByteArray());
        CryptographicOperations.ZeroMemory(key);
        return wrapped;
    }

    /// <summary>The data key, ready to use.</summary>
    public RecordKey Open(RecordId record, ReadOnlySpan<byte> wrapped)
    {
        Span<byte> key = stackalloc byte[KeySize];
        using var cipher = new AesGcm(ring[BinaryPrimitives.ReadInt32BigEndian(wrapped)], 16);
        cipher.Decrypt(wrapped[4..16], wrapped[32..], wrapped[16..32], key, record.Value.ToByteArray());
        var opened = new RecordKey(record, key);
        CryptographicOperations.ZeroMemory(key);
        return opened;
    }
}
