using Microsoft.Playwright;

namespace Carnet.Browser.Tests.Journeys;

/// <summary>Walks the journeys of one class, each in its modes.</summary>
public abstract class JourneyWalk(DemoTownServer town)
{
    internal static TheoryData<string, string> RunsOf(IEnumerable<Journey> journeys)
    {
        var runs = new TheoryData<string, string>();
        foreach (var journey in journeys)
        {
            foreach (var mode in JourneyPlan.ModesOf(journey))
            {
                runs.Add(journey.Name, mode.ToString());
            }
        }

        return runs;
    }

    internal async Task WalkAsync(string name, string modeName)
    {
        var journey = JourneyPlan.Named(name);
        var mode = Mode.All.Single(one => one.ToString() == modeName);
        await using var walker = await Walker.BeginAsync(town, mode, journey.ByName ? town.NamedAddress : town.Address);
        try
        {
            await journey.WalkAsync(walker);
        }
        catch (Exception cause) when (cause is PlaywrightException or TimeoutException)
        {
            throw new InvalidOperationException($"{await walker.WhereAsync()}: {cause.Message}", cause);
        }

        Assert.Empty(walker.Complaints);
        Assert.Equal(journey.PagesIn(mode).Order(StringComparer.Ordinal), walker.Pages.Order(StringComparer.Ordinal));
    }
}
