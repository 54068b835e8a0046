using Carnet.Domain.Common;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>What a form of the login shows again.</summary>
internal sealed record FormView(string? Login, string? Problem, string? Field)
{
    public static FormView Empty { get; } = new(null, null, null);
}

/// <summary>Coming in: identifier and password, then the code.</summary>
internal static class LogInDoor
{
    private const string CodePath = "/connexion/code";

    public static void MapLogIn(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/connexion", (HttpContext context) => Pages.Show<LogInPage, FormView>(context, FormView.Empty));
        pages.MapPost("/connexion", LogInAsync);
        pages.MapGet(CodePath, (HttpContext context) => SessionCookie.ReadPending(context) is null
            ? SeeOther.To("/connexion")
            : Pages.Show<CodePage, FormView>(context, FormView.Empty));
        pages.MapPost(CodePath, ConfirmAsync);
        pages.MapPost("/connexion/renvoi", ResendAsync);
    }

    private static async Task<IResult> LogInAsync(
        HttpContext context, IUseCase<LogIn, LogInStarted> logIn, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var (login, password) = (form["identifiant"].ToString().Trim(), form["mot-de-passe"].ToString());
        if (login.Length == 0 || password.Length == 0)
        {
            var missing = login.Length == 0
                ? new FormView(null, T("Écrivez votre identifiant"), "identifiant")
                : new FormView(login, T("Écrivez votre mot de passe"), "mot-de-passe");
            return Pages.Show<LogInPage, FormView>(context, missing, StatusCodes.Status422UnprocessableEntity);
        }

        var outcome = await logIn.RunAsync(Visitor.Anonymous, new(login, password), ct);
        return outcome.Match(
            started =>
            {
                SessionCookie.WritePending(context, started.Pending);
                return SeeOther.To(CodePath);
            },
            PortalFailures.Of);
    }

    private static async Task<IResult> ConfirmAsync(
        HttpContext context, IUseCase<ConfirmCode, SessionOpened> confirm, CancellationToken ct)
    {
        if (SessionCookie.ReadPending(context) is not { } pending)
        {
            return SeeOther.To("/connexion");
        }

        var code = (await context.Request.ReadFormAsync(ct))["code"].ToString();
        return await confirm.RunAsync(Visitor.Anonymous, new(pending, code, DevicesDoor.Of(context)), ct) switch
        {
            Outcome<SessionOpened>.Done(var session) => Enter(context, session),
            Outcome<SessionOpened>.Failed(var failure) when failure == AccountFailures.CodeSpent => Again(context, failure),
            Outcome<SessionOpened>.Failed(var failure) => Pages.Show<CodePage, FormView>(
                context, new(null, PortalFailures.Words(failure), "code"), StatusCodes.Status422UnprocessableEntity),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> ResendAsync(
        HttpContext context, IUseCase<ResendCode, CodeResent> resend, CancellationToken ct)
    {
        if (SessionCookie.ReadPending(context) is { } pending)
        {
            await resend.RunAsync(Visitor.Anonymous, new(pending), ct);
        }

        return SeeOther.To(CodePath);
    }

    public static SeeOther Enter(HttpContext context, SessionOpened session)
    {
        SessionCookie.Write(context, session.Cookie);
        if (session.Device is { } device)
        {
            SessionCookie.WriteDevice(context, device);
        }

        return SeeOther.To(session.MustChangePassword ? "/mot-de-passe" : "/accueil");
    }

    private static IResult Again(HttpContext context, Failure failure)
    {
        SessionCookie.ForgetPending(context);
        return Pages.Show<LogInPage, FormView>(
            context, new(null, PortalFailures.Words(failure), "identifiant"), StatusCodes.Status422UnprocessableEntity);
    }
}
