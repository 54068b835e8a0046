using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

/// <summary>Every page of the table of routes, as a person of the demo world sees it who is in, and as a stranger does.</summary>
internal static class PageTable
{
    /// <param name="question">Behind each address, <c>?langue=fr</c> for example.</param>
    public static async IAsyncEnumerable<(string Who, string Path, string Html)> ReadAsync(DemoTownPortal town, string question = "")
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        using var stranger = town.Browse();
        var document = (await person.PageAsync("/documents")).QuerySelector(".rows a.title")!.GetAttribute("href")!;
        var entry = (await person.PageAsync("/acces?qui=tous")).QuerySelector(".acts a.nums")!.GetAttribute("href")!;
        foreach (var route in File.ReadLines(Path.Combine(Corpus.Repository, "tests", "routes.txt"))
            .Where(line => line.StartsWith("GET ", StringComparison.Ordinal)))
        {
            var path = route.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]
                .Replace("/documents/{id:guid}", document, StringComparison.Ordinal)
                .Replace("/acces/{id:guid}", entry, StringComparison.Ordinal)
                .Replace("{slug}", "personnel", StringComparison.Ordinal).Replace("{number:int}", "1", StringComparison.Ordinal);
            foreach (var (who, browser) in new[] { ("person", person), ("stranger", stranger) })
            {
                if (!path.Contains('*', StringComparison.Ordinal)
                    && await browser.GetAsync(path + question) is { Content.Headers.ContentType.MediaType: "text/html" } answer
                    && await answer.Content.ReadAsStringAsync() is var html
                    && html.Contains("<main", StringComparison.Ordinal))
                {
                    yield return (who, path, html);
                }
            }
        }
    }
}
