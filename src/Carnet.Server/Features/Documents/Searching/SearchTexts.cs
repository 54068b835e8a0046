using System.Collections.Concurrent;
using System.Security.Cryptography;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Vault;

namespace Carnet.Server.Features.Documents.Searching;

/// <summary>The words of documents, made when somebody searches in a record and forgotten some minutes after.</summary>
/// <remarks>
/// In memory only: nothing of it lies on a disk. A text belongs to its content and not to a caller; who may see the
/// document is decided anew at each search. How many records are held is bounded, and so is each of them.
/// </remarks>
internal sealed class SearchTexts(IClinicalDocuments clinical, IFileWords files, TimeProvider clock) : IDisposable
{
    private const int MostRecords = 32;
    private const long MostCharacters = 8_000_000;
    private const long MostAltogether = 4 * MostCharacters;
    private const int MostOfOne = 200_000;
    private const long LargestPdf = 20L * 1024 * 1024;
    private const string PdfBody = "urn:ihe:iti:xds-sd:pdf:2008";
    private static readonly TimeSpan MostReading = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<RecordId, Shelf> _shelves = new();

    // All searches together take as many turns as there are cores, so that a crowd of them leaves room for the rest.
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    /// <summary>Reads what has not been read of the documents that the caller may open, on all cores; PDF files for two seconds.</summary>
    /// <remarks>Files that take longer are read by the next search.</remarks>
    public async Task ReadAsync(OpenedRecord record, IReadOnlyList<StoredDocument> documents, Vault vault, CancellationToken ct)
    {
        var shelf = ShelfOf(record.Id);
        var unread = documents.Where(one => one.MayOpen && !shelf.Contents.ContainsKey(one.Row.BlobId)).ToList();
        var lots = unread.Where(one => !IsPdf(one) && one.Row is { MimeType: "text/xml", Size: <= Vault.LargestAtOnce })
            .Select(one => one.Row).Chunk(Vault.MostAtOnce).ToList();
        await Parallel.ForEachAsync(lots, new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (rows, stop) => await ReadLotAsync(shelf, record, rows, vault, stop));
        foreach (var one in unread.Where(one => !IsPdf(one) && one.Row is { MimeType: "text/xml", Size: > Vault.LargestAtOnce }))
        {
            shelf.Keep(one.Row.BlobId, shelf.IsFull ? "" : clinical.Words(await WholeAsync(record, one.Row, vault, ct), MostOfOne));
        }

        await ReadFilesAsync(shelf, record, [.. unread.Where(IsPdf)], vault, ct);
        MakeRoom(shelf);
    }

    /// <summary>Whether something of it has not been read.</summary>
    public bool Lacks(RecordId record, IReadOnlyList<StoredDocument> documents)
    {
        var shelf = ShelfOf(record);
        return !shelf.IsFull && documents.Any(one => one.MayOpen && HasWords(one) && !shelf.Contents.ContainsKey(one.Row.BlobId));
    }

    /// <summary>What can be found of one document that the caller may open.</summary>
    public SearchableText Of(RecordId record, DocumentRow row, DocumentLine line) => new(
        string.Join(" · ", new[] { line.Title, line.Type.Label, line.AuthorName, line.AuthorTrade, line.InstitutionName }
            .Where(part => !string.IsNullOrWhiteSpace(part))),
        ShelfOf(record).Contents.GetValueOrDefault(row.BlobId, FoldedText.Empty));

    public void Dispose() => _turns.Dispose();

    private async Task ReadLotAsync(Shelf shelf, OpenedRecord record, DocumentRow[] rows, Vault vault, CancellationToken ct)
    {
        await _turns.WaitAsync(ct);
        try
        {
            if (shelf.IsFull)
            {
                return;
            }

            var contents = await vault.ReadAsync(
                record.Id, record.Key, [.. rows.Select(row => (row.BlobId, row.Sha256))], ct);
            for (var i = 0; i < rows.Length; i++)
            {
                shelf.Keep(rows[i].BlobId, clinical.Words(contents[i], MostOfOne));
            }
        }
        catch (Exception cause) when (IsBroken(cause))
        {
            // Whoever opens that document is told; it must not end the search in all the others.
            foreach (var row in rows)
            {
                shelf.Keep(row.BlobId, clinical.Words(await WholeAsync(record, row, vault, ct), MostOfOne));
            }
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task ReadFilesAsync(
        Shelf shelf, OpenedRecord record, IReadOnlyList<StoredDocument> pdfs, Vault vault, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        foreach (var one in pdfs)
        {
            if (clock.GetElapsedTime(started) > MostReading || shelf.IsFull)
            {
                break;
            }

            shelf.Keep(one.Row.BlobId, await files.OfPdfAsync(await PdfOfAsync(record, one.Row, vault, ct), ct));
        }
    }

    // Its piece is missing, or does not open under the record's key, or is not what was stored.
    private static bool IsBroken(Exception cause) => cause is InvalidDataException or CryptographicException;

    private static bool HasWords(StoredDocument one) => one.Row.MimeType is "text/xml" || IsPdf(one);

    private static bool IsPdf(StoredDocument one)
        => one.Row.Size <= LargestPdf && (one.Row.MimeType is "application/pdf" || one.Description?.Format.Value is PdfBody);

    private async Task<byte[]> PdfOfAsync(OpenedRecord record, DocumentRow row, Vault vault, CancellationToken ct)
    {
        var content = await WholeAsync(record, row, vault, ct);
        if (row.MimeType is "application/pdf" || content.Length == 0)
        {
            return content;
        }

        using var pdf = new MemoryStream();
        clinical.CopyBody(new MemoryStream(content, writable: false), pdf, LargestPdf);
        return pdf.ToArray();
    }

    // Nothing, where it is broken.
    private static async Task<byte[]> WholeAsync(OpenedRecord record, DocumentRow row, Vault vault, CancellationToken ct)
    {
        await using var content = new CheckedStream(vault.Open(record.Id, row.BlobId, record.Key), row.Sha256);
        using var whole = new MemoryStream();
        try
        {
            await content.CopyToAsync(whole, ct);
        }
        catch (Exception cause) when (IsBroken(cause))
        {
            return [];
        }

        return whole.ToArray();
    }

    private Shelf ShelfOf(RecordId record)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, unused) in _shelves)
        {
            if (unused.UsedAt + Kept <= now)
            {
                _shelves.TryRemove(old, out _);
            }
        }

        if (_shelves.Count >= MostRecords && !_shelves.ContainsKey(record))
        {
            _shelves.TryRemove(_shelves.MinBy(shelf => shelf.Value.UsedAt).Key, out _);
        }

        var mine = _shelves.GetOrAdd(record, _ => new Shelf());
        mine.UsedAt = now;
        return mine;
    }

    // The texts of all records together are bounded too; who searched longest ago reads anew.
    private void MakeRoom(Shelf mine)
    {
        while (_shelves.Values.Sum(shelf => shelf.Characters) > MostAltogether
            && _shelves.Where(shelf => shelf.Value != mine).OrderBy(shelf => shelf.Value.UsedAt).Select(shelf => (RecordId?)shelf.Key)
                .FirstOrDefault() is { } oldest)
        {
            _shelves.TryRemove(oldest, out _);
        }
    }

    private sealed class Shelf
    {
        private long _characters;

        public long Characters => Interlocked.Read(ref _characters);

        public bool IsFull => Characters >= MostCharacters;

        public DateTimeOffset UsedAt { get; set; }

        public ConcurrentDictionary<Guid, FoldedText> Contents { get; } = new();

        public void Keep(Guid blob, string words)
        {
            if (Contents.TryAdd(blob, FoldedText.Of(words)))
            {
                Interlocked.Add(ref _characters, words.Length);
            }
        }
    }
}
