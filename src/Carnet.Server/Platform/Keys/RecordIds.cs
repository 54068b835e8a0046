using System.Security.Cryptography;
using System.Text;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;

namespace Carnet.Server.Platform.Keys;

/// <summary>Turns identities into numbers that mean nothing without the pepper.</summary>
internal sealed class RecordIds(MasterKeyRing ring)
{
    /// <summary>The record of a person; the same INS always gives the same number (UUID version 8).</summary>
    public RecordId Of(Ins ins)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(ring.Pepper.Span, Encoding.UTF8.GetBytes($"record\n{ins.Oid}\n{ins.Value}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new RecordId(new Guid(hash[..16], bigEndian: true));
    }

    /// <summary>Keyed hash of a text that is looked up but must not be read; 32 bytes.</summary>
    /// <param name="purpose">Keeps the hashes of different columns apart.</param>
    public byte[] Hash(string purpose, string text)
        => HMACSHA256.HashData(ring.Pepper.Span, Encoding.UTF8.GetBytes($"{purpose}\n{text}"));
}
