using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>One document: its page, its content, its original.</summary>
internal static class DocumentDoor
{
    public static void MapDocument(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/documents/{id:guid}", ShowAsync);
        pages.MapGet("/documents/{id:guid}/original", (
            HttpContext context, Visitor visitor, IUseCase<ReadContent, ContentStream> contents, Guid id,
            CancellationToken ct) => SendAsync(context, visitor, contents, new(new(id), new ContentPart.Original()), ct));
        pages.MapGet("/documents/{id:guid}/contenu", (
            HttpContext context, Visitor visitor, IUseCase<ReadContent, ContentStream> contents, Guid id,
            CancellationToken ct) => SendAsync(context, visitor, contents, new(new(id), new ContentPart.Body()), ct));
        pages.MapGet("/documents/{id:guid}/image/{number:int}", (
            HttpContext context, Visitor visitor, IUseCase<ReadContent, ContentStream> contents, Guid id, int number,
            CancellationToken ct) => SendAsync(context, visitor, contents, new(new(id), new ContentPart.Image(number)), ct));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ViewDocument, DocumentView> view, Guid id, CancellationToken ct)
    {
        var outcome = await view.RunAsync(visitor.Caller, new(new DocumentId(id)), ct);
        return outcome.Match(
            document => Pages.Show<DocumentPage, DocumentView>(context, document), PortalFailures.Of);
    }

    private static async Task<IResult> SendAsync(
        HttpContext context, Visitor visitor, IUseCase<ReadContent, ContentStream> contents, ReadContent request,
        CancellationToken ct)
    {
        var outcome = await contents.RunAsync(visitor.Caller, request, ct);
        return outcome.Match(
            content => new ContentResult(content, inline: request.Part != new ContentPart.Original()), PortalFailures.Of);
    }
}
