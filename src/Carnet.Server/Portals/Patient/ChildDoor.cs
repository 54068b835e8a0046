using System.Diagnostics;
using Carnet.Domain.Common;
using Carnet.Server.Features.Openings;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Public;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>A parent who has come in opens the record of their child. Source: rules L-1, L-6.</summary>
internal static class ChildDoor
{
    private const string Path = "/proches/enfant";

    public static void MapChild(this IEndpointRouteBuilder pages)
    {
        var fresh = new FreshProof(FreshProofs.Child);
        pages.MapGet(Path, (HttpContext context) => Pages.Show<ChildPage, StatedForm>(context, StatedForm.Empty)).WithMetadata(fresh);
        pages.MapPost(Path, OpenAsync).WithMetadata(fresh);
    }

    private static async Task<IResult> OpenAsync(
        HttpContext context, Visitor visitor, IUseCase<OpenForChild, ChildRecordOpened> open, CancellationToken ct)
    {
        var form = StatedForm.Of(await context.Request.ReadFormAsync(ct));
        if (form.Person is not { } child)
        {
            return Again(context, form);
        }

        if (form["urgence"] is not ("oui" or "non") || form["samu"] is not ("oui" or "non"))
        {
            return form["urgence"] is not ("oui" or "non")
                ? Again(context, form.With(T("Répondez pour l’entrée en urgence"), "urgence"))
                : Again(context, form.With(T("Répondez pour le SAMU"), "samu"));
        }

        var request = new OpenForChild(child, form["accord"] is "oui", form["urgence"] is "oui", form["samu"] is "oui");
        return await open.RunAsync(visitor.Caller, request, ct) switch
        {
            Outcome<ChildRecordOpened>.Done => SeeOther.To("/pour-qui"),
            Outcome<ChildRecordOpened>.Failed(var failure) => Again(
                context, form.With(PortalFailures.Words(failure), failure == OpeningFailures.ConsentMissing ? "accord" : "numero")),
            _ => throw new UnreachableException(),
        };
    }

    private static IResult Again(HttpContext context, StatedForm form)
        => Pages.Show<ChildPage, StatedForm>(context, form, StatusCodes.Status422UnprocessableEntity);
}
