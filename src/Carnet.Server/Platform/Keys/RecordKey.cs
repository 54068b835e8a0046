using System.Buffers.Binary;
using System.Security.Cryptography;
using Carnet.Domain.Records;

namespace Carnet.Server.Platform.Keys;

/// <summary>A column that lies sealed; its number is part of what is authenticated.</summary>
internal enum SealedColumn : short
{
    RecordDetails = 1,
    DocumentDescription = 2,
    SubmissionDescription = 3,
    VaultChunk = 4,
    TraceDescription = 5,
    GrantDescription = 6,
    OutboxBody = 7,
    AccountDetails = 8,
    DirectoryDetails = 9,
    CareTeamConsent = 20,
    EmergencyDeclaration = 21,
    SuspensionReason = 40,
    EmergencyReason = 41,
    EmergencyComment = 42,
    HolderDetails = 25,
    RepresentationDetails = 26,
    CourtDecision = 27,
    NamedPerson = 28,
    JointAct = 29,
    DeviceName = 33,
    ClosingDetails = 30,
    CampaignPerson = 31,
    Rectification = 32,
    Letter = 35,
    RegisteredPerson = 45,
    OpeningDraft = 46,
    AccessReport = 47,
    WebContext = 48,
    Passkey = 49,
}

/// <summary>The data key of one record: seals and opens its columns with AES-256-GCM.</summary>
/// <remarks>
/// A sealed value is 12 bytes of nonce, 16 of tag, then as many as the clear text. Column, record and row are
/// authenticated with it, so that a value moved to another row no longer opens. Not for use by two threads at once.
/// </remarks>
internal sealed class RecordKey : IDisposable
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>Bytes that sealing adds.</summary>
    public const int Overhead = NonceSize + TagSize;

    private readonly AesGcm _cipher;
    private readonly RecordId _record;

    public RecordKey(RecordId record, ReadOnlySpan<byte> key)
        => (_record, _cipher) = (record, new AesGcm(key, TagSize));

    /// <summary>Seals one value of one row.</summary>
    /// <param name="row">Identifier of the row within the record; Empty for the record's own row.</param>
    /// <param name="part">Number of the piece, where a value lies in several.</param>
    public byte[] Seal(SealedColumn column, Guid row, ReadOnlySpan<byte> clear, int part = 0)
    {
        var sealedValue = new byte[Overhead + clear.Length];
        var nonce = sealedValue.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        Span<byte> associated = stackalloc byte[38];
        Associate(associated, column, row, part);
        _cipher.Encrypt(nonce, clear, sealedValue.AsSpan(Overhead), sealedValue.AsSpan(NonceSize, TagSize), associated);
        return sealedValue;
    }

    /// <summary>Opens what <see cref="Seal"/> made; throws where it was changed or moved.</summary>
    public byte[] Open(SealedColumn column, Guid row, ReadOnlySpan<byte> sealedValue, int part = 0)
    {
        var clear = new byte[ClearLength(sealedValue)];
        Open(column, row, sealedValue, clear, part);
        return clear;
    }

    /// <summary>How many bytes are in a sealed value.</summary>
    public static int ClearLength(ReadOnlySpan<byte> sealedValue) => sealedValue.Length >= Overhead
        ? sealedValue.Length - Overhead
        : throw new CryptographicException("A sealed value is too short.");

    /// <summary>The same into memory of the caller, of exactly <see cref="ClearLength"/>.</summary>
    public void Open(SealedColumn column, Guid row, ReadOnlySpan<byte> sealedValue, Span<byte> clear, int part = 0)
    {
        Span<byte> associated = stackalloc byte[38];
        Associate(associated, column, row, part);
        _cipher.Decrypt(sealedValue[..NonceSize], sealedValue[Overhead..], sealedValue[NonceSize..Overhead], clear,
            associated);
    }

    public void Dispose() => _cipher.Dispose();

    private void Associate(Span<byte> associated, SealedColumn column, Guid row, int part)
    {
        BinaryPrimitives.WriteInt16BigEndian(associated, (short)column);
        _record.Value.TryWriteBytes(associated[2..], bigEndian: true, out _);
        row.TryWriteBytes(associated[18..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(associated[34..], part);
    }
}
