using System.Collections.Concurrent;
using Carnet.Browser.Tests.Journeys;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Carnet.Browser.Tests;

/// <summary>Looks at a page as the house demands of each: nothing too wide, nothing that axe complains of.</summary>
internal static class PageJudge
{
    public static readonly int[] Widths = [360, 768, 1280];

    // How wide a page is counts at each width; its rules where the layout is another, and colours and words at one or two of these.
    public static readonly int[] Ends = [360, 1280], Telephone = [360];

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // Only what is broken is gathered: most of the time of axe goes into describing what is right.
    private const string Run = """
        async colours => {
          const rules = colours ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {};
          const found = await axe.run(document, { ...rules, resultTypes: ['violations'], iframes: false });
          return found.violations.map(one => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map(node => node.html).join(' | ')}`);
        }
        """;

    private static readonly ConcurrentDictionary<string, bool> Judged = new();

    public static IEnumerable<string> PagesOf(string knock) => Routes.OpenTo(knock);

    /// <summary>Goes to a page and judges it; the rules of accessibility at some widths, those of colours alone in the dark.</summary>
    public static async Task JudgeAsync(
        IPage page, string path, int[] judged, bool dark, List<string> violations, string choice = "")
    {
        await page.GotoAsync(path);
        var hasRules = false;
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

            if (judged.Contains(width))
            {
                violations.AddRange((await RulesAsync(page, onlyColours: dark, hasRules)).Select(broken => $"{where}: {broken}"));
                hasRules = true;
                await ShootAsync(page, path, width, dark, choice);
            }
        }
    }

    /// <summary>The rules for a page on the way, the first time that it is met; null for the next times.</summary>
    public static async Task<IEnumerable<string>?> RulesOnceAsync(IPage page, string route, Mode mode)
        => Judged.TryAdd($"{route} {await page.TitleAsync()}", true)
            ? (await RulesAsync(page, onlyColours: false, hasRules: false)).Select(broken => $"{page.Url} ({mode}): {broken}")
            : null;

    // The policy of our pages lets no script in but ours; a debugger's is not asked.
    private static async Task<string[]> RulesAsync(IPage page, bool onlyColours, bool hasRules)
    {
        if (!hasRules)
        {
            await page.EvaluateAsync(Axe);
        }

        return await page.EvaluateAsync<string[]>(Run, onlyColours);
    }

    // Pictures to look at, when a folder for them is named.
    public static async Task ShootAsync(IPage page, string path, int width, bool dark, string choice)
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
