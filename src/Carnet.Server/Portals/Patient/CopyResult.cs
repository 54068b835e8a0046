using Carnet.Server.Features.Rights;
using Carnet.Server.Portals.Shared;
using Microsoft.Net.Http.Headers;

namespace Carnet.Server.Portals.Patient;

/// <summary>Sends a copy while it is made; no browser keeps it in its cache.</summary>
internal sealed class CopyResult(RecordCopy copy) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(copy.FileName);
        response.ContentType = "application/zip";
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy = SecurityHeaders.ContentPolicy;
        await copy.WriteAsync(response.Body, httpContext.RequestAborted);
    }
}
