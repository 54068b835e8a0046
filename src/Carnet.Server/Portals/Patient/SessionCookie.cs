using Carnet.Server.Features.Accounts;

namespace Carnet.Server.Portals.Patient;

/// <summary>
/// The cookies of the portal: a session, a login between password and code, a proof of identity before a record is opened,
/// and a browser that is known again.
/// </summary>
/// <remarks>
/// Each holds a random number and nothing else. Over HTTPS their names bind them to this host. They are never sent along
/// from another site, and the browser forgets them when it is closed, but for the last one, which lets nobody in.
/// Source: OWASP ASVS 5.0 3.3.1 to 3.3.4.
/// </remarks>
internal static class SessionCookie
{
    private const string Session = "carnet";
    private const string Pending = "carnet-code";
    private const string Device = "carnet-appareil";
    private const string Proof = "carnet-preuve";
    private const string Recovery = "carnet-oubli";

    public static Ticket? Read(HttpContext context) => Read(context, Session);

    public static Ticket? ReadPending(HttpContext context) => Read(context, Pending);

    public static void Write(HttpContext context, Ticket ticket)
    {
        Write(context, Session, ticket);
        Forget(context, Pending);
    }

    public static void WritePending(HttpContext context, Ticket ticket) => Write(context, Pending, ticket);

    public static Ticket? ReadDevice(HttpContext context) => Read(context, Device);

    public static void WriteDevice(HttpContext context, Ticket ticket)
    {
        var options = Options(context);
        options.MaxAge = TimeSpan.FromDays(400);
        context.Response.Cookies.Append(Name(context, Device), ticket.Value, options);
    }

    public static void ForgetPending(HttpContext context) => Forget(context, Pending);

    public static void Forget(HttpContext context) => Forget(context, Session);

    /// <summary>Leaves nothing of the person in the browser; which browser it was is known again the next time (N-7).</summary>
    public static void Leave(HttpContext context)
    {
        Forget(context);
        ForgetPending(context);
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
    }

    public static Ticket? ReadProof(HttpContext context) => Read(context, Proof);

    public static void WriteProof(HttpContext context, Ticket ticket) => Write(context, Proof, ticket);

    public static void ForgetProof(HttpContext context) => Forget(context, Proof);

    public static Ticket? ReadRecovery(HttpContext context) => Read(context, Recovery);

    public static void WriteRecovery(HttpContext context, Ticket ticket) => Write(context, Recovery, ticket);

    public static void ForgetRecovery(HttpContext context) => Forget(context, Recovery);

    public static string Name(HttpContext context, string name) => context.Request.IsHttps ? $"__Host-{name}" : name;

    private static Ticket? Read(HttpContext context, string name)
        => context.Request.Cookies[Name(context, name)] is { Length: > 0 and <= 64 } value ? new Ticket(value) : null;

    private static void Write(HttpContext context, string name, Ticket ticket)
        => context.Response.Cookies.Append(Name(context, name), ticket.Value, Options(context));

    private static void Forget(HttpContext context, string name)
        => context.Response.Cookies.Delete(Name(context, name), Options(context));

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
    };
}
