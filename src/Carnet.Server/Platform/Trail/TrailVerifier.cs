using System.Globalization;
using Carnet.Domain.Traces;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Platform.Trail;

/// <summary>What a check of the whole trail found.</summary>
internal abstract record TrailVerdict
{
    private TrailVerdict() { }

    /// <summary>Every line is there, in its place, as it was written.</summary>
    public sealed record Intact(long Batches, long Lines) : TrailVerdict;

    /// <summary>The first bad entry.</summary>
    /// <param name="Leaf">Place in the batch; null where the batch itself is bad.</param>
    /// <param name="Sentence">In French, without health data.</param>
    public sealed record Broken(long Batch, int? Leaf, Guid? Trace, string Sentence) : TrailVerdict;
}

/// <summary>Reads the trail from its first line to its last and recomputes every hash, head and signature.</summary>
/// <remarks>
/// Batches and lines are read side by side in their order, so memory does not grow with the trail. What is committed
/// while the check runs is left to the next one. Needs no record's key. The instant of a batch is not signed; those of
/// its lines are. Source: rule T-3; RFC 6962 §2.1.
/// </remarks>
internal sealed class TrailVerifier(
    IDbContextFactory<CarnetDb> databases, TrailSigner signer, TrailCheckpoint checkpoint)
{
    public async Task<TrailVerdict> VerifyAsync(CancellationToken ct)
    {
        (long Number, byte[] Head)? known;
        try
        {
            known = checkpoint.Read();
        }
        catch (FormatException)
        {
            return new TrailVerdict.Broken(0, null, null, "Le point de contrôle (keys/trail.head) n'est pas lisible.");
        }

        await using var batchesDb = await databases.CreateDbContextAsync(ct);
        await using var linesDb = await databases.CreateDbContextAsync(ct);
        var last = await batchesDb.Set<TrailBatchRow>().MaxAsync(batch => (long?)batch.Number, ct) ?? 0;
        var walk = new Walk(signer, known);
        await using var lines = linesDb.Set<TraceRow>().AsNoTracking().Where(line => line.Batch >= 1 && line.Batch <= last)
            .OrderBy(line => line.Batch).ThenBy(line => line.Leaf).ThenBy(line => line.TraceId)
            .AsAsyncEnumerable().GetAsyncEnumerator(ct);
        try
        {
            var more = await lines.MoveNextAsync();
            var batches = batchesDb.Set<TrailBatchRow>().AsNoTracking().Where(batch => batch.Number <= last)
                .OrderBy(batch => batch.Number).AsAsyncEnumerable();
            await foreach (var batch in batches.WithCancellation(ct))
            {
                if (walk.Enter(batch) is { } broken)
                {
                    return broken;
                }

                for (; more && lines.Current.Batch == batch.Number; more = await lines.MoveNextAsync())
                {
                    if (walk.Take(lines.Current) is { } bad)
                    {
                        return bad;
                    }
                }

                if (walk.Leave() is { } missing)
                {
                    return missing;
                }
            }
        }
        catch (Exception cause) when (cause is FormatException or ArgumentException or InvalidCastException or OverflowException)
        {
            return walk.Unreadable();
        }

        return walk.Truncated() ?? await StrayAsync(batchesDb, ct) ?? (TrailVerdict)walk.Intact();
    }

    // A line that claims a batch which does not exist: it was added from outside, or its batch was taken away.
    private static async Task<TrailVerdict.Broken?> StrayAsync(CarnetDb db, CancellationToken ct)
    {
        var stray = await db.Set<TraceRow>().AsNoTracking()
            .Where(line => !db.Set<TrailBatchRow>().Any(batch => batch.Number == line.Batch))
            .OrderBy(line => line.Batch).ThenBy(line => line.Leaf)
            .Select(line => new { line.Batch, line.Leaf, line.TraceId }).FirstOrDefaultAsync(ct);
        return stray is null ? null : new TrailVerdict.Broken(
            stray.Batch, stray.Leaf, stray.TraceId, "Cette ligne n'appartient à aucun lot : elle a été ajoutée.");
    }

    /// <summary>Where the check stands: the batch that was entered last, the head before it, the place of the next line.</summary>
    private sealed class Walk(TrailSigner signer, (long Number, byte[] Head)? known)
    {
        private TrailBatchRow? _batch;
        private long _number;
        private byte[] _head = new byte[MerkleTree.HashSize];
        private int _next;
        private long _lines;

        public TrailVerdict.Broken? Enter(TrailBatchRow batch)
        {
            if (batch.Number != _number + 1)
            {
                return batch.Number < 1
                    ? Bad(batch.Number, "Ce lot porte un numéro qui n'existe pas : il a été ajouté.")
                    : Bad(_number + 1, "Ce lot manque.");
            }

            (_batch, _number, _next) = (batch, batch.Number, 0);
            if (batch.Leaves.Length == 0 || batch.Leaves.Length % MerkleTree.HashSize != 0)
            {
                return Bad(_number, "Les empreintes de ce lot n'ont pas la longueur attendue.");
            }

            var head = MerkleTree.ChainHead(_number, _head, MerkleTree.Root([.. batch.Leaves.Chunk(MerkleTree.HashSize)]));
            if (!head.AsSpan().SequenceEqual(batch.Head))
            {
                return Bad(_number, "Les empreintes de ce lot et le lot précédent ne donnent pas sa tête : il a été modifié ou déplacé.");
            }

            if (!signer.Verify(head, batch.Signature))
            {
                return Bad(_number, "La signature de ce lot n'est pas celle du registre.");
            }

            _head = head;
            return known is { } point && point.Number == _number && !head.AsSpan().SequenceEqual(point.Head)
                ? Bad(_number, "Ce lot n'est pas celui que connaît le point de contrôle : le registre a été réécrit.")
                : null;
        }

        public TrailVerdict.Broken? Take(TraceRow line)
        {
            var count = _batch!.Leaves.Length / MerkleTree.HashSize;
            if (line.Leaf > _next && _next < count)
            {
                return Missing();
            }

            if (line.Leaf != _next || _next == count)
            {
                return Bad(line.Leaf, line.TraceId, "Cette ligne est de trop : elle a été ajoutée ou déplacée.");
            }

            if (!line.LeafHash().AsSpan().SequenceEqual(_batch.Leaves.AsSpan(_next * MerkleTree.HashSize, MerkleTree.HashSize)))
            {
                return Bad(line.Leaf, line.TraceId, "Cette ligne n'est plus celle qui a été écrite.");
            }

            _next++;
            _lines++;
            return null;
        }

        public TrailVerdict.Broken? Leave() => _next < _batch!.Leaves.Length / MerkleTree.HashSize ? Missing() : null;

        public TrailVerdict.Broken? Truncated() => known is { } point && point.Number > _number
            ? Bad(_number + 1, string.Create(CultureInfo.InvariantCulture,
                $"La fin du registre manque : le point de contrôle connaît le lot {point.Number}."))
            : null;

        public TrailVerdict.Broken Unreadable() => Bad(_number, "Une ligne de ce lot ou du suivant n'est pas lisible : elle a été modifiée.");

        public TrailVerdict.Intact Intact() => new(_number, _lines);

        private TrailVerdict.Broken Missing() => new(_number, _next, null, "Cette ligne manque.");

        private TrailVerdict.Broken Bad(int leaf, Guid trace, string sentence) => new(_number, leaf, trace, sentence);

        private static TrailVerdict.Broken Bad(long batch, string sentence) => new(batch, null, null, sentence);
    }
}
