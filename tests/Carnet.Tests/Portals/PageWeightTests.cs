using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

/// <summary>What a telephone fetches at the first visit, in bytes as they are sent.</summary>
public sealed class PageWeightTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    private const int Most = 100_000;

    [Theory]
    [InlineData("/accueil")]
    [InlineData("/documents")]
    [InlineData("/")]
    public async Task The_first_visit_of_a_page_weighs_less_than_100_kB_with_all_that_it_fetches(string path)
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var answer = await person.GetAsync(path);
        var weight = (await answer.Content.ReadAsByteArrayAsync()).Length;
        var page = await Browser.ReadAsync(answer);
        var fetched = page.QuerySelectorAll("link[href], script[src], img[src]")
            .Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!).Distinct().ToList();
        Assert.Contains(fetched, href => href.EndsWith(".css", StringComparison.Ordinal));
        foreach (var href in fetched)
        {
            weight += (await (await person.GetAsync(href)).Content.ReadAsByteArrayAsync()).Length;
        }

        Assert.True(weight < Most, $"{path} and {string.Join(", ", fetched)}: {weight} bytes");
    }
}
