using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;

namespace Carnet.Server.Features.Retention;

/// <summary>What is certified: this record is gone for good. It names nobody.</summary>
/// <param name="RecordHash">SHA-256 of the record's number, hexadecimal.</param>
/// <param name="KeyHash">SHA-256 of the wrapped key that was destroyed, hexadecimal.</param>
/// <param name="KeyDestroyedAt">From this instant on nobody could read anything, in backups neither.</param>
/// <param name="Rows">Rows that were deleted, by table.</param>
/// <param name="TraceLines">Lines of the trail that stay in their places, unreadable.</param>
/// <param name="TrailBatch">Batch of the trail with the line that tells of the destruction.</param>
/// <param name="Signer">SHA-256 of the trail's public key, hexadecimal.</param>
internal sealed record DestructionFacts(
    string Kind, int Version, Guid Id, string RecordHash, string KeyHash, DateTimeOffset KeyDestroyedAt,
    DateTimeOffset FinishedAt, SortedDictionary<string, long> Rows, long TraceLines, long TrailBatch, string Signer);

/// <summary>The facts with the signature of the trail's signer over them.</summary>
/// <remarks>
/// Signed is the SHA-256 of a first line that says what this is, and of the facts as compact JSON with their fields in
/// the order above: whoever holds the public key checks it with any tool.
/// </remarks>
internal sealed record DestructionCertificate(DestructionFacts Certificate, string Signature)
{
    public const string Kind = "carnet-destruction";
    public const int Version = 1;

    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    public static DestructionCertificate Sign(DestructionFacts facts, TrailSigner signer)
        => new(facts, Convert.ToBase64String(signer.Sign(Digest(facts))));

    public string ToJson() => JsonSerializer.Serialize(this, Indented) + "\n";

    /// <summary>The certificate, or null where the text is none.</summary>
    public static DestructionCertificate? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<DestructionCertificate>(text, Compact) is { Certificate: { Kind: Kind, Version: Version } } read
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the holder of this public key has signed exactly this.</summary>
    public bool IsSignedBy(ECDsa publicKey)
    {
        var signature = new byte[256];
        return Certificate.Signer == Fingerprint(publicKey) && Convert.TryFromBase64String(Signature, signature, out var length)
            && publicKey.VerifyHash(Digest(Certificate), signature.AsSpan(0, length));
    }

    public static byte[] HashOf(RecordId record) => SHA256.HashData(Encoding.ASCII.GetBytes($"carnet-record\n{record}"));

    public static string Fingerprint(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    private static byte[] Digest(DestructionFacts facts)
        => SHA256.HashData([.. Encoding.ASCII.GetBytes($"{Kind}\n"), .. JsonSerializer.SerializeToUtf8Bytes(facts, Compact)]);
}
