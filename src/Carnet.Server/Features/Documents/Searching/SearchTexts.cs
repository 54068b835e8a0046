using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Vault;

namespace Carnet.Server.Features.Documents.Searching;

/// <summary>The words of documents, made when somebody searches in a record and forgotten some minutes after.</summary>
/// <remarks>
/// In memory only: nothing of it lies on a disk. A text belongs to its content and not to a caller; who may see the
/// document is decided anew at each search. How many records are held is bounded, and so is each of them.
/// </remarks>
internal sealed class SearchTexts(IClinicalDocuments clinical, IFileWords files, TimeProvider clock)
{
    private const int MostRecords = 32;
    private const long MostCharacters = 8_000_000;
    private const long LargestPdf = 20L * 1024 * 1024;
    private const string PdfBody = "urn:ihe:iti:xds-sd:pdf:2008";
    private static readonly TimeSpan MostReading = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<RecordId, Shelf> _shelves = new();

    /// <summary>Reads the PDF files among documents that the caller may open, for two seconds; the next search goes on.</summary>
    /// <returns>How many have not been read yet.</returns>
    public async Task<int> ReadFilesAsync(
        EnteredRecord entered, IReadOnlyList<StoredDocument> documents, Vault vault, CancellationToken ct)
    {
        var shelf = ShelfOf(entered.Record.Id);
        var unread = documents.Where(one => one.MayOpen && IsPdf(one) && !shelf.Files.ContainsKey(one.Row.BlobId)).ToList();
        var (started, read) = (clock.GetTimestamp(), 0);
        foreach (var one in unread)
        {
            if (clock.GetElapsedTime(started) > MostReading || shelf.Characters >= MostCharacters)
            {
                break;
            }

            shelf.Files[one.Row.BlobId] = await files.OfPdfAsync(PdfOf(entered, one.Row, vault), ct);
            shelf.Texts.TryRemove(one.Row.BlobId, out _);
            read++;
        }

        return unread.Count - read;
    }

    /// <summary>The words of one document that the caller may open.</summary>
    public SearchableText Of(EnteredRecord entered, DocumentRow row, DocumentLine line, Vault vault)
    {
        var shelf = ShelfOf(entered.Record.Id);
        var heading = string.Join(" · ",
            new[] { line.Title, line.Type.Label, line.AuthorName, line.AuthorTrade, line.InstitutionName }
            .Where(part => !string.IsNullOrWhiteSpace(part)));
        if (shelf.Texts.TryGetValue(row.BlobId, out var known) && known.Heading == heading)
        {
            return known.Text;
        }

        var text = new SearchableText(heading, shelf.Characters >= MostCharacters ? ""
            : shelf.Files.TryGetValue(row.BlobId, out var words) ? Spaced(words) : ContentOf(entered, row, vault));
        shelf.Texts[row.BlobId] = (heading, text);
        Interlocked.Add(ref shelf.Characters, text.Length);
        return text;
    }

    private static bool IsPdf(StoredDocument one)
        => one.Row.Size <= LargestPdf && (one.Row.MimeType is "application/pdf" || one.Description?.Format.Value is PdfBody);

    private byte[] PdfOf(EnteredRecord entered, DocumentRow row, Vault vault)
    {
        using var content = new CheckedStream(vault.Open(entered.Record.Id, row.BlobId, entered.Record.Key), row.Sha256);
        using var pdf = new MemoryStream();
        if (row.MimeType is "application/pdf")
        {
            content.CopyTo(pdf);
        }
        else
        {
            clinical.CopyBody(content, pdf, LargestPdf);
        }

        return pdf.ToArray();
    }

    // The page that people read, without its tags. A picture inside has no words here.
    private string ContentOf(EnteredRecord entered, DocumentRow row, Vault vault)
    {
        if (row.MimeType is not "text/xml")
        {
            return "";
        }

        using var content = new CheckedStream(vault.Open(entered.Record.Id, row.BlobId, entered.Record.Key), row.Sha256);
        return clinical.Render(content, _ => "") is { BodyHtml: { } html } ? Words(html) : "";
    }

    /// <summary>The text between tags; our own renderer has encoded everything else.</summary>
    internal static string Words(string html)
    {
        var text = new StringBuilder(html.Length / 2);
        for (var at = 0; at < html.Length;)
        {
            var tag = html.IndexOf('<', at);
            var end = tag < 0 ? html.Length : tag;
            text.Append(html, at, end - at);
            if (tag < 0)
            {
                break;
            }

            text.Append(' ');
            var close = html.IndexOf('>', tag);
            at = close < 0 ? html.Length : close + 1;
        }

        return Spaced(WebUtility.HtmlDecode(text.ToString()));
    }

    private static string Spaced(string text)
    {
        var spaced = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                spaced.Append(c);
            }
            else if (spaced.Length > 0 && spaced[^1] != ' ')
            {
                spaced.Append(' ');
            }
        }

        return spaced.ToString().Trim();
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

    private sealed class Shelf
    {
        public long Characters;

        public DateTimeOffset UsedAt { get; set; }

        public ConcurrentDictionary<Guid, string> Files { get; } = new();

        public ConcurrentDictionary<Guid, (string Heading, SearchableText Text)> Texts { get; } = new();
    }
}
