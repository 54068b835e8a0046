using System.Globalization;
using System.Text;

namespace Carnet.Browser.Tests.Journeys;

/// <summary>docs/journeys.md is made from the plan: <c>CARNET_UPDATE_DOCS=1</c> writes it anew.</summary>
public sealed class JourneyBookTests
{
    private static readonly string Book = Path.Combine(DemoTownServer.Repository, "docs", "journeys.md");

    // What no journey goes over, and which tests look at it instead.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["/hors-ligne"] = "`OfflineTests`",
        ["/demo/inbox"] = "only in the demo; the sweep of all pages",
    };

    private static IEnumerable<string> Pages => Routes.OpenTo("Anybody").Concat(Routes.OpenTo("Session")).Order(StringComparer.Ordinal);

    [Fact]
    public void The_book_is_what_the_plan_says()
    {
        var made = Write();
        if (Environment.GetEnvironmentVariable("CARNET_UPDATE_DOCS") is "1")
        {
            File.WriteAllText(Book, made);
        }

        Assert.True(File.Exists(Book) && File.ReadAllText(Book) == made,
            "docs/journeys.md is not what the plan says: run the tests once with CARNET_UPDATE_DOCS=1.");
    }

    [Fact]
    public void Every_page_lies_on_a_journey_or_says_where_it_is_tested()
    {
        var met = JourneyPlan.All.SelectMany(journey => journey.Pages.Concat(journey.PagesWithScript)).Concat(Elsewhere.Keys).ToHashSet();
        Assert.Empty(Pages.Except(met));
        Assert.Empty(met.Except(Pages));
    }

    [Fact]
    public void Every_journey_is_walked_in_each_way_at_each_width_and_in_each_colour()
        => Assert.All(JourneyPlan.All, journey =>
        {
            var modes = JourneyPlan.ModesOf(journey);
            Assert.Equal(4, modes.Select(mode => (mode.Scripts, mode.Keyboard)).Distinct().Count());
            Assert.Equal(Mode.Widths, modes.Select(mode => mode.Width).Distinct().Order());
            Assert.Equal(Enum.GetValues<Colours>(), modes.Select(mode => mode.Colours).Distinct().Order());
        });

    [Fact]
    public void All_thirty_six_modes_are_walked_by_several_journeys()
        => Assert.All(Mode.All, mode => Assert.True(JourneyPlan.All.Count(journey => JourneyPlan.ModesOf(journey).Contains(mode)) >= 2, mode.ToString()));

    [Fact]
    public void Journeys_have_names_of_their_own()
        => Assert.Equal(JourneyPlan.All.Count, JourneyPlan.All.Select(journey => journey.Name).Distinct(StringComparer.Ordinal).Count());

    private static string Write()
    {
        var book = new StringBuilder("""
            # Journeys

            Made from the tests; do not edit. A test compares, `CARNET_UPDATE_DOCS=1` writes it anew
            (`CARNET_UPDATE_DOCS=1 dotnet test tests/Carnet.Browser.Tests --filter JourneyBook`).

            What people do with their record, each walked in Chromium from its first page to the effect at its end. Every run demands: the end
            is reached, every page fits its width, nothing stands in the console, only the pages named below are met; by keyboard, that what
            has the focus is seen; with scripts, no rule of axe is broken on any page of the way. Without script the browser runs none at all.

            Each journey is walked four times: with and without script, by keyboard and by pointer in all four pairs, at each width, in each
            colour. From journey to journey widths and colours turn on, so that all thirty-six modes are walked by several journeys.


            """);
        book.Append("| journey | runs |\n| --- | --- |\n");
        foreach (var journey in JourneyPlan.All)
        {
            book.Append(CultureInfo.InvariantCulture, $"| {journey.Name} | {string.Join("<br>", JourneyPlan.ModesOf(journey))} |\n");
        }

        book.Append("\n## Pages\n\nEvery page that a person may open, and who goes over it; axe, widths and the dark are judged on all of them besides.\n\n| page | journeys |\n| --- | --- |\n");
        foreach (var page in Pages)
        {
            var names = JourneyPlan.All.Where(journey => journey.Pages.Concat(journey.PagesWithScript).Contains(page)).Select(journey => journey.Name).ToList();
            book.Append(CultureInfo.InvariantCulture, $"| `{page}` | {(names.Count > 0 ? string.Join("; ", names) : Elsewhere[page])} |\n");
        }

        return book.ToString().ReplaceLineEndings("\n");
    }
}
