using System.Diagnostics;
using Carnet.Domain.Common;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>A forgotten password: the identifier, then both codes with the new password.</summary>
internal static class RecoveryDoor
{
    private const string Path = "/mot-de-passe-oublie";
    private const string CodesPath = "/mot-de-passe-oublie/codes";

    public static void MapRecovery(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, (HttpContext context) => Pages.Show<RecoveryPage, FormView>(context, FormView.Empty));
        pages.MapPost(Path, StartAsync);
        pages.MapGet(CodesPath, (HttpContext context) => SessionCookie.ReadRecovery(context) is null
            ? SeeOther.To(Path)
            : Pages.Show<RecoveryCodesPage, FormView>(context, FormView.Empty));
        pages.MapPost(CodesPath, FinishAsync);
        pages.MapGet("/mot-de-passe-oublie/fait", () => Pages.Show<RecoveredPage>());
    }

    private static async Task<IResult> StartAsync(
        HttpContext context, IUseCase<StartRecovery, RecoveryStarted> start, CancellationToken ct)
    {
        var login = (await context.Request.ReadFormAsync(ct))["identifiant"].ToString().Trim();
        if (login.Length == 0)
        {
            return Again<RecoveryPage>(context, T("Écrivez votre identifiant"), "identifiant");
        }

        return (await start.RunAsync(Visitor.Anonymous, new(login), ct)).Match(
            started =>
            {
                SessionCookie.WriteRecovery(context, started.Pending);
                return SeeOther.To(CodesPath);
            },
            PortalFailures.Of);
    }

    private static async Task<IResult> FinishAsync(
        HttpContext context, IUseCase<FinishRecovery, AccessRecovered> finish, CancellationToken ct)
    {
        if (SessionCookie.ReadRecovery(context) is not { } pending)
        {
            return SeeOther.To(Path);
        }

        var form = await context.Request.ReadFormAsync(ct);
        var chosen = form["nouveau"].ToString();
        if (chosen != form["confirmation"].ToString())
        {
            return Again<RecoveryCodesPage>(context, T("Les deux mots de passe ne sont pas les mêmes"), "confirmation");
        }

        switch (await finish.RunAsync(Visitor.Anonymous, new(pending, form["code-email"].ToString(), form["code-sms"].ToString(), chosen), ct))
        {
            case Outcome<AccessRecovered>.Done:
                SessionCookie.ForgetRecovery(context);
                SessionCookie.Leave(context);
                return SeeOther.To("/mot-de-passe-oublie/fait");
            case Outcome<AccessRecovered>.Failed(var failure) when failure == AccountFailures.RecoverySpent:
                SessionCookie.ForgetRecovery(context);
                return Again<RecoveryPage>(context, PortalFailures.Words(failure), "identifiant");
            case Outcome<AccessRecovered>.Failed(var failure):
                return Again<RecoveryCodesPage>(
                    context, PortalFailures.Words(failure), failure == AccountFailures.RecoveryWrong ? "code-email" : "nouveau");
            default:
                throw new UnreachableException();
        }
    }

    private static IResult Again<TPage>(HttpContext context, string problem, string field)
        where TPage : Microsoft.AspNetCore.Components.IComponent
        => Pages.Show<TPage, FormView>(context, new(null, problem, field), StatusCodes.Status422UnprocessableEntity);
}
