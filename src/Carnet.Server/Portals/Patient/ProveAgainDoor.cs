using System.Diagnostics;
using Carnet.Domain.Common;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Passkeys;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>Shows once more who it is, before an act that is hard to undo: by password, or by passkey.</summary>
internal static class ProveAgainDoor
{
    private const string Path = "/confirmer";

    public static void MapProveAgain(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, (HttpContext context, Visitor visitor, IUseCase<AskPasskey, PasskeyOffer> ask, CancellationToken ct)
            => ShowAsync(context, visitor, ask, context.Request.Query["vers"].ToString(), null, ct))
            .WithMetadata(new BeforeChoice(), new WithScript());
        pages.MapPost(Path, ByPasswordAsync).WithMetadata(new BeforeChoice(), new WithScript());
        pages.MapPost("/confirmer/cle", ByPasskeyAsync).WithMetadata(new BeforeChoice(), new WithScript());
    }

    private static async Task<IResult> ByPasswordAsync(HttpContext context, Visitor visitor, IUseCase<ProveAgain, ProvenAgain> prove,
        IUseCase<AskPasskey, PasskeyOffer> ask, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        return SessionCookie.Read(context) is { } cookie
            ? await EndAsync(context, visitor, prove, ask, new(cookie, form["mot-de-passe"].ToString()), form["vers"].ToString(), ct)
            : SeeOther.To("/connexion");
    }

    private static async Task<IResult> ByPasskeyAsync(HttpContext context, Visitor visitor, IUseCase<ProveAgain, ProvenAgain> prove,
        IUseCase<AskPasskey, PasskeyOffer> ask, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        return SessionCookie.Read(context) is { } cookie
            ? await EndAsync(context, visitor, prove, ask,
                new(cookie, null, (PasskeysDoor.Site(context), form["etat"].ToString(), form["reponse"].ToString())),
                form["vers"].ToString(), ct)
            : SeeOther.To("/connexion");
    }

    private static async Task<IResult> EndAsync(HttpContext context, Visitor visitor, IUseCase<ProveAgain, ProvenAgain> prove,
        IUseCase<AskPasskey, PasskeyOffer> ask, ProveAgain request, string act, CancellationToken ct)
    {
        switch (await prove.RunAsync(visitor.Caller, request, ct))
        {
            case Outcome<ProvenAgain>.Done(var proven):
                SessionCookie.Write(context, proven.Cookie);
                return SeeOther.To(FreshProofs.Pages.GetValueOrDefault(act, "/accueil"));
            case Outcome<ProvenAgain>.Failed(var failure) when failure == AccountFailures.NoSession:
                return SeeOther.To("/connexion");
            case Outcome<ProvenAgain>.Failed(var failure):
                return await ShowAsync(context, visitor, ask, act, failure, ct);
            default:
                throw new UnreachableException();
        }
    }

    private static async Task<IResult> ShowAsync(HttpContext context, Visitor visitor, IUseCase<AskPasskey, PasskeyOffer> ask,
        string act, Failure? failure, CancellationToken ct)
    {
        var offer = await ask.RunAsync(visitor.Caller, new(PasskeysDoor.Site(context)), ct);
        return Pages.Show<ProofAgainPage, PasskeyPageView>(context,
            new(offer is Outcome<PasskeyOffer>.Done(var made) ? PasskeysDoor.View(made) : null, failure is null ? null : PortalFailures.Words(failure), "mot-de-passe",
                FreshProofs.Pages.ContainsKey(act) ? act : ""),
            failure is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
