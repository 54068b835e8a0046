using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Public;

/// <summary>The pages for everybody: what the record is, whether it is safe, who comes in where.</summary>
internal static class PublicDoor
{
    public static void MapPublic(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", () => Pages.Show<WelcomePage>());
        pages.MapGet("/questions", () => Pages.Show<QuestionsPage>());
        pages.MapGet("/securite", () => Pages.Show<SafetyPage>());
        pages.MapGet("/accessibilite", () => Pages.Show<AccessibilityPage>());
        pages.MapGet("/professionnels", () => Pages.Show<ProfessionalsPage>());
        pages.MapGet("/editeurs", () => Pages.Show<VendorsPage>());
        pages.MapOpening();
        pages.MapProof();
    }
}
