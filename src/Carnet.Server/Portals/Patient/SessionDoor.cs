using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>Staying a little longer, and the page on which a session has ended.</summary>
internal static class SessionDoor
{
    public static void MapSession(this IEndpointRouteBuilder pages)
        => pages.MapGet("/session", () => Pages.Show<SessionPage>()).WithMetadata(new BeforeChoice(), new BeforePasswordChange());

    public static void MapSessionEnd(this IEndpointRouteBuilder pages)
        => pages.MapGet("/session/fin", () => Pages.Show<SessionOverPage>());
}
