using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Representation;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>Masking one document, or unmasking it; the effect is said before the button.</summary>
/// <param name="NeedsBoth">The other parent has to agree .</param>
internal sealed record MaskView(DocumentLine Line, string? Problem, bool NeedsBoth);

/// <summary>The page of one question. Source: rule V-2.</summary>
internal static class MaskDoor
{
    private const string Address = "/documents/{id:guid}/masquer";

    public static void MapMask(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, (HttpContext context, Visitor visitor, IUseCase<ListDocuments, DocumentList> documents, Guid id,
            CancellationToken ct) => ShowAsync(context, visitor, documents, id, null, ct));
        pages.MapPost(Address, SetAsync);
    }

    private static async Task<IResult> SetAsync(
        HttpContext context, Visitor visitor, IUseCase<ListDocuments, DocumentList> documents,
        IUseCase<SetMarks, AmendedDocument> set, IUseCase<ProposeJointly, JointlyProposed> propose, Guid id, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var line = await FindAsync(visitor, documents, id, ct);
        if (line is null)
        {
            return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        }

        var wanted = form["masque"] == "oui"
            ? line.Marks | Marks.MaskedToProfessionals
            : line.Marks & ~Marks.MaskedToProfessionals;
        return await set.RunAsync(visitor.Caller, new(new DocumentId(id), wanted), ct) switch
        {
            Outcome<AmendedDocument>.Failed({ Kind: FailureKind.Invalid or FailureKind.Conflict } failure)
                => await ShowAsync(context, visitor, documents, id, PortalFailures.Words(failure), ct),
            Outcome<AmendedDocument>.Failed(var failure) when failure == AccessFailures.NeedsBothParents
                => await AgreementsDoor.ProposeAsync(propose, visitor.Caller, new JointProposal(
                    wanted.HasFlag(Marks.MaskedToProfessionals) ? JointKind.Mask : JointKind.Unmask, line.Id, null), ct),
            Outcome<AmendedDocument>.Failed(var failure) => PortalFailures.Of(failure),
            _ => SeeOther.To($"/documents/{id}"),
        };
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ListDocuments, DocumentList> documents, Guid id, string? problem,
        CancellationToken ct)
        => await FindAsync(visitor, documents, id, ct) is { } line
            ? Pages.Show<MaskPage, MaskView>(context, new(line, problem, AgreementsDoor.NeedsBoth(visitor.Caller)),
                problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity)
            : TypedResults.StatusCode(StatusCodes.Status404NotFound);

    private static async Task<DocumentLine?> FindAsync(
        Visitor visitor, IUseCase<ListDocuments, DocumentList> documents, Guid id, CancellationToken ct)
        => (await documents.RunAsync(visitor.Caller, new(WithOldVersions: true), ct)).Match(
            list => list.Lines.FirstOrDefault(line => line.Id.Value == id), _ => null);
}
