using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform.Pki;
using Carnet.Server.Platform.Trail;
using Microsoft.AspNetCore.Connections.Features;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>Hears nobody whose certificate is not believed: nothing of the message is read, and the attempt is traced.</summary>
/// <remarks>A chain costs a millisecond to build, so a connection is judged once; it lives shorter than a trust changes.</remarks>
internal sealed class ConnectionGuard(
    CertificateTrust trust, Revocations revocations, ISuspensions suspensions, Scribe scribe) : IEndpointFilter
{
    private static readonly object Judged = new();

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Defect(http) is not { } defect)
        {
            return await next(context);
        }

        await scribe.WriteAsync(
            new Caller.Unidentified { Origin = new Origin(Door.Soap) },
            new Happening(TraceAct.Knock, TraceOutcome.Refused, defect.Code), CancellationToken.None);
        http.Response.Headers.Connection = "close";
        await SoapResponse.WriteFaultAsync(http.Response, null, defect, http.RequestAborted);
        return Results.Empty;
    }

    private Failure? Defect(HttpContext http)
    {
        var items = http.Features.Get<IConnectionItemsFeature>()!.Items;
        if (!items.TryGetValue(Judged, out var known))
        {
            known = items[Judged] = http.Connection.ClientCertificate is { } certificate
                ? trust.OfClient(certificate)
                : ClientTrust.Foreign;
        }

        return (ClientTrust)known! switch
        {
            // At each call, for connections stay open.
            ClientTrust.Trusted => suspensions.Of(http.Connection.ClientCertificate!) ?? Revoked(http.Connection.ClientCertificate!),
            ClientTrust.WrongUse => SoapFailures.CertificateUse,
            ClientTrust.Foreign => SoapFailures.CertificateForeign,
            ClientTrust.OutOfDate => SoapFailures.CertificateOutOfDate,
        };
    }

    private Failure? Revoked(X509Certificate2 certificate) => revocations.Of(certificate) switch
    {
        Revocation.Good => null,
        Revocation.Revoked => SoapFailures.CertificateRevoked,
        Revocation.Unknown => SoapFailures.RevocationUnknown,
    };
}
