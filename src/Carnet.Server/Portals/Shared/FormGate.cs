using Carnet.Server.Portals.Contextual;
using Carnet.Server.Portals.Patient;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;

namespace Carnet.Server.Portals.Shared;

/// <summary>Lets a form through only if our own page sent it.</summary>
internal sealed class FormGate(IAntiforgery antiforgery, UploadSlots slots, Visitor visitor) : IEndpointFilter
{
    private const int LargestForm = 64 * 1024;
    private const int MostFields = 64;

    // A browser that is cut off while it sends shows an error of its own and never our sentence: so much is read away.
    private const long MostReadAway = 256L * 1024 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return await next(context);
        }

        var largest = http.GetEndpoint()?.Metadata.GetMetadata<FormLimit>()?.Bytes ?? LargestForm;
        if (http.Request.ContentLength is { } length && length > largest && length <= MostReadAway)
        {
            await ReadAwayAsync(http);
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        using var place = largest > LargestForm ? slots.Take(visitor.Caller.Login?.Account ?? Guid.Empty) : null;
        if (largest > LargestForm && place is null)
        {
            await ReadAwayAsync(http);
            http.Response.Headers.RetryAfter = "30";
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = largest;
        }

        // What is uploaded stays in memory: the framework would put a file of some size on the disk.
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions
        {
            MemoryBufferThreshold = largest,
            MultipartBodyLengthLimit = largest,
            ValueLengthLimit = largest,
            ValueCountLimit = MostFields,
        }));

        // Browsers say where a request comes from; what says nothing is judged by its token alone.
        try
        {
            return http.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
                && await antiforgery.IsRequestValidAsync(http)
                ? await next(context)
                : TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }
        catch (AntiforgeryValidationException cause) when (cause.InnerException is BadHttpRequestException or InvalidDataException)
        {
            // The form was not read to its end: it is too large, or no form.
            return TypedResults.StatusCode(cause.InnerException is BadHttpRequestException { StatusCode: var status }
                ? status : StatusCodes.Status413PayloadTooLarge);
        }
    }

    // Nothing of it is kept; the smallest speed of sending and the number of connections bound it.
    private static async Task ReadAwayAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostReadAway;
        }

        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
    }
}

/// <summary>The largest form that an endpoint takes, in bytes; 64 KiB where nothing is said.</summary>
internal sealed record FormLimit(int Bytes);

/// <summary>Ties the token of a form to the session in which it was shown.</summary>
internal sealed class FormSession : IAntiforgeryAdditionalDataProvider
{
    public string GetAdditionalData(HttpContext context)
        => (SessionCookie.Read(context) ?? ContextCookie.Read(context)) is { } ticket ? Convert.ToHexString(ticket.Hash()) : "";

    public bool ValidateAdditionalData(HttpContext context, string additionalData)
        => additionalData == GetAdditionalData(context);
}
