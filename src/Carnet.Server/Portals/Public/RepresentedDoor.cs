using System.Diagnostics;
using Carnet.Domain.Common;
using Carnet.Server.Features.Openings;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Patient;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Public;

/// <summary>Objecting for somebody whom one represents, after proving who one is. Source: rule L-7.</summary>
internal static class RepresentedDoor
{
    private const string Path = "/s-opposer/represente";

    public static void MapRepresented(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, (HttpContext context) => SessionCookie.ReadProof(context) is null
            ? SeeOther.To("/s-opposer/identite")
            : Pages.Show<ObjectForPage, StatedForm>(context, StatedForm.Empty));
        pages.MapPost(Path, ObjectAsync);
    }

    private static async Task<IResult> ObjectAsync(
        HttpContext context, IUseCase<ObjectForRepresented, DateTimeOffset> objectTo, CancellationToken ct)
    {
        if (SessionCookie.ReadProof(context) is not { } proof)
        {
            return SeeOther.To("/s-opposer/identite");
        }

        var form = StatedForm.Of(await context.Request.ReadFormAsync(ct));
        if (form.Person is not { } person)
        {
            return Again(context, form);
        }

        switch (await objectTo.RunAsync(Visitor.Anonymous, new(proof, person), ct))
        {
            case Outcome<DateTimeOffset>.Done(var at):
                return Pages.Show<ObjectedForPage, ObjectedView>(context, new(FrenchDates.LongDay(at)));
            case Outcome<DateTimeOffset>.Failed(var failure) when failure == OpeningFailures.ProofMissing:
                SessionCookie.ForgetProof(context);
                return SeeOther.To("/s-opposer/identite");
            case Outcome<DateTimeOffset>.Failed(var failure):
                return Again(context, form.With(PortalFailures.Words(failure), "numero"));
            default:
                throw new UnreachableException();
        }
    }

    private static IResult Again(HttpContext context, StatedForm form)
        => Pages.Show<ObjectForPage, StatedForm>(context, form, StatusCodes.Status422UnprocessableEntity);
}
