using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Rights;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>What the two pages about one document show.</summary>
internal sealed record RightView(DocumentLine Document, string? Text, string? Problem, string? Field);

/// <summary>The requests for correction of one person.</summary>
internal sealed record CorrectionsView(IReadOnlyList<RectificationLine> Lines, bool JustAsked);

/// <summary>Asking an author for a correction, destroying one's own document. Source: rule L-9.</summary>
internal static class RightsDoor
{
    private const string Confirmation = "DÉTRUIRE";

    public static void MapRights(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/corrections", ListAsync);
        pages.MapGet("/documents/{id:guid}/correction", (
            HttpContext context, Visitor visitor, IUseCase<ListDocuments, DocumentList> documents, Guid id, CancellationToken ct)
            => ShowAsync<CorrectionPage>(context, visitor, documents, id, null, ct));
        pages.MapPost("/documents/{id:guid}/correction", AskAsync);
        pages.MapGet("/documents/{id:guid}/destruction", (
            HttpContext context, Visitor visitor, IUseCase<ListDocuments, DocumentList> documents, Guid id, CancellationToken ct)
            => ShowAsync<DestroyPage>(context, visitor, documents, id, null, ct));
        pages.MapPost("/documents/{id:guid}/destruction", DestroyAsync);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, Visitor visitor, IUseCase<ListRectifications, IReadOnlyList<RectificationLine>> list, string? faite,
        CancellationToken ct)
        => (await list.RunAsync(visitor.Caller, new ListRectifications(), ct)).Match(
            lines => Pages.Show<CorrectionsPage, CorrectionsView>(context, new(lines, faite is not null)), PortalFailures.Of);

    private static async Task<IResult> AskAsync(
        HttpContext context, Visitor visitor, IUseCase<AskRectification, Guid> ask, IUseCase<ListDocuments, DocumentList> documents,
        Guid id, CancellationToken ct)
    {
        var text = (await context.Request.ReadFormAsync(ct))["texte"].ToString();
        return await ask.RunAsync(visitor.Caller, new AskRectification(new DocumentId(id), text), ct) switch
        {
            Outcome<Guid>.Done => SeeOther.To("/corrections?faite=oui"),
            Outcome<Guid>.Failed(var failure) when failure == RightsFailures.TextMissing => await ShowAsync<CorrectionPage>(
                context, visitor, documents, id,
                new(text, T("Écrivez ce qui doit être corrigé, en 2 000 caractères au plus"), "texte"), ct),
            Outcome<Guid>.Failed(var failure) => PortalFailures.Of(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> DestroyAsync(
        HttpContext context, Visitor visitor, IUseCase<DestroyOwnDocument, bool> destroy,
        IUseCase<ListDocuments, DocumentList> documents, Guid id, CancellationToken ct)
    {
        var typed = (await context.Request.ReadFormAsync(ct))["confirmation"].ToString().Trim();
        if (!string.Equals(typed, Confirmation, StringComparison.OrdinalIgnoreCase)
            && !string.Equals(typed, "DETRUIRE", StringComparison.OrdinalIgnoreCase))
        {
            return await ShowAsync<DestroyPage>(
                context, visitor, documents, id, new(null, T("Écrivez {0} pour confirmer", Confirmation), "confirmation"), ct);
        }

        return (await destroy.RunAsync(visitor.Caller, new DestroyOwnDocument(new DocumentId(id)), ct))
            .Match(_ => SeeOther.To("/documents"), PortalFailures.Of);
    }

    private static async Task<IResult> ShowAsync<TPage>(
        HttpContext context, Visitor visitor, IUseCase<ListDocuments, DocumentList> documents, Guid id, FormView? wrong,
        CancellationToken ct)
        where TPage : Microsoft.AspNetCore.Components.IComponent
        => (await documents.RunAsync(visitor.Caller, new ListDocuments(null, WithOldVersions: true), ct)).Match(
            list => list.Lines.FirstOrDefault(line => line.Id.Value == id) is { } document
                ? Pages.Show<TPage, RightView>(context, new(document, wrong?.Login, wrong?.Problem, wrong?.Field),
                    wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity)
                : TypedResults.StatusCode(StatusCodes.Status404NotFound),
            PortalFailures.Of);
}
