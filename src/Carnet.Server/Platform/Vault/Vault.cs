using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Platform.Vault;

/// <summary>Content that is hashed, sealed and ready to be committed with its document.</summary>
/// <param name="Rows">Pieces that go into the document's own transaction; a large content's are stored before.</param>
/// <param name="Clear">The content itself, while it is small enough to be held.</param>
internal sealed record StagedContent(
    Guid BlobId, long Size, byte[] Sha256, byte[] Sha1, IReadOnlyList<VaultChunkRow> Rows, ReadOnlyMemory<byte>? Clear);

/// <summary>A content that is longer than the limit.</summary>
internal sealed class ContentTooLargeException() : Exception("The content is longer than the limit.");

/// <summary>Keeps document contents in the database, in pieces, compressed and sealed under the record's key.</summary>
/// <remarks>
/// A piece is at most 512 KiB of content, so memory does not grow with the document. A document of one piece is
/// committed with its rows; the pieces of a larger one are committed as they arrive and stay invisible until their
/// document is; <see cref="VaultArrivalRow"/> tells the sweeper which these are, and it removes those whose document never came.
/// </remarks>
internal sealed class Vault(IDbContextFactory<CarnetDb> databases, ILedger ledger, TimeProvider clock)
{
    private const int PieceSize = 512 * 1024;

    /// <summary>Contents that <see cref="ReadAsync"/> takes at once.</summary>
    public const int MostAtOnce = 32;

    /// <summary>Bytes of the largest content that lies in one piece for certain.</summary>
    public const int LargestAtOnce = PieceSize - 1;

    private static readonly string AtOnce = "select blob_id, sealed from vault_chunk where record_id = @record and part = 0 and blob_id in ("
        + string.Join(", ", Enumerable.Range(0, MostAtOnce).Select(number => $"@b{number}")) + ")";

    private const byte Raw = 0;
    private const byte Deflated = 1;

    /// <summary>Reads a content to its end; throws <see cref="ContentTooLargeException"/> past the limit.</summary>
    public async Task<StagedContent> StageAsync(
        RecordId record, RecordKey key, Stream content, long limit, CancellationToken ct)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1); // the hash that XDS metadata carry
        var blob = Guid.CreateVersion7(clock.GetUtcNow());
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        long size = 0;
        var complete = false;
        try
        {
            List<VaultChunkRow> rows = [];
            byte[]? clear = null;
            for (var part = 0; ; part++)
            {
                var count = await content.ReadAtLeastAsync(buffer.AsMemory(0, PieceSize), PieceSize, false, ct);
                if (count == 0)
                {
                    complete = true;
                    break;
                }

                size += count;
                if (size > limit)
                {
                    throw new ContentTooLargeException();
                }

                var piece = buffer.AsSpan(0, count);
                sha256.AppendData(piece);
                sha1.AppendData(piece);
                clear = part == 0 && count < PieceSize ? piece.ToArray() : null;
                rows.Add(new VaultChunkRow
                {
                    RecordId = record,
                    BlobId = blob,
                    Part = part,
                    StoredAt = clock.Now(),
                    Sealed = key.Seal(SealedColumn.VaultChunk, blob, Compress(piece), part),
                });
                if (clear is null)
                {
                    await StoreAheadAsync(rows, first: part == 0);
                }
            }

            // Not by ?: with null, which would become an empty memory: a large content would be judged as an empty one.
            var held = size == 0 ? ReadOnlyMemory<byte>.Empty : clear is null ? default(ReadOnlyMemory<byte>?) : clear.AsMemory();
            return new StagedContent(blob, size, sha256.GetHashAndReset(), sha1.GetHashAndReset(), rows, held);
        }
        finally
        {
            // What was never written need not be wiped; a sender who broke off may have left anything.
            buffer.AsSpan(0, complete ? (int)Math.Min(size, PieceSize) : PieceSize).Clear();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The whole content in order, piece by piece; throws where a piece is missing or was changed.</summary>
    public Stream Open(RecordId record, Guid blob, RecordKey key) => new VaultStream(databases, record, blob, key);

    /// <summary>Several contents of one piece each in one round trip, each checked by its hash; safe with one key on several threads.</summary>
    /// <param name="contents">Blob and SHA-256; at most <see cref="MostAtOnce"/>, none larger than <see cref="LargestAtOnce"/>.</param>
    /// <exception cref="InvalidDataException">A piece is missing or was changed.</exception>
    public async Task<IReadOnlyList<byte[]>> ReadAsync(
        RecordId record, RecordKey key, IReadOnlyList<(Guid Blob, byte[] Sha256)> contents, CancellationToken ct)
    {
        var found = await PiecesAsync(record, [.. contents.Select(one => one.Blob)], ct);
        var clear = new byte[contents.Count][];
        for (var i = 0; i < clear.Length; i++)
        {
            var (blob, hash) = contents[i];
            if (!found.TryGetValue(blob, out var sealedPiece))
            {
                throw new InvalidDataException("A piece of a stored content is missing.");
            }

            byte[] piece;
            lock (key)
            {
                piece = key.Open(SealedColumn.VaultChunk, blob, sealedPiece);
            }

            clear[i] = Inflate(piece);
            if (!SHA256.HashData(clear[i]).AsSpan().SequenceEqual(hash))
            {
                throw new InvalidDataException("A stored content does not have the hash that it was stored with.");
            }
        }

        return clear;
    }

    /// <summary>Opens one sealed piece.</summary>
    internal static byte[] Decode(VaultChunkRow chunk, RecordKey key)
        => Inflate(key.Open(SealedColumn.VaultChunk, chunk.BlobId, chunk.Sealed, chunk.Part));

    // Plain SQL with a fixed number of parameters: one text, prepared once, however many are asked for.
    private async Task<Dictionary<Guid, byte[]>> PiecesAsync(RecordId record, IReadOnlyList<Guid> blobs, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        var sqlite = db.Database.IsSqlite();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = AtOnce;
        Add("@record", record.Value);
        for (var i = 0; i < MostAtOnce; i++)
        {
            Add($"@b{i}", blobs[Math.Min(i, blobs.Count - 1)]);
        }

        Dictionary<Guid, byte[]> pieces = [];
        await using var rows = await command.ExecuteReaderAsync(ct);
        var reader = new StoredReader(rows, sqlite);
        while (await reader.ReadAsync(ct))
        {
            pieces[reader.Id(0)] = reader.Bytes(1);
        }

        return pieces;

        void Add(string name, Guid value)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = sqlite ? value.ToByteArray(bigEndian: true) : value;
            command.Parameters.Add(parameter);
        }
    }

    private static byte[] Inflate(byte[] piece)
    {
        if (piece[0] == Raw)
        {
            return piece[1..];
        }

        var length = BitConverter.ToInt32(piece.AsSpan(1));
        var clear = new byte[length];
        using var inflate = new DeflateStream(new MemoryStream(piece, 5, piece.Length - 5), CompressionMode.Decompress);
        inflate.ReadExactly(clear);
        return clear;
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> piece)
    {
        var deflated = new MemoryStream((piece.Length / 2) + 64);
        deflated.WriteByte(Deflated);
        deflated.Write(BitConverter.GetBytes(piece.Length));
        using (var deflate = new DeflateStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(piece);
        }

        return deflated.Length < piece.Length
            ? deflated.GetBuffer().AsSpan(0, (int)deflated.Length)
            : (byte[])[Raw, .. piece];
    }

    private async Task StoreAheadAsync(List<VaultChunkRow> rows, bool first)
    {
        var entry = new LedgerEntry();
        if (first)
        {
            entry.Rows.Add(new VaultArrivalRow { RecordId = rows[0].RecordId, BlobId = rows[0].BlobId, StartedAt = rows[0].StoredAt });
        }

        entry.Rows.AddRange(rows);
        await ledger.WriteAsync(entry);
        rows.Clear();
    }
}
