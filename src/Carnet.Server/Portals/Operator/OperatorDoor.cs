using Carnet.Domain.Access;
using Carnet.Server.Features.Governance;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Operator;

/// <summary>The operator's page, on the loopback door beside health and metrics: it shows, and changes nothing.</summary>
internal static class OperatorDoor
{
    public const string StyleHref = "/operations/carnet.css";

    private static readonly Caller Here = new Caller.Operator("loopback")
    {
        Origin = new Origin(Door.CommandLine, "carnet operations"),
    };

    public static void MapOperator(this WebApplication app)
    {
        var pages = app.MapGroup("").BehindDoor(ListeningDoor.Operations);
        pages.AddEndpointFilter((context, next) =>
        {
            SecurityHeaders.Set(context.HttpContext);
            return next(context);
        });
        pages.MapGet("/operations", async (HttpContext http, IUseCase<ShowOperations, OperationsShown> operations, CancellationToken ct)
            => (await operations.RunAsync(Here, new(), ct)).Match(
                shown => Pages.Show<OperationsPage, OperationsShown>(http, shown), PortalFailures.Of)).WithName("operations");
        pages.MapGet(StyleHref, () => StyleSheet.ForOperators()).WithName("operations-style");
    }
}
