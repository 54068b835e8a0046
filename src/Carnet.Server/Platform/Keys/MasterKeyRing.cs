using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Keys;

/// <summary>The keys that wrap the data keys of records, and the pepper of record numbers.</summary>
/// <remarks>
/// A file ring, readable by its owner only; made at the first start. New keys are added in front and old ones stay for
/// unwrapping. Losing this file loses every record; keep its copy apart from the database's.
/// </remarks>
internal sealed class MasterKeyRing
{
    private const int KeySize = 32;

    private readonly Dictionary<int, byte[]> _keys;

    private MasterKeyRing(RingFile file)
    {
        _keys = file.Keys.ToDictionary(key => key.Id, key => Convert.FromBase64String(key.Value));
        Current = file.Keys[0].Id;
        Pepper = Convert.FromBase64String(file.Pepper);
    }

    public MasterKeyRing(IOptions<DataOptions> data)
        : this(LoadOrCreate(Path.Combine(data.Value.Keys, "master.json")))
    {
    }

    /// <summary>The key under which new data keys are wrapped.</summary>
    public int Current { get; }

    /// <summary>32 bytes; makes record numbers and look-up hashes unguessable from the database alone.</summary>
    public ReadOnlyMemory<byte> Pepper { get; }

    public ReadOnlySpan<byte> this[int id] => _keys.TryGetValue(id, out var key)
        ? key
        : throw new CryptographicException($"Master key {id} is not in the ring.");

    private static RingFile LoadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            SecretFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(new RingFile(
                Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)),
                [new RingKey(1, Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)))])));
        }

        return JsonSerializer.Deserialize<RingFile>(File.ReadAllBytes(path)) is { Keys.Count: > 0 } file
            ? file
            : throw new InvalidOperationException($"{path} holds no master key.");
    }

    private sealed record RingFile(string Pepper, IReadOnlyList<RingKey> Keys);

    private sealed record RingKey(int Id, string Value);
}
