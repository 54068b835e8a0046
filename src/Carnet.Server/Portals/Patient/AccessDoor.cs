using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>The history of accesses, newest first.</summary>
internal sealed record AccessView(
    Whose Whose, IReadOnlyList<EntryView> Emergencies, IReadOnlyList<EntryView> Entries, string? More);

/// <summary>Who came. Source: rule T-2.</summary>
internal static class AccessDoor
{
    private const int PageSize = 40;
    private const string Everybody = "tous";
    private const string Representatives = "representants";

    public static void MapAccess(this IEndpointRouteBuilder pages) => pages.MapGet("/acces", ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ListTraces, TraceList> traces, TimeProvider clock,
        Guid? avant, string? qui, CancellationToken ct)
    {
        var whose = qui switch
        {
            Everybody => Whose.Everybody,
            Representatives => Whose.Representatives,
            _ => Whose.Others,
        };
        var outcome = await History.ReadAsync(traces, visitor.Caller, whose, PageSize, avant, ct);
        return outcome.Match(
            page =>
            {
                var entries = EntryView.Group(page.Lines, clock.Now()).ToList();
                return Pages.Show<AccessPage, AccessView>(context, new AccessView(
                    whose,
                    [.. entries.Where(entry => entry.IsEmergency)], entries,
                    page.Next is { } next ? $"/acces?{(whose is Whose.Others ? "" : $"qui={qui}&")}avant={next}" : null));
            },
            PortalFailures.Of);
    }
}
