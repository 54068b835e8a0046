using Carnet.Domain.Common;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Representation;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>Between one's own record and those of the persons whom one represents.</summary>
internal sealed record ChoiceView(bool HasOwnRecord, IReadOnlyList<ActingView> Persons);

/// <summary>For whom somebody acts. Source: rules .</summary>
internal static class ActingDoor
{
    private const string Path = "/pour-qui";

    public static void MapActing(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).WithMetadata(new BeforeChoice());
        pages.MapPost(Path, ChooseAsync).WithMetadata(new BeforeChoice());
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ListRepresented, RepresentedList> represented, CancellationToken ct)
    {
        var outcome = await represented.RunAsync(visitor.Caller, new(), ct);
        return outcome.Match(
            list => Pages.Show<ActingPage, ChoiceView>(context, new ChoiceView(
                visitor.Session!.HasOwnRecord, [.. list.Persons.Select(person => ActingView.Of(person, visitor))])),
            PortalFailures.Of);
    }

    private static async Task<IResult> ChooseAsync(
        HttpContext context, Visitor visitor, IUseCase<ActFor, ActingStarted> act, CancellationToken ct)
    {
        var wanted = (await context.Request.ReadFormAsync(ct))["mandat"].ToString();
        Guid? mandate = Guid.TryParse(wanted, out var id) ? id : null;
        if ((mandate is null && wanted.Length > 0) || SessionCookie.Read(context) is not { } cookie)
        {
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }

        return await act.RunAsync(visitor.Caller, new(cookie, mandate), ct) switch
        {
            Outcome<ActingStarted>.Done(var started) => Enter(context, started),
            Outcome<ActingStarted>.Failed(var failure) when failure == AccountFailures.NoSession => SeeOther.To("/connexion"),
            Outcome<ActingStarted>.Failed(var failure) => PortalFailures.Of(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static SeeOther Enter(HttpContext context, ActingStarted started)
    {
        SessionCookie.Write(context, started.Cookie);
        return SeeOther.To("/accueil");
    }
}
