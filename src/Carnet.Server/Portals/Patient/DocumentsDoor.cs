using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>A list of documents, of one space or of all.</summary>
internal sealed record DocumentsView(DocumentSpace? Space, IReadOnlyList<RowView> Rows);

/// <summary>The documents of the record.</summary>
internal static class DocumentsDoor
{
    public static void MapDocuments(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/documents", (
            HttpContext context, Visitor visitor, IUseCase<ListDocuments, DocumentList> documents, TimeProvider clock,
            CancellationToken ct) => ShowAsync(context, visitor, documents, clock, null, ct));
        pages.MapGet("/documents/espace/{slug}", (
            HttpContext context, Visitor visitor, IUseCase<ListDocuments, DocumentList> documents, TimeProvider clock,
            string slug, CancellationToken ct) => DocumentSpaces.FromSlug(slug) is { } space
                ? ShowAsync(context, visitor, documents, clock, space, ct)
                : Task.FromResult<IResult>(TypedResults.StatusCode(StatusCodes.Status404NotFound)));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ListDocuments, DocumentList> documents, TimeProvider clock,
        DocumentSpace? space, CancellationToken ct)
    {
        var outcome = await documents.RunAsync(visitor.Caller, new(space, WithOldVersions: false), ct);
        return outcome.Match(
            list => Pages.Show<DocumentsPage, DocumentsView>(
                context, new(space, [.. list.Lines.Select(line => RowView.Of(line, clock.Now()))])),
            PortalFailures.Of);
    }
}
