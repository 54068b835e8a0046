using System.Security.Cryptography;

namespace Carnet.Domain.Traces;

/// <summary>Hash tree over the lines of one batch of the trail.</summary>
/// <remarks>
/// SHA-256; a leaf is hashed after a zero byte and an inner node after a one, so that no line can pass for a node. An odd
/// node moves up unchanged. Source: RFC 6962 §2.1, rule T-3.
/// </remarks>
public static class MerkleTree
{
    /// <summary>Bytes of every hash here.</summary>
    public const int HashSize = 32;

    /// <summary>Hash of one line in its canonical bytes.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> line)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(line);
        return hash.GetHashAndReset();
    }

    /// <summary>Root over leaf hashes in their order; at least one.</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfZero(leaves.Count);
        var level = leaves.ToArray();
        while (level.Length > 1)
        {
            var above = new byte[(level.Length + 1) / 2][];
            for (var i = 0; i < above.Length; i++)
            {
                above[i] = (2 * i) + 1 < level.Length ? Node(level[2 * i], level[(2 * i) + 1]) : level[2 * i];
            }

            level = above;
        }

        return level[0];
    }

    /// <summary>The hashes that lead from one leaf to the root; whoever holds them can check the line alone.</summary>
    public static IReadOnlyList<(byte[] Hash, bool OnTheRight)> Path(IReadOnlyList<byte[]> leaves, int index)
    {
        List<(byte[], bool)> path = [];
        var level = leaves.ToArray();
        while (level.Length > 1)
        {
            var sibling = index ^ 1;
            if (sibling < level.Length)
            {
                path.Add((level[sibling], sibling > index));
            }

            var above = new byte[(level.Length + 1) / 2][];
            for (var i = 0; i < above.Length; i++)
            {
                above[i] = (2 * i) + 1 < level.Length ? Node(level[2 * i], level[(2 * i) + 1]) : level[2 * i];
            }

            (level, index) = (above, index / 2);
        }

        return path;
    }

    /// <summary>The root that a leaf and its path lead to.</summary>
    public static byte[] RootFrom(byte[] leaf, IReadOnlyList<(byte[] Hash, bool OnTheRight)> path)
        => path.Aggregate(leaf, (hash, step) => step.OnTheRight ? Node(hash, step.Hash) : Node(step.Hash, hash));

    /// <summary>What a batch is signed over: its number, the root before it, its own root.</summary>
    public static byte[] ChainHead(long number, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> root)
    {
        Span<byte> bytes = stackalloc byte[8 + (2 * HashSize)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        previous.CopyTo(bytes[8..]);
        root.CopyTo(bytes[(8 + HashSize)..]);
        return SHA256.HashData(bytes);
    }

    private static byte[] Node(byte[] left, byte[] right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * HashSize)];
        bytes[0] = 1;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + HashSize)..]);
        return SHA256.HashData(bytes);
    }
}
