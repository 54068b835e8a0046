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
internal sealed class SearchTexts(IClinicalDocuments clinical, TimeProvider clock)
{
    private const int MostRecords = 32;
    private const long MostCharacters = 8_000_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<RecordId, Shelf> _shelves = new();

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

        var text = new SearchableText(heading, shelf.Characters < MostCharacters ? ContentOf(entered, row, vault) : "");
        shelf.Texts[row.BlobId] = (heading, text);
        Interlocked.Add(ref shelf.Characters, text.Length);
        return text;
    }

    // The page that people read, without its tags. A file inside (PDF, picture) has no words here.
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

        public ConcurrentDictionary<Guid, (string Heading, SearchableText Text)> Texts { get; } = new();
    }
}
