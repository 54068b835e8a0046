using Carnet.Domain.Documents;
using Microsoft.Playwright;
using static Carnet.Browser.Tests.PageJudge;

namespace Carnet.Browser.Tests;

/// <summary>Every page that the table of routes names; a page that is not in the table fails another test.</summary>
public abstract class PageSweep(DemoTownServer town)
{
    private protected static readonly string[] PublicPages =
        [.. PagesOf("Anybody").Select(path => path == "/regles/difference" ? path + "?regle=habilitations&de=1&a=1" : path), "/n-existe-pas"];

    private protected DemoTownServer Town => town;

    /// <summary>Between password and code, and between a forgotten one and its codes: these pages show themselves to nobody else.</summary>
    private protected static async Task WaitForCodesAsync(IPage page)
    {
        foreach (var (path, button) in new[] { ("/connexion", "Continuer"), ("/mot-de-passe-oublie", "Recevoir les deux codes") })
        {
            await page.GotoAsync(path);
            await page.GetByLabel("Identifiant").FillAsync("personne");
            if (path == "/connexion")
            {
                await page.GetByLabel("Mot de passe").FillAsync("un mot de passe quelconque");
            }

            await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
            await page.WaitForURLAsync("**/code*");
        }
    }

    /// <summary>All pages, those of one document too, and the newest document of each space.</summary>
    private protected static async Task<IReadOnlyList<string>> PagesOfPersonAsync(IPage page)
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

public sealed class LightPageTests(DemoTownServer town) : PageSweep(town), IClassFixture<DemoTownServer>
{
    [BrowserFact]
    public async Task Every_page_is_accessible_fits_three_widths_and_breaks_no_policy()
    {
        List<string> violations = [];
        await using var window = await Town.OpenAsync();
        var page = await window.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains("status of 404", StringComparison.Ordinal))
            {
                violations.Add($"{page.Url}: {message.Text}");
            }
        };
        await WaitForCodesAsync(page);
        foreach (var path in PublicPages)
        {
            await JudgeAsync(page, path, Ends, dark: false, violations);
        }

        await Town.EnterAsync(page, DemoTownServer.Ines.Login);
        foreach (var path in await PagesOfPersonAsync(page))
        {
            await JudgeAsync(page, path, Ends, dark: false, violations);
        }

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }
}

public sealed class DarkPageTests(DemoTownServer town) : PageSweep(town), IClassFixture<DemoTownServer>
{
    [BrowserFact]
    public async Task Every_page_keeps_its_contrast_in_the_dark()
    {
        List<string> violations = [];
        await using var window = await Town.OpenAsync(dark: true);
        var page = await window.NewPageAsync();
        await WaitForCodesAsync(page);
        foreach (var path in PublicPages)
        {
            await JudgeAsync(page, path, Ends, dark: true, violations);
        }

        await Town.EnterAsync(page, DemoTownServer.Ines.Login);
        foreach (var path in await PagesOfPersonAsync(page))
        {
            await JudgeAsync(page, path, Ends, dark: true, violations);
        }

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    // What the system paints in its own colours keeps its edges: pages of each kind of layout, the others share their style.
    [BrowserFact]
    public async Task Pages_keep_their_edges_in_the_high_contrast_of_the_system()
    {
        List<string> violations = [];
        await using var window = await Town.OpenAsync(contrast: true, scripts: true);
        var page = await window.NewPageAsync();
        await Town.EnterAsync(page, DemoTownServer.Ines.Login);
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
}

public sealed class WordsPageTests(DemoTownServer town) : PageSweep(town), IClassFixture<DemoTownServer>
{
    [BrowserFact]
    public Task The_easy_pages_are_accessible() => JudgeInAsync("lecture=facile");

    [BrowserFact]
    public Task The_English_pages_are_accessible() => JudgeInAsync("langue=en");

    private async Task JudgeInAsync(string choice)
    {
        List<string> violations = [];
        await using var window = await Town.OpenAsync();
        var page = await window.NewPageAsync();
        await WaitForCodesAsync(page);
        await Town.EnterAsync(page, DemoTownServer.Ines.Login);
        await page.GotoAsync("/accueil?" + choice);
        foreach (var path in PublicPages.Concat(await PagesOfPersonAsync(page)))
        {
            await JudgeAsync(page, path, Telephone, dark: false, violations, "-" + choice);
        }

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }
}
