using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

/// <summary>Every page of the table of routes, judged by an HTML checker that nobody here wrote (html-validate).</summary>
[Trait("Category", "slow")]
public sealed class HtmlValidityTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    private const string Checker = "tests/oracles/node_modules/html-validate/bin/html-validate.mjs";

    [ToolFact("node", Checker)]
    public async Task Every_page_is_valid_HTML()
    {
        using var folder = new ScratchFolder();
        using var person = await town.EnterAsync("ines-rozenvel");
        using var stranger = town.Browse();
        var document = (await person.PageAsync("/documents")).QuerySelector(".rows a.title")!.GetAttribute("href")!;
        var entry = (await person.PageAsync("/acces?qui=tous")).QuerySelector(".acts a.nums")!.GetAttribute("href")!;
        var judged = 0;
        foreach (var route in File.ReadLines(Path.Combine(Corpus.Repository, "tests", "routes.txt"))
            .Where(line => line.StartsWith("GET ", StringComparison.Ordinal)))
        {
            var path = route.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]
                .Replace("/documents/{id:guid}", document, StringComparison.Ordinal)
                .Replace("/acces/{id:guid}", entry, StringComparison.Ordinal)
                .Replace("{slug}", "personnel", StringComparison.Ordinal).Replace("{number:int}", "1", StringComparison.Ordinal);
            foreach (var (who, browser) in new[] { ("person", person), ("stranger", stranger) })
            {
                if (path.Contains('*', StringComparison.Ordinal)
                    || await browser.GetAsync(path) is not { Content.Headers.ContentType.MediaType: "text/html" } answer)
                {
                    continue;
                }

                var html = await answer.Content.ReadAsStringAsync();
                if (html.Contains("<main", StringComparison.Ordinal))
                {
                    folder.Write($"{who}{path.Replace('/', '-').Replace('?', '-')}.html", html);
                    judged++;
                }
            }
        }

        Assert.True(judged > 60, $"only {judged} pages");
        var (exit, output, error) = await OutsideTool.RunAsync("node", "", Checker, "--config", "tests/oracles/html-validate.json",
            "--formatter", "text", folder.Path);
        Assert.True(exit == 0, $"{output.Replace(folder.Path, "", StringComparison.Ordinal)}{error}");
    }
}
