using Carnet.Server.Portals.Patient;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;

namespace Carnet.Server.Portals.Shared;

/// <summary>Lets a form through only if our own page sent it.</summary>
internal sealed class FormGate(IAntiforgery antiforgery) : IEndpointFilter
{
    private const int LargestForm = 64 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return await next(context);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestForm;
        }

        // Browsers say where a request comes from; what says nothing is judged by its token alone.
        return http.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
            && await antiforgery.IsRequestValidAsync(http)
            ? await next(context)
            : TypedResults.StatusCode(StatusCodes.Status400BadRequest);
    }
}

/// <summary>Ties the token of a form to the session in which it was shown.</summary>
internal sealed class FormSession : IAntiforgeryAdditionalDataProvider
{
    public string GetAdditionalData(HttpContext context)
        => SessionCookie.Read(context) is { } ticket ? Convert.ToHexString(ticket.Hash()) : "";

    public bool ValidateAdditionalData(HttpContext context, string additionalData)
        => additionalData == GetAdditionalData(context);
}
