using Carnet.Server.Portals.Patient;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;

namespace Carnet.Server.Portals.Shared;

/// <summary>Lets a form through only if our own page sent it.</summary>
internal sealed class FormGate(IAntiforgery antiforgery) : IEndpointFilter
{
    private const int LargestForm = 64 * 1024;
    private const int MostFields = 64;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return await next(context);
        }

        var largest = http.GetEndpoint()?.Metadata.GetMetadata<LargeForm>()?.Bytes ?? LargestForm;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = largest;
        }

        if (http.Request.HasFormContentType)
        {
            // Files of people stay in memory: the framework would lay larger ones in clear on the disk.
            http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions
            {
                MemoryBufferThreshold = largest,
                MultipartBodyLengthLimit = largest,
                ValueLengthLimit = largest,
                ValueCountLimit = MostFields,
            }));
        }

        // Browsers say where a request comes from; what says nothing is judged by its token alone.
        return http.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
            && await antiforgery.IsRequestValidAsync(http)
            ? await next(context)
            : TypedResults.StatusCode(StatusCodes.Status400BadRequest);
    }
}

/// <summary>Says that a form may be larger than a page of text.</summary>
internal sealed record LargeForm(int Bytes);

/// <summary>Ties the token of a form to the session in which it was shown.</summary>
internal sealed class FormSession : IAntiforgeryAdditionalDataProvider
{
    public string GetAdditionalData(HttpContext context)
        => SessionCookie.Read(context) is { } ticket ? Convert.ToHexString(ticket.Hash()) : "";

    public bool ValidateAdditionalData(HttpContext context, string additionalData)
        => additionalData == GetAdditionalData(context);
}
