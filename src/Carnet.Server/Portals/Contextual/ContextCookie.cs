using Carnet.Server.Features.Accounts;
using Carnet.Server.Portals.Patient;

namespace Carnet.Server.Portals.Contextual;

/// <summary>The cookie of an access out of a software.</summary>
/// <remarks>
/// A random number and nothing else, good only over the certificate that opened the access. It goes along when another
/// site leads here, since a software does just that; what changes something is a form of ours and has its own token.
/// </remarks>
internal static class ContextCookie
{
    private const string Cookie = "carnet-contexte";

    public static Ticket? Read(HttpContext context)
        => context.Request.Cookies[SessionCookie.Name(context, Cookie)] is { Length: > 0 and <= 64 } value ? new Ticket(value) : null;

    public static void Write(HttpContext context, Ticket ticket)
        => context.Response.Cookies.Append(SessionCookie.Name(context, Cookie), ticket.Value, Options(context));

    public static void Forget(HttpContext context)
        => context.Response.Cookies.Delete(SessionCookie.Name(context, Cookie), Options(context));

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
    };
}
