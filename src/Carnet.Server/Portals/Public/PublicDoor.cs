using Carnet.Server.Features.Governance;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Public;

/// <summary>The pages for everybody: what the record is, whether it is safe, who comes in where.</summary>
internal static class PublicDoor
{
    public static void MapPublic(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", () => Pages.Show<WelcomePage>()).WithMetadata(new WithScript(Installs: true));
        pages.MapGet(PortalScript.OfflinePage, () => Pages.Show<OfflinePage>());
        pages.MapGet("/lexique", () => Pages.Show<LexiconPage>());
        pages.MapGet("/chiffres", async (HttpContext context, IUseCase<ShowFigures, FiguresShown> figures, CancellationToken ct)
            => (await figures.RunAsync(Visitor.Anonymous, new(), ct)).Match(
                shown => Pages.Show<FiguresPage, FiguresShown>(context, shown), PortalFailures.Of));
        pages.MapGet("/questions", () => Pages.Show<QuestionsPage>());
        pages.MapGet("/securite", () => Pages.Show<SafetyPage>());
        pages.MapGet("/accessibilite", () => Pages.Show<AccessibilityPage>());
        pages.MapGet("/professionnels", () => Pages.Show<ProfessionalsPage>());
        pages.MapGet("/editeurs", () => Pages.Show<VendorsPage>());
        pages.MapOpening();
        pages.MapRepresented();
        pages.MapProof();
    }
}
