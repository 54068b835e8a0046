using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;

namespace Carnet.Server.Platform.Trail;

/// <summary>One step from a line to the root of its batch.</summary>
internal sealed record TraceProofStep(string Hash, bool Right);

/// <summary>That one line stands in the signed trail, for whoever holds the register's public key.</summary>
/// <remarks>
/// What names people lies sealed in it; instant, act, outcome and numbers are in clear and are what is proven. Whoever has
/// it can check it without the server: leaf, path and head are SHA-256, the signature is ECDSA P-256. Source: rule T-3;
/// RFC 6962 §2.1.
/// </remarks>
internal sealed record TraceProof
{
    public const string Kind = "carnet-preuve/1";
    private const string InstantForm = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    [JsonPropertyName("format")] public string Format { get; init; } = Kind;

    [JsonPropertyName("carnet")] public required Guid Record { get; init; }

    [JsonPropertyName("ligne")] public required Guid Trace { get; init; }

    /// <summary>Microseconds since 1970; <see cref="Instant"/> says the same for people and is not what is hashed.</summary>
    [JsonPropertyName("instant_us")] public required long At { get; init; }

    [JsonPropertyName("instant")] public string Instant { get; init; } = "";

    [JsonPropertyName("acte")] public required int Act { get; init; }

    [JsonPropertyName("issue")] public required int Outcome { get; init; }

    [JsonPropertyName("acteur")] public required int Actor { get; init; }

    [JsonPropertyName("numero_acteur")] public string? ActorId { get; init; }

    [JsonPropertyName("structure")] public string? Structure { get; init; }

    [JsonPropertyName("porte")] public required int Door { get; init; }

    [JsonPropertyName("mode")] public required int Mode { get; init; }

    [JsonPropertyName("document")] public Guid? Document { get; init; }

    [JsonPropertyName("code")] public required string Code { get; init; }

    [JsonPropertyName("secret")] public bool Secret { get; init; }

    [JsonPropertyName("scelle")] public required string Sealed { get; init; }

    [JsonPropertyName("lot")] public required long Batch { get; init; }

    [JsonPropertyName("place")] public required int Leaf { get; init; }

    [JsonPropertyName("chemin")] public required IReadOnlyList<TraceProofStep> Path { get; init; }

    [JsonPropertyName("tete_precedente")] public required string Previous { get; init; }

    [JsonPropertyName("tete")] public required string Head { get; init; }

    [JsonPropertyName("signature")] public required string Signature { get; init; }

    /// <summary>SHA-256 of the public key, hexadecimal.</summary>
    [JsonPropertyName("cle")] public required string Key { get; init; }

    public override string ToString() => "trace proof ***";

    /// <summary>The proof of a line among the lines of its batch.</summary>
    public static TraceProof Of(TraceRow line, TrailBatchRow batch, ReadOnlySpan<byte> previous, string key) => new()
    {
        Record = line.RecordId.Value,
        Trace = line.TraceId,
        At = line.At.ToMicro(),
        Instant = line.At.UtcDateTime.ToString(InstantForm, CultureInfo.InvariantCulture),
        Act = (int)line.Act,
        Outcome = (int)line.Outcome,
        Actor = (int)line.Actor,
        ActorId = line.ActorId,
        Structure = line.StructureId,
        Door = (int)line.Door,
        Mode = (int)line.Mode,
        Document = line.DocumentId?.Value,
        Code = line.Code,
        Secret = line.Secret,
        Sealed = Convert.ToBase64String(line.Sealed),
        Batch = line.Batch,
        Leaf = line.Leaf,
        Path = [.. MerkleTree.Path([.. batch.Leaves.Chunk(MerkleTree.HashSize)], line.Leaf)
            .Select(step => new TraceProofStep(Convert.ToHexStringLower(step.Hash), step.OnTheRight))],
        Previous = Convert.ToHexStringLower(previous),
        Head = Convert.ToHexStringLower(batch.Head),
        Signature = Convert.ToBase64String(batch.Signature),
        Key = key,
    };

    /// <summary>As it is handed out.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, TraceProofJson.Default.TraceProof);

    /// <summary>Reads what was handed out; null where it is none.</summary>
    public static TraceProof? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TraceProofJson.Default.TraceProof)
                    is { Format: Kind, Path.Count: <= 64 } proof
                && proof.Path.All(step => step is { Hash.Length: 2 * MerkleTree.HashSize }) ? proof : null;
        }
        catch (Exception cause) when (cause is JsonException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What does not hold, in a French sentence; null where everything does.</summary>
    /// <param name="fingerprint">Of the register's public key, as <see cref="Key"/>.</param>
    /// <param name="verify">Whether a signature over a head is the register's.</param>
    public string? Defect(string fingerprint, Func<byte[], byte[], bool> verify)
    {
        try
        {
            var root = MerkleTree.RootFrom(Line().LeafHash(),
                [.. Path.Select(step => (Convert.FromHexString(step.Hash), step.Right))]);
            var (head, previous) = (Convert.FromHexString(Head), Convert.FromHexString(Previous));
            return Instant != Line().At.UtcDateTime.ToString(InstantForm, CultureInfo.InvariantCulture)
                    ? "La date lisible de la preuve n'est pas celle qui est signée."
                : previous.Length != MerkleTree.HashSize
                    || !MerkleTree.ChainHead(Batch, previous, root).AsSpan().SequenceEqual(head)
                    ? "La ligne, son chemin et le lot précédent ne donnent pas la tête signée : la preuve a été modifiée."
                : Key != fingerprint ? "Cette preuve vient d'un autre registre : la clé n'est pas la sienne."
                : !verify(head, Convert.FromBase64String(Signature)) ? "La signature n'est pas celle du registre."
                : null;
        }
        catch (Exception cause) when (cause is FormatException or ArgumentException or CryptographicException)
        {
            return "La preuve n'est pas lisible jusqu'au bout.";
        }
    }

    private TraceRow Line() => new()
    {
        RecordId = new RecordId(Record),
        TraceId = Trace,
        Batch = Batch,
        Leaf = Leaf,
        At = Instants.FromMicro(At),
        Act = (TraceAct)Act,
        Outcome = (TraceOutcome)Outcome,
        Actor = (ActorKind)Actor,
        ActorId = ActorId,
        StructureId = Structure,
        Door = (Door)Door,
        Mode = (AccessMode)Mode,
        DocumentId = Document is { } document ? new DocumentId(document) : null,
        Code = Code,
        Secret = Secret,
        Sealed = Convert.FromBase64String(Sealed),
    };
}

/// <summary>The proof as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TraceProof))]
internal sealed partial class TraceProofJson : JsonSerializerContext;
