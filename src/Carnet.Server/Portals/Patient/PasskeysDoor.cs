using System.Diagnostics;
using Carnet.Domain.Common;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Passkeys;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>What the button of a passkey needs; public because it is a parameter of a component.</summary>
public sealed record PasskeyOfferView(string Options, string State);

/// <summary>A page with the button: the offer, if one can be made, and what went wrong before.</summary>
internal sealed record PasskeyPageView(PasskeyOfferView? Offer, string? Problem = null, string? Field = null, string Act = "");

/// <summary>The list of passkeys, adding and removing one, and coming in with one. Source: rule N-7.</summary>
internal static class PasskeysDoor
{
    private const string ListPath = "/appareils/cles";
    private const string AddPath = "/appareils/cles/ajouter";
    private const string EnterPath = "/connexion/cle";

    public static void MapPasskeys(this IEndpointRouteBuilder pages)
    {
        var fresh = new FreshProof(FreshProofs.Passkeys);
        pages.MapGet(ListPath, ListAsync).WithMetadata(new BeforeChoice());
        pages.MapGet(AddPath, OfferAsync).WithMetadata(new BeforeChoice(), new WithScript(), fresh);
        pages.MapPost(AddPath, AddAsync).WithMetadata(new BeforeChoice(), new WithScript(), fresh);
        pages.MapPost("/appareils/cles/retirer", RemoveAsync).WithMetadata(new BeforeChoice(), fresh);
    }

    public static void MapPasskeyEntrance(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(EnterPath, (HttpContext context, IUseCase<AskPasskey, PasskeyOffer> ask, CancellationToken ct)
            => ShowEntranceAsync(context, ask, null, ct)).WithMetadata(new WithScript());
        pages.MapPost(EnterPath, EnterAsync).WithMetadata(new WithScript());
    }

    /// <summary>Where the browser of this request stands.</summary>
    public static PasskeySite Site(HttpContext context) => new(context.Request.Scheme, context.Request.Host.Value ?? "");

    public static PasskeyOfferView View(PasskeyOffer offer) => new(offer.Options, offer.State);

    private static async Task<IResult> ListAsync(
        HttpContext context, Visitor visitor, IUseCase<ListPasskeys, PasskeyList> list, CancellationToken ct)
        => (await list.RunAsync(visitor.Caller, new(), ct)).Match(
            keys => Pages.Show<PasskeysPage, PasskeyList>(context, keys), PortalFailures.Of);

    private static async Task<IResult> OfferAsync(
        HttpContext context, Visitor visitor, IUseCase<OfferPasskey, PasskeyOffer> offer, CancellationToken ct)
        => (await offer.RunAsync(visitor.Caller, new(Site(context)), ct)).Match(
            made => Pages.Show<AddPasskeyPage, PasskeyPageView>(context, new(View(made))),
            failure => Pages.Show<AddPasskeyPage, PasskeyPageView>(context, new(null, PortalFailures.Words(failure))));

    private static async Task<IResult> AddAsync(HttpContext context, Visitor visitor, IUseCase<EnrolPasskey, PasskeyEnrolled> enrol,
        IUseCase<OfferPasskey, PasskeyOffer> offer, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var request = new EnrolPasskey(Site(context), form["etat"].ToString(), form["reponse"].ToString(), form["nom"].ToString());
        if (await enrol.RunAsync(visitor.Caller, request, ct) is not Outcome<PasskeyEnrolled>.Failed(var failure))
        {
            return SeeOther.To(ListPath);
        }

        var again = await offer.RunAsync(visitor.Caller, new(Site(context)), ct);
        return Pages.Show<AddPasskeyPage, PasskeyPageView>(context,
            new(again is Outcome<PasskeyOffer>.Done(var made) ? View(made) : null, PortalFailures.Words(failure), "nom"),
            StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> RemoveAsync(
        HttpContext context, Visitor visitor, IUseCase<RemovePasskey, PasskeyRemoved> remove, CancellationToken ct)
        => Guid.TryParse((await context.Request.ReadFormAsync(ct))["cle"], out var passkey)
            ? (await remove.RunAsync(visitor.Caller, new(passkey), ct)).Match(_ => SeeOther.To(ListPath), PortalFailures.Of)
            : TypedResults.StatusCode(StatusCodes.Status400BadRequest);

    private static async Task<IResult> EnterAsync(HttpContext context, IUseCase<EnterWithPasskey, SessionOpened> enter,
        IUseCase<AskPasskey, PasskeyOffer> ask, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var request = new EnterWithPasskey(
            Site(context), form["etat"].ToString(), form["reponse"].ToString(), DevicesDoor.Of(context));
        return await enter.RunAsync(Visitor.Anonymous, request, ct) switch
        {
            Outcome<SessionOpened>.Done(var session) => LogInDoor.Enter(context, session),
            Outcome<SessionOpened>.Failed(var failure) => await ShowEntranceAsync(context, ask, failure, ct),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<IResult> ShowEntranceAsync(
        HttpContext context, IUseCase<AskPasskey, PasskeyOffer> ask, Failure? failure, CancellationToken ct)
        => (await ask.RunAsync(Visitor.Anonymous, new(Site(context)), ct)).Match(
            made => Pages.Show<PasskeyLogInPage, PasskeyPageView>(context, new(View(made), failure is null ? null : PortalFailures.Words(failure), "cle"),
                failure is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity),
            PortalFailures.Of);
}
