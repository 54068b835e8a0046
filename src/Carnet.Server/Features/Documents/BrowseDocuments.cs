using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents.Searching;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>In which order documents are shown.</summary>
internal enum DocumentOrder
{
    Newest = 0,
    Oldest = 1,

    /// <summary>Last added to the record first.</summary>
    Added = 2,

    /// <summary>What answers best first; without words, the newest.</summary>
    Relevance = 3,
}

/// <summary>The documents of the person, narrowed, searched, in order, a page at a time.</summary>
/// <param name="Space">One of the nine spaces, or null for all.</param>
internal sealed record BrowseDocuments(DocumentSpace? Space = null)
{
    /// <summary>Searched in titles, kinds, authors, places and contents; all of them must be found.</summary>
    public string Words { get; init; } = "";

    public string? TypeCode { get; init; }

    /// <summary>As the list of authors names them.</summary>
    public string? Author { get; init; }

    public string? Place { get; init; }

    /// <summary>From inclusive, until exclusive.</summary>
    public (DateTimeOffset? From, DateTimeOffset? Until) Written { get; init; }

    /// <summary>Replaced and archived ones too.</summary>
    public bool WithOldVersions { get; init; }

    public DocumentOrder Order { get; init; }

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    public override string ToString() => "browse documents ***";
}

/// <summary>A document that was found, with the words around what was asked for.</summary>
internal sealed record BrowsedDocument(DocumentLine Line, IReadOnlyList<ExcerptPiece>? Excerpt);

/// <summary>One page of what was found; counts, choices and pages are taken after the decision (V-6).</summary>
/// <param name="Types">What can be chosen among the documents of the space.</param>
internal sealed record BrowsedDocuments(
    IReadOnlyList<BrowsedDocument> Documents, int Total, int Page, int Pages, IReadOnlyList<DocumentType> Types,
    IReadOnlyList<string> Authors, IReadOnlyList<string> Places, int WithoutText);

/// <summary>Decides each document as the list does, then narrows and searches among what is visible.</summary>
/// <remarks>
/// A search reads contents, so it leaves a line; the words that were searched are in no line. The excerpt is for the
/// person alone: who acts in their place opens the document, which is traced. Source: rules V-2 to V-8, T-1.
/// </remarks>
internal sealed class BrowseDocumentsHandler(
    IDbContextFactory<CarnetDb> databases, Reading reading, SearchTexts texts, SearchPreparation preparation, Vault vault, Scribe scribe)
    : IUseCase<BrowseDocuments, BrowsedDocuments>
{
    /// <summary>Lines of a page.</summary>
    public const int PageSize = 50;

    private const int LongestQuestion = 200;

    public async Task<Outcome<BrowsedDocuments>> RunAsync(Caller caller, BrowseDocuments request, CancellationToken ct)
    {
        if (caller.PersonalRecord is not { } id)
        {
            return RecordFailures.Unknown;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var (outcome, rows) = await reading.EnterWithRowsAsync(
            db, caller, id, Transaction.FindMetadata, TraceAct.FindDocuments, ct);
        return await outcome.UseAsync<EnteredRecord, BrowsedDocuments>(async entered =>
        {
            var seen = rows.Select(row => entered.See(row, request.WithOldVersions)).OfType<StoredDocument>()
                .Where(one => request.Space is null || one.Row.Facts().Type.Space == request.Space)
                .Select(entered.Describe).Select(one => (Stored: one, Line: DocumentLine.Of(one))).ToList();
            var asked = FrenchWords.Asked(Cut(request.Words));
            var found = seen.Where(one => Fits(one.Line, request)).Select(one => new Found(one.Stored, one.Line)).ToList();
            if (asked.Count > 0)
            {
                await texts.ReadAsync(entered.Record, found.ConvertAll(one => one.Stored), vault, ct);
                found = [.. found.Select(one => one with { Text = TextOf(entered, one) })
                    .Select(one => one with { Score = one.Text!.Score(asked) }).Where(one => one.Score > 0)];
            }

            else if (request.Page == 1)
            {
                preparation.Ask(entered.Record.Id, found.ConvertAll(one => one.Stored));
            }

            if (caller is not Caller.Patient || asked.Count > 0)
            {
                await scribe.WriteAsync(caller, entered.Record, new Happening(TraceAct.FindDocuments, TraceOutcome.Done,
                    asked.Count > 0 ? "search.contents" : $"ground.{entered.Entry.Ground}".ToLowerInvariant()));
            }

            return Answer(request, caller, asked, seen.ConvertAll(one => one.Line), found);
        });
    }

    private static BrowsedDocuments Answer(
        BrowseDocuments request, Caller caller, IReadOnlyList<Word> asked, List<DocumentLine> all, List<Found> found)
    {
        var pages = Math.Max(1, (found.Count + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page, 1, pages);
        return new BrowsedDocuments(
            [
                .. InOrder(found, request.Order, asked.Count > 0).Skip((page - 1) * PageSize).Take(PageSize)
                    .Select(one => new BrowsedDocument(one.Line, caller is Caller.Patient ? one.Text?.Excerpt(asked) : null)),
            ],
            found.Count, page, pages,
            [.. all.Select(line => line.Type).Distinct().OrderBy(type => type.Label, StringComparer.CurrentCultureIgnoreCase)],
            [.. all.Select(line => line.AuthorName).OfType<string>().Distinct().Order(StringComparer.CurrentCultureIgnoreCase)],
            [.. all.Select(line => line.InstitutionName).OfType<string>().Distinct().Order(StringComparer.CurrentCultureIgnoreCase)],
            asked.Count == 0 ? 0 : found.Count(one => one.Text is { HasContent: false }));
    }

    private static IEnumerable<Found> InOrder(IEnumerable<Found> found, DocumentOrder order, bool searched) => order switch
    {
        DocumentOrder.Oldest => found.OrderBy(one => one.Line.CreatedAt).ThenBy(one => one.Line.Id.Value),
        DocumentOrder.Added => found.OrderByDescending(one => one.Line.SubmittedAt).ThenByDescending(one => one.Line.Id.Value),
        DocumentOrder.Relevance when searched
            => found.OrderByDescending(one => one.Score).ThenByDescending(one => one.Line.CreatedAt),
        _ => found.OrderByDescending(one => one.Line.CreatedAt).ThenByDescending(one => one.Line.Id.Value),
    };

    private static bool Fits(DocumentLine line, BrowseDocuments request)
        => (request.TypeCode is null || line.Type.Code == request.TypeCode)
            && (request.Author is null || line.AuthorName == request.Author)
            && (request.Place is null || line.InstitutionName == request.Place)
            && (request.Written.From is not { } from || line.CreatedAt >= from)
            && (request.Written.Until is not { } until || line.CreatedAt < until);

    // What the caller may see and not open has its kind for a title and no words (V-8).
    private SearchableText TextOf(EnteredRecord entered, Found one) => one.Stored.MayOpen
        ? texts.Of(entered.Record.Id, one.Stored.Row, one.Line)
        : new SearchableText(one.Line.Type.Label, "");

    private static string Cut(string words) => words.Length <= LongestQuestion ? words : words[..LongestQuestion];

    private sealed record Found(StoredDocument Stored, DocumentLine Line)
    {
        public SearchableText? Text { get; init; }

        public int Score { get; init; }
    }
}
