using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>Says that a page is open to somebody who still has to choose a password.</summary>
internal sealed record BeforePasswordChange;

/// <summary>Says that a page is open to somebody who has not said yet for whom they act.</summary>
internal sealed record BeforeChoice;

/// <summary>Lets nobody by without a living session, nor past the forced change of a temporary password.</summary>
/// <remarks>It never notes where somebody wanted to go, so that no address can send a person elsewhere after the login.</remarks>
internal sealed class SessionGate(
    Visitor visitor, IUseCase<ResolveSession, PatientSession> sessions, IUseCase<ChooseLanguage, MessageLanguage> languages)
    : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (SessionCookie.Read(http) is not { } ticket
            || await sessions.RunAsync(visitor.Caller, new(ticket), http.RequestAborted)
                is not Outcome<PatientSession>.Done(var session))
        {
            return SeeOther.To("/connexion");
        }

        visitor.Session = session;
        if (session.ActsFor is { } person)
        {
            Language.Turn(Language.Current.About(person));
        }

        if (ReadingChoice.AskedHere(http) is { } language)
        {
            // Only the language of later messages: what stands in its way does not keep the page from being shown.
            await languages.RunAsync(visitor.Caller, new(language), http.RequestAborted);
        }

        var page = http.GetEndpoint()?.Metadata;
        var fresh = page?.GetMetadata<FreshProof>();
        return session.MustChangePassword && page?.GetMetadata<BeforePasswordChange>() is null ? SeeOther.To("/mot-de-passe")
            : session.MustChoose && page?.GetMetadata<BeforeChoice>() is null ? SeeOther.To("/pour-qui")
            : fresh is not null && session.WaitsUntil is not null ? Pages.Show<ProofWaitsPage>(StatusCodes.Status403Forbidden)
            : fresh is not null && !FreshProofs.Suffices(session, http.Request.Method) ? SeeOther.To($"/confirmer?vers={fresh.Act}")
            : await next(context);
    }
}

/// <summary>Sends the browser to another of our pages, always by GET.</summary>
internal sealed class SeeOther : IResult
{
    private readonly string _path;

    private SeeOther(string path) => _path = path;

    /// <param name="path">Written in our code, never taken from a request.</param>
    public static SeeOther To(string path) => new(path);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = _path;
        return Task.CompletedTask;
    }
}
