using Carnet.Server.Features.Documents;
using Carnet.Server.Portals.Shared;
using Microsoft.Net.Http.Headers;

namespace Carnet.Server.Portals.Patient;

/// <summary>Sends bytes that somebody else made: as a file to keep, or shown as one of a few harmless kinds.</summary>
internal sealed class ContentResult(ContentStream content, bool inline) : IResult
{
    private const string Bytes = "application/octet-stream";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var stream = content.Content;
        var response = httpContext.Response;
        var shown = inline ? Shown(content.MediaType) : null;
        var disposition = new ContentDispositionHeaderValue(shown is null ? "attachment" : "inline");
        disposition.SetHttpFileName(content.FileName);

        // A file to keep never says it is XML or HTML, which a browser might open instead.
        response.ContentType = shown ?? (content.MediaType is "application/pdf" ? content.MediaType : Bytes);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy =
            response.ContentType == "application/pdf" ? SecurityHeaders.PdfPolicy : SecurityHeaders.ContentPolicy;
        await stream.CopyToAsync(response.Body, httpContext.RequestAborted);
    }

    private static string? Shown(string mediaType) => mediaType switch
    {
        "application/pdf" or "image/jpeg" or "image/png" or "image/gif" or "image/tiff" => mediaType,
        "text/plain" => "text/plain; charset=utf-8",
        _ => null,
    };
}
