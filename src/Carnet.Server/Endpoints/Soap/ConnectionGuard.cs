using Carnet.Domain.Access;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform.Trail;
using Microsoft.AspNetCore.Connections.Features;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>Hears nobody whose certificate is not believed: nothing of the message is read, and the attempt is traced.</summary>
/// <remarks>A chain costs a millisecond to build, so a connection is judged once; it lives shorter than a trust changes.</remarks>
internal sealed class ConnectionGuard(ClientCheck check, Scribe scribe) : IEndpointFilter
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
            new Caller.Unidentified { Origin = new Origin(Door.Soap) },
            new Happening(TraceAct.Knock, TraceOutcome.Refused, defect.Code), CancellationToken.None);
        http.Response.Headers.Connection = "close";
        await SoapResponse.WriteFaultAsync(http.Response, null, defect, http.RequestAborted);
        return Results.Empty;
    }
}
