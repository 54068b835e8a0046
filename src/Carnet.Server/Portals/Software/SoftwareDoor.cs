using Carnet.Server.Features.Directory;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Software;

/// <summary>The products that may call this server, shown to everybody without a login.</summary>
internal static class SoftwareDoor
{
    public static void MapSoftware(this WebApplication app)
        => app.MapGroup("").BehindDoor(ListeningDoor.Portals).MapGet("/logiciels", async (
                HttpContext http, Visitor visitor, IUseCase<ListSoftware, SoftwareList> list, CancellationToken ct)
            => (await list.RunAsync(visitor.Caller, new ListSoftware(), ct))
                .Match(known => Pages.Show<SoftwarePage, SoftwareList>(http, known), PortalFailures.Of));
}
