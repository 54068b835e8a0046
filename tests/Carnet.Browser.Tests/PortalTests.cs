using Carnet.Domain.Documents;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Carnet.Browser.Tests;

public sealed class PortalTests(DemoTownServer town) : IClassFixture<DemoTownServer>
{
    private static readonly int[] Widths = [360, 768, 1280];

    // Colours are what changes in the dark, and words in another language: those need not be judged at each width again.
    private static readonly int[] Ends = [360, 1280], Telephone = [360];

    // Every page that the table of routes names; a page that is not in the table fails another test.
    private static readonly string[] PublicPages = [.. PagesOf("Anybody"), "/n-existe-pas"];

    [BrowserFact]
    public async Task Somebody_comes_in_with_the_keyboard_alone_and_leaves()
    {
        await using var window = await town.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Aller au contenu", await FocusAsync(page));
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "Se connecter");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/connexion");

        await TabToAsync(page, "identifiant");
        await page.Keyboard.TypeAsync(DemoTownServer.Ines.Login);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(DemoTownServer.Ines.Password);
        var before = await town.CountAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/connexion/code");
        await TabToAsync(page, "code");
        await page.Keyboard.TypeAsync(await town.NextCodeAsync(before));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/accueil");
        Assert.Equal($"Bonjour {DemoTownServer.Ines.GivenNames[0]}", await page.Locator("h1").InnerTextAsync(), ignoreCase: true);

        await TabToAsync(page, "Documents");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/documents");
        await TabToAsync(page, "Se déconnecter");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"{town.Address}/");
        await page.GoBackAsync();
        await page.GotoAsync("/accueil");
        Assert.EndsWith("/connexion", page.Url, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Every_page_is_accessible_at_three_widths_light_and_dark()
    {
        List<string> violations = [];
        foreach (var dark in new[] { false, true })
        {
            await using var window = await town.OpenAsync(dark: dark);
            var page = await window.NewPageAsync();
            await page.GotoAsync("/connexion");
            await page.GetByLabel("Identifiant").FillAsync("personne");
            await page.GetByLabel("Mot de passe").FillAsync("un mot de passe quelconque");
            await page.GetByRole(AriaRole.Button, new() { Name = "Continuer" }).ClickAsync();
            await page.WaitForURLAsync("**/connexion/code");
            foreach (var path in PublicPages)
            {
                await JudgeAsync(page, path, dark ? Ends : Widths, dark, violations);
            }

            await town.LogInAsync(page, DemoTownServer.Ines);
            foreach (var path in await PagesOfPersonAsync(page))
            {
                await JudgeAsync(page, path, dark ? Ends : Widths, dark, violations);
            }
        }

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [BrowserFact]
    public async Task The_easy_and_the_English_pages_are_accessible_at_three_widths()
    {
        List<string> violations = [];
        foreach (var choice in new[] { "lecture=facile", "langue=en" })
        {
            await using var window = await town.OpenAsync();
            var page = await window.NewPageAsync();
            await town.LogInAsync(page, DemoTownServer.Ines);
            await page.GotoAsync("/accueil?" + choice);
            foreach (var path in PublicPages.Concat(await PagesOfPersonAsync(page)))
            {
                await JudgeAsync(page, path, Telephone, dark: false, violations, "-" + choice);
            }
        }

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [BrowserFact]
    public async Task Nothing_breaks_the_content_policy()
    {
        await using var window = await town.OpenAsync();
        var page = await window.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add($"{page.Url}: {message.Text}");
            }
        };
        await town.LogInAsync(page, DemoTownServer.Ines);
        foreach (var path in await PagesOfPersonAsync(page))
        {
            await page.GotoAsync(path);
        }

        Assert.Empty(complaints);
    }

    /// <summary>All pages, those of one document too, and the newest document of each space.</summary>
    private static async Task<IReadOnlyList<string>> PagesOfPersonAsync(IPage page)
    {
        await page.GotoAsync("/documents");
        var document = (await page.Locator(".rows a.title").First.GetAttributeAsync("href"))!;
        await page.GotoAsync("/acces");
        var line = (await page.Locator(".acts a.nums").First.GetAttributeAsync("href"))!;
        List<string> pages =
        [
            .. PagesOf("Session").Select(path => path.Replace("/documents/{id:guid}", document, StringComparison.Ordinal)
                .Replace("/acces/{id:guid}", line, StringComparison.Ordinal)
                .Replace("{slug}", "personnel", StringComparison.Ordinal)),
            "/acces?qui=tous", "/acces?qui=representants", "/messages?etat=enregistre",
        ];
        foreach (var space in DocumentSpaces.All)
        {
            await page.GotoAsync($"/documents/espace/{space.Slug()}");
            if (await page.Locator(".rows a.title").CountAsync() > 0)
            {
                pages.Add((await page.Locator(".rows a.title").First.GetAttributeAsync("href"))!);
            }
        }

        return pages;
    }

    // What is fetched and not shown as a page of ours stays out.
    private static IEnumerable<string> PagesOf(string knock) => File.ReadLines(Path.Combine(DemoTownServer.Repository, "tests", "routes.txt"))
        .Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries))
        .Where(cells => cells is [['G', 'E', 'T', ' ', ..], var who] && who == knock)
        .Select(cells => cells[0]["GET ".Length..])
        .Where(path => !Path.HasExtension(path) && !path.EndsWith("/preuve", StringComparison.Ordinal) && !path.EndsWith("/original", StringComparison.Ordinal)
            && !path.EndsWith("/contenu", StringComparison.Ordinal) && !path.Contains("/image/", StringComparison.Ordinal));

    private static async Task JudgeAsync(
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

    private static Task<string> FocusAsync(IPage page) => page.EvaluateAsync<string>(
        "() => document.activeElement.id || document.activeElement.textContent.trim()");

    private static async Task TabToAsync(IPage page, string what)
    {
        for (var step = 0; step < 40; step++)
        {
            if (await FocusAsync(page) == what)
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{what} cannot be reached with the Tab key on {page.Url}.");
    }
}
