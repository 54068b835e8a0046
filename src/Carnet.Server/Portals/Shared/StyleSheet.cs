using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Carnet.Server.Platform.Hosting;

namespace Carnet.Server.Portals.Shared;

/// <summary>The one style sheet, the sign of the house and what a telephone needs to keep it, under names that change with their content.</summary>
internal static class StyleSheet
{
    /// <summary>Minutes after which a page can still say that its session ends.</summary>
    public const int LongestWarning = 60;

    private static readonly byte[] Css = [.. Load("Style.carnet.css"), .. Warnings()];
    private static readonly byte[] Icon = Load("Style.carnet.svg");

    public static string CssHref { get; } = $"/style/{Mark(Css)}/carnet.css";

    public static string IconHref { get; } = $"/style/{Mark(Icon)}/carnet.svg";

    // A telephone that keeps the site on its screen opens the person's first page; nothing of it is kept there (ASVS 14.3.1).
    private static readonly byte[] Manifest = Encoding.UTF8.GetBytes($$"""
        {
          "name": "Carnet, mon carnet de santé",
          "short_name": "Carnet",
          "lang": "fr",
          "start_url": "/accueil",
          "scope": "/",
          "display": "standalone",
          "background_color": "#faf6f0",
          "theme_color": "#0b5563",
          "icons": [{ "src": "{{IconHref}}", "sizes": "any", "type": "image/svg+xml", "purpose": "any" }]
        }
        """);

    public static string ManifestHref { get; } = $"/style/{Mark(Manifest)}/carnet.webmanifest";

    public static void MapStyleSheet(this IEndpointRouteBuilder app)
    {
        app.MapGet(CssHref, (HttpContext context) => Serve(context, Css, "text/css; charset=utf-8"))
            .BehindDoor(ListeningDoor.Card).BehindDoor(ListeningDoor.Portals);
        app.MapGet(ManifestHref, (HttpContext context) => Serve(context, Manifest, "application/manifest+json"))
            .BehindDoor(ListeningDoor.Portals);
        app.MapGet(IconHref, (HttpContext context) => Serve(context, Icon, "image/svg+xml"))
            .BehindDoor(ListeningDoor.Card).BehindDoor(ListeningDoor.Portals);
    }

    /// <summary>The same sheet on the operator's door.</summary>
    public static IResult ForOperators() => TypedResults.Bytes(Css, "text/css; charset=utf-8");

    private static Microsoft.AspNetCore.Http.HttpResults.FileContentHttpResult Serve(HttpContext context, byte[] content, string type)
    {
        context.Response.Headers.CacheControl = SecurityHeaders.CacheForever;
        return TypedResults.Bytes(content, type);
    }

    // One rule for each minute: a page says how long it has, the style sheet waits so long.
    private static byte[] Warnings() => Encoding.UTF8.GetBytes(string.Concat(
        Enumerable.Range(0, LongestWarning + 1).Select(minute => $".soon-{minute} {{ animation-delay: {minute * 60}s; }}\n")));

    public static string Mark(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6));

    /// <param name="name">Folder and name, with a point between them.</param>
    public static byte[] Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(
            $"Carnet.Server.Portals.Shared.{name}")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
