using Microsoft.Extensions.Primitives;

namespace Carnet.Server.Portals.Shared;

/// <summary>What every answer of a portal says to the browser.</summary>
/// <remarks>Source: OWASP ASVS 5.0 3.4.1 to 3.5.8.</remarks>
internal static class SecurityHeaders
{
    /// <summary>Our pages: no script at all, our own style sheet, images and manifest, nobody frames us.</summary>
    public const string PagePolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The pages with a script of ours: it alone runs, and it cannot write HTML into the page.</summary>
    public const string ScriptedPolicy =
        PagePolicy + "; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>The same for the script that asks for a worker, whose one address a named policy vouches for.</summary>
    public const string InstallingPolicy =
        PagePolicy + "; script-src 'self'; require-trusted-types-for 'script'; trusted-types carnet";

    /// <summary>The worker itself: it may fetch from us, and do nothing else.</summary>
    public const string WorkerPolicy =
        "default-src 'none'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Somebody else's content: nothing in it runs or loads, and it has no origin.</summary>
    public const string ContentPolicy =
        "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox";

    /// <summary>A PDF: as above, but browsers refuse to show one in a sandbox; it runs in the viewer's own.</summary>
    public const string PdfPolicy =
        "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.GetEndpoint()?.Metadata.GetMetadata<WithScript>() switch
        {
            null => PagePolicy,
            { Installs: true } => InstallingPolicy,
            _ => ScriptedPolicy,
        };
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }
    }

    /// <summary>For what is the same for everybody and carries its own hash in its address.</summary>
    public static readonly StringValues CacheForever = "public, max-age=31536000, immutable";
}
