using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Carnet.Browser.Tests;

/// <summary>Looks at a page as the house demands of each: nothing too wide, nothing that axe complains of.</summary>
internal static class PageJudge
{
    public static readonly int[] Widths = [360, 768, 1280];

    // Colours are what changes in the dark, and words in another language: those need not be judged at each width again.
    public static readonly int[] Ends = [360, 1280], Telephone = [360];

    // What is fetched and not shown as a page of ours stays out.
    public static IEnumerable<string> PagesOf(string knock) => File.ReadLines(Path.Combine(DemoTownServer.Repository, "tests", "routes.txt"))
        .Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries))
        .Where(cells => cells is [['G', 'E', 'T', ' ', ..], var who] && who == knock)
        .Select(cells => cells[0]["GET ".Length..])
        .Where(path => !Path.HasExtension(path) && !path.EndsWith("/preuve", StringComparison.Ordinal) && !path.EndsWith("/original", StringComparison.Ordinal)
            && !path.EndsWith("/contenu", StringComparison.Ordinal) && !path.Contains("/image/", StringComparison.Ordinal));

    public static async Task JudgeAsync(
        IPage page, string path, int[] judged, bool dark, List<string> violations, string choice = "")
    {
        await page.GotoAsync(path);
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, width < 500 ? 740 : 900);
            var overflow = await page.EvaluateAsync<int>(
                "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            var where = $"{path} at {width}{(dark ? " dark" : "")}{choice}";
            if (overflow > 0)
            {
                violations.Add($"{where}: {overflow} px too wide");
            }

            if (!judged.Contains(width))
            {
                continue;
            }

            var result = await page.RunAxe(new AxeRunOptions());
            violations.AddRange(result.Violations.Select(violation =>
                $"{where}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
            await ShootAsync(page, path, width, dark, choice);
        }
    }

    // Pictures to look at, when a folder for them is named.
    private static async Task ShootAsync(IPage page, string path, int width, bool dark, string choice)
    {
        if (Environment.GetEnvironmentVariable("CARNET_PICTURES") is { Length: > 0 } folder)
        {
            var name = path.Trim('/').Replace('/', '-').Replace('?', '-');
            await page.ScreenshotAsync(new()
            {
                Path = Path.Combine(folder, $"{(name.Length == 0 ? "public" : name)}-{width}{(dark ? "-dark" : "")}{choice}.png"),
                FullPage = true,
            });
        }
    }
}
