using Carnet.Domain.Documents;
using Microsoft.Playwright;
using static Carnet.Browser.Tests.Keys;
using static Carnet.Browser.Tests.PageJudge;

namespace Carnet.Browser.Tests;

public sealed class PortalTests(DemoTownServer town) : IClassFixture<DemoTownServer>
{
    // Every page that the table of routes names; a page that is not in the table fails another test.
    private static readonly string[] PublicPages = [.. PagesOf("Anybody"), "/n-existe-pas"];

    [BrowserFact]
    public async Task Somebody_comes_in_with_the_keyboard_alone_and_leaves()
    {
        await using var window = await town.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("Tab");
        await TabToAsync(page, "Aller au contenu");
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

    // What the system paints in its own colours keeps its edges: pages of each kind of layout, the others share their style.
    [BrowserFact]
    public async Task Pages_keep_their_edges_in_the_high_contrast_of_the_system()
    {
        List<string> violations = [];
        await using var window = await town.OpenAsync(contrast: true, scripts: true);
        var page = await window.NewPageAsync();
        await town.LogInAsync(page, DemoTownServer.Ines);
        await page.GotoAsync("/documents");
        var document = (await page.Locator(".rows a.title").First.GetAttributeAsync("href"))!;
        foreach (var path in new[]
        {
            "/", "/ouvrir/identite", "/mot-de-passe-oublie", "/accueil", "/documents", document, "/documents/frise", "/documents/ajouter",
            "/acces", "/autorisations", "/volontes/carte", "/chiffres", "/messages",
        })
        {
            await JudgeAsync(page, path, Ends, dark: false, violations, "-contrast");
            violations.AddRange((await page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('.button, button, input:not([type=hidden]), select, textarea')]
                    .filter(one => one.getClientRects().length > 0 && one.type !== 'checkbox' && one.type !== 'radio')
                    .filter(one => { const style = getComputedStyle(one);
                        return (style.borderTopStyle === 'none' || parseFloat(style.borderTopWidth) === 0)
                            && !style.textDecorationLine.includes('underline'); })
                    .map(one => one.outerHTML.slice(0, 120))
                """)).Select(html => $"{path}: no edge: {html}"));
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle") is "none")
            {
                violations.Add($"{path}: the focus is not seen");
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
}
