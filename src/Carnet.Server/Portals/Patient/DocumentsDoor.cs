using System.Globalization;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>A list of documents, of one space or of all, with what it was narrowed by.</summary>
internal sealed record DocumentsView(
    DocumentSpace? Space, DocumentsQuestion Question, BrowsedDocuments Found, IReadOnlyList<RowView> Rows)
{
    /// <summary>Address of the plain list.</summary>
    public string Path => Space is { } space ? $"/documents/espace/{space.Slug()}" : "/documents";

    public bool IsNarrowed => Question.Values.Any(value => value.Key is not ("ordre" or "page") && value.Value.Length > 0);
}

/// <summary>The fields of the search form as they were sent.</summary>
internal sealed record DocumentsQuestion(IReadOnlyDictionary<string, string> Values)
{
    public static DocumentsQuestion Nothing { get; } = new(new Dictionary<string, string>());

    public string? this[string name] => Values.GetValueOrDefault(name);
}

/// <summary>The documents of the record.</summary>
/// <remarks>
/// Words, authors and kinds that somebody looks for tell of their health, so they travel in the body and are in no
/// address; an order, a page and a month tell nothing and are.
/// </remarks>
internal static class DocumentsDoor
{
    private const int LongestValue = 200;

    public static void MapDocuments(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/documents", (
            HttpContext context, Visitor visitor, IUseCase<BrowseDocuments, BrowsedDocuments> documents, TimeProvider clock,
            CancellationToken ct) => ShowAsync(context, visitor, documents, clock, null, Addressed(context), ct));
        pages.MapGet("/documents/espace/{slug}", (
            HttpContext context, Visitor visitor, IUseCase<BrowseDocuments, BrowsedDocuments> documents, TimeProvider clock,
            string slug, CancellationToken ct) => DocumentSpaces.FromSlug(slug) is { } space
                ? ShowAsync(context, visitor, documents, clock, space, Addressed(context), ct)
                : Task.FromResult<IResult>(TypedResults.StatusCode(StatusCodes.Status404NotFound)));
        pages.MapPost("/documents/recherche", SearchAsync);
        pages.MapGet("/documents/recherche", () => SeeOther.To("/documents"));
        pages.MapGet("/documents/frise", ShowTimelineAsync);
    }

    private static async Task<IResult> SearchAsync(
        HttpContext context, Visitor visitor, IUseCase<BrowseDocuments, BrowsedDocuments> documents, TimeProvider clock,
        CancellationToken ct)
    {
        var values = (await context.Request.ReadFormAsync(ct)).ToDictionary(
            field => field.Key,
            field => field.Value.ToString() is var text && text.Length > LongestValue ? text[..LongestValue]
                : field.Value.ToString().Trim());
        values.Remove("jeton");
        var space = DocumentSpaces.FromSlug(values.GetValueOrDefault("espace"));
        values.Remove("espace");
        return await ShowAsync(context, visitor, documents, clock, space, new DocumentsQuestion(values), ct);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<BrowseDocuments, BrowsedDocuments> documents, TimeProvider clock,
        DocumentSpace? space, DocumentsQuestion question, CancellationToken ct)
    {
        var outcome = await documents.RunAsync(visitor.Caller, Request(space, question), ct);
        return outcome.Match(
            found => Pages.Show<DocumentsPage, DocumentsView>(context, new(space, question, found,
                [.. found.Documents.Select(one => RowView.Of(one.Line, clock.Now()) with { Excerpt = one.Excerpt })])),
            PortalFailures.Of);
    }

    private static async Task<IResult> ShowTimelineAsync(
        HttpContext context, Visitor visitor, IUseCase<ListDocuments, DocumentList> documents, CancellationToken ct)
        => (await documents.RunAsync(visitor.Caller, new(null, WithOldVersions: false), ct)).Match(
            list => Pages.Show<TimelinePage, TimelineView>(context, TimelineView.Of(list.Lines)), PortalFailures.Of);

    private static BrowseDocuments Request(DocumentSpace? space, DocumentsQuestion question) => new(space)
    {
        Words = question["mots"] ?? "",
        TypeCode = Chosen(question["type"]),
        Author = Chosen(question["auteur"]),
        Place = Chosen(question["lieu"]),
        Written = Written(question),
        WithOldVersions = question["versions"] is "oui",
        Order = question["ordre"] switch
        {
            "ancien" => DocumentOrder.Oldest,
            "ajout" => DocumentOrder.Added,
            "recent" => DocumentOrder.Newest,
            _ => DocumentOrder.Relevance,
        },
        Page = int.TryParse(question["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : 1,
    };

    private static (DateTimeOffset? From, DateTimeOffset? Until) Written(DocumentsQuestion question)
    {
        if (DateOnly.TryParseExact(question["mois"] + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var month))
        {
            return (FrenchDates.Start(month), FrenchDates.Start(month.AddMonths(1)));
        }

        return (Day(question["du"]) is { } from ? FrenchDates.Start(from) : null,
            Day(question["au"]) is { } to && to < DateOnly.MaxValue ? FrenchDates.Start(to.AddDays(1)) : null);
    }

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(
        text, ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is > 1000 and < 9000 ? day : null;

    private static string? Chosen(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static DocumentsQuestion Addressed(HttpContext context) => new(context.Request.Query
        .Where(field => field.Key is "page" or "ordre" or "mois")
        .ToDictionary(field => field.Key, field => field.Value.ToString() is var text && text.Length > 10 ? ""
            : field.Value.ToString()));
}
