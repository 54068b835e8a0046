using Carnet.Domain.Common;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>A new password, and leaving.</summary>
internal static class AccountDoor
{
    public static void MapAccount(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/mot-de-passe", (HttpContext context) => Pages.Show<PasswordPage, FormView>(context, FormView.Empty))
            .WithMetadata(new BeforePasswordChange(), new BeforeChoice());
        pages.MapPost("/mot-de-passe", ChangeAsync).WithMetadata(new BeforePasswordChange(), new BeforeChoice());
        pages.MapPost("/deconnexion", LogOutAsync).WithMetadata(new BeforePasswordChange(), new BeforeChoice());
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext context, Visitor visitor, IUseCase<ChangePassword, SessionOpened> change, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var (current, chosen) = (form["actuel"].ToString(), form["nouveau"].ToString());
        if (chosen != form["confirmation"].ToString())
        {
            return Show(context, new(null, T("Les deux mots de passe ne sont pas les mêmes"), "confirmation"));
        }

        return await change.RunAsync(visitor.Caller, new(current, chosen, SessionCookie.Read(context)), ct) switch
        {
            Outcome<SessionOpened>.Done(var session) => LogInDoor.Enter(context, session),
            Outcome<SessionOpened>.Failed({ Kind: FailureKind.Invalid } failure) => Show(context,
                new(null, PortalFailures.Words(failure), failure == AccountFailures.PasswordCurrent ? "actuel" : "nouveau")),
            Outcome<SessionOpened>.Failed(var failure) => PortalFailures.Of(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> LogOutAsync(
        HttpContext context, Visitor visitor, IUseCase<LogOut, LoggedOut> logOut, CancellationToken ct)
    {
        if (SessionCookie.Read(context) is { } ticket)
        {
            await logOut.RunAsync(visitor.Caller, new(ticket), ct);
        }

        SessionCookie.Leave(context);
        return SeeOther.To("/");
    }

    private static IResult Show(HttpContext context, FormView view)
        => Pages.Show<PasswordPage, FormView>(context, view, StatusCodes.Status422UnprocessableEntity);
}
