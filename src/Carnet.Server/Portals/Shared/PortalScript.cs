using System.Text;
using Carnet.Server.Platform.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carnet.Server.Portals.Shared;

/// <summary>Says that a page has one of our scripts; its policy then lets that one run. The page must work without it.</summary>
/// <param name="Installs">The script is the one that keeps the page for who has no connection.</param>
internal sealed record WithScript(bool Installs = false);

/// <summary>The few scripts of the house, under names that change with their content.</summary>
internal static class PortalScript
{
    /// <summary>Shown where there is no connection; nothing of a person is on it.</summary>
    public const string OfflinePage = "/hors-ligne";

    // A worker speaks for the folder in which it lies, so this one lies at the top.
    private const string Worker = "/hors-ligne.js";

    private static readonly byte[] Passkey = StyleSheet.Load("Script.cle.js");
    private static readonly byte[] Installation = StyleSheet.Load("Script.installation.js");

    public static string PasskeyHref { get; } = $"/style/{StyleSheet.Mark(Passkey)}/cle.js";

    public static string InstallationHref { get; } = $"/style/{StyleSheet.Mark(Installation)}/installation.js";

    public static void MapScripts(this IEndpointRouteBuilder app)
    {
        app.MapGet(PasskeyHref, (HttpContext context) => Forever(context, Passkey)).BehindDoor(ListeningDoor.Portals);
        app.MapGet(InstallationHref, (HttpContext context) => Forever(context, Installation)).BehindDoor(ListeningDoor.Portals);
        app.MapGet(Worker, ServeWorker).BehindDoor(ListeningDoor.Portals);
    }

    private static FileContentHttpResult Forever(HttpContext context, byte[] content)
    {
        context.Response.Headers.CacheControl = SecurityHeaders.CacheForever;
        return Script(content);
    }

    private static FileContentHttpResult ServeWorker(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.WorkerPolicy;
        return Script(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(StyleSheet.Load("Script.hors-ligne.js"))
            .Replace("{page}", OfflinePage, StringComparison.Ordinal)
            .Replace("{style}", StyleSheet.CssHref, StringComparison.Ordinal)
            .Replace("{sign}", StyleSheet.IconHref, StringComparison.Ordinal)
            .Replace("{mark}", StyleSheet.CssHref.Split('/')[2], StringComparison.Ordinal)));
    }

    private static FileContentHttpResult Script(byte[] content) => TypedResults.Bytes(content, "text/javascript; charset=utf-8");
}
