using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>The history of accesses, newest first.</summary>
internal sealed record AccessView(IReadOnlyList<EntryView> Emergencies, IReadOnlyList<EntryView> Entries, string? More);

/// <summary>Who came. Source: rule T-2.</summary>
internal static class AccessDoor
{
    private const int PageSize = 100;

    public static void MapAccess(this IEndpointRouteBuilder pages) => pages.MapGet("/acces", ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ListTraces, TraceList> traces, TimeProvider clock,
        Guid? avant, CancellationToken ct)
    {
        var outcome = await traces.RunAsync(visitor.Caller, new(PageSize, avant), ct);
        return outcome.Match(
            list =>
            {
                var entries = EntryView.Group(list.Lines, clock.Now()).ToList();
                return Pages.Show<AccessPage, AccessView>(context, new AccessView(
                    [.. entries.Where(entry => entry.IsEmergency)], entries,
                    list.More ? $"/acces?avant={list.Lines[^1].Id}" : null));
            },
            PortalFailures.Of);
    }
}
