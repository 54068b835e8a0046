using Carnet.Server.Features.Notices;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Demo;

/// <summary>What the inbox shows.</summary>
internal sealed record InboxView(IReadOnlyList<InboxMessage> Messages);

/// <summary>The demo's letter box, open to everybody; exists only where the demo is on.</summary>
internal static class InboxDoor
{
    private const int Most = 200;

    public static void MapDemoInbox(this WebApplication app)
    {
        var pages = app.MapGroup("").BehindDoor(ListeningDoor.Portals);
        pages.MapGet("/demo/inbox", async (HttpContext context, DemoInbox inbox, CancellationToken ct)
            => Pages.Show<InboxPage, InboxView>(context, new(await inbox.ReadAsync(Most, ct))));
        pages.MapGet("/demo/inbox.json", async (DemoInbox inbox, CancellationToken ct)
            => TypedResults.Json(await inbox.ReadAsync(Most, ct)));
    }
}
