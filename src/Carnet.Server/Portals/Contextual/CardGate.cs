using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Contextual;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Trail;
using Microsoft.AspNetCore.Connections.Features;

namespace Carnet.Server.Portals.Contextual;

/// <summary>Hears nobody whose certificate is not believed; the attempt is traced and answered with a page that says why.</summary>
/// <remarks>The same questions as at the SOAP door, at each page: use, chain, dates, suspension, revocation.</remarks>
internal sealed class CardGate(ClientCheck check, Scribe scribe) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var connection = http.Features.Get<IConnectionItemsFeature>()!.Items;
        if (await check.DefectAsync(http.Connection.ClientCertificate, connection, http.RequestAborted) is not { } defect)
        {
            return await next(context);
        }

        await scribe.WriteAsync(
            ContextVisitor.Anonymous, new Happening(TraceAct.Knock, TraceOutcome.Refused, defect.Code), CancellationToken.None);
        http.Response.Headers.Connection = "close";
        return ContextProblem.Show(http, defect);
    }

    /// <summary>SHA-256 of the certificate of the connection.</summary>
    public static byte[] HashOf(HttpContext http) => SHA256.HashData(CertificateOf(http).RawData);

    // The door asks for one in the handshake; without one the connection would not exist.
    public static X509Certificate2 CertificateOf(HttpContext http)
        => http.Connection.ClientCertificate ?? throw new CryptographicException("No client certificate.");
}

/// <summary>Lets nobody by without a living access that this very certificate opened.</summary>
internal sealed class ContextGate(ContextVisitor visitor, IUseCase<ResolveContext, WebContext> contexts) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (ContextCookie.Read(http) is not { } ticket
            || await contexts.RunAsync(visitor.Caller, new(ticket, CardGate.HashOf(http)), http.RequestAborted)
                is not Outcome<WebContext>.Done(var found))
        {
            return ContextProblem.Show(http, ContextualFailures.Over);
        }

        visitor.Context = found;
        return await next(context);
    }
}
