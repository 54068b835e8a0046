using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Carnet.Tests.Support;

/// <summary>An authenticator in memory: makes and shows one passkey (ES256, attestation "none"), right or wrong as a test asks.</summary>
internal sealed class SoftKey : IDisposable
{
    private const byte Present = 1, Verified = 4, HasKey = 64;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private string? _handle;

    /// <summary>Whether it has seen its user's finger.</summary>
    public bool SeesItsUser { get; set; } = true;

    public uint Counter { get; set; }

    /// <summary>The answer of a browser at <paramref name="origin"/> to an offer of enrolment.</summary>
    public string Create(string options, string origin)
    {
        var asked = JsonNode.Parse(options)!;
        _handle = (string)asked["user"]!["id"]!;
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        byte[] cose = [0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32, .. point.X!, 0x22, 0x58, 32, .. point.Y!];
        byte[] data = [.. Head((string)asked["rp"]!["id"]!, HasKey), .. new byte[16], 0, 32, .. _id, .. cose];
        byte[] attestation =
        [
            0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8,
            0x59, (byte)(data.Length >> 8), (byte)data.Length, .. data,
        ];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Client("webauthn.create", asked, origin),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>The answer to an offer of entrance.</summary>
    public string Get(string options, string origin)
    {
        var asked = JsonNode.Parse(options)!;
        Counter++;
        var client = Client("webauthn.get", asked, origin);
        var data = Head((string)asked["rpId"]!, 0);
        byte[] signed = [.. data, .. SHA256.HashData(Base64Url.DecodeFromChars(client))];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = client,
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(
                _key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = _handle,
        });
    }

    public void Dispose() => _key.Dispose();

    private byte[] Head(string site, byte flags)
    {
        var head = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(site), head);
        head[32] = (byte)(Present | flags | (SeesItsUser ? Verified : 0));
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(33), Counter);
        return head;
    }

    private static string Client(string type, JsonNode asked, string origin) => Base64Url.EncodeToString(
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = (string)asked["challenge"]!, origin, crossOrigin = false }));

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(_id),
        ["rawId"] = Base64Url.EncodeToString(_id),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();
}
