using Microsoft.Playwright;
using static Carnet.Browser.Tests.Keys;
using static Carnet.Browser.Tests.PageJudge;

namespace Carnet.Browser.Tests;

/// <summary>The pages that a professional's software opens, in a browser with a card.</summary>
public sealed class ContextualTests(DemoTownServer town) : IClassFixture<DemoTownServer>
{
    private static readonly string Entry = $"/DossierPatient/{DemoTownServer.Ines.Ins}";

    [BrowserFact]
    public async Task Every_page_of_professionals_is_accessible_light_and_dark()
    {
        List<string> violations = [];
        foreach (var dark in new[] { false, true })
        {
            await using var window = await town.OpenWithCardAsync("claire-kerscaven", dark);
            var page = await window.NewPageAsync();
            await page.GotoAsync(Entry);
            await page.GotoAsync("/contexte/documents");
            var document = (await page.Locator(".rows a.title").First.GetAttributeAsync("href"))!;
            foreach (var path in PagesOf("CardPage").Where(path => !path.EndsWith("{ins}", StringComparison.Ordinal)))
            {
                await JudgeAsync(
                    page, path.Replace("/contexte/documents/{id:guid}", document, StringComparison.Ordinal), Ends, dark, violations);
            }

            if (!dark)
            {
                await JudgeInEnglishAsync(page, document, violations);
            }
        }

        // Without an authorisation the record shows two forms; without an access, a page that says so.
        await using var stranger = await town.OpenWithCardAsync("maud-trevidoul");
        var refused = await stranger.NewPageAsync();
        await JudgeAsync(refused, "/contexte/dossier", Ends, dark: false, violations, "-without");
        await refused.GotoAsync(Entry);
        await JudgeAsync(refused, "/contexte/dossier", Ends, dark: false, violations, "-refused");
        await JudgeAsync(refused, "/contexte/dossier?langue=en", Ends, dark: false, violations, "-refused-en");
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    // The same access goes on: the language is chosen by a link, and nothing else changes.
    private static async Task JudgeInEnglishAsync(IPage page, string document, List<string> violations)
    {
        await page.GotoAsync("/contexte/dossier");
        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        Assert.Equal("Patient’s record", await page.Locator("h1").InnerTextAsync());
        foreach (var path in PagesOf("CardPage").Where(path => !path.EndsWith("{ins}", StringComparison.Ordinal)))
        {
            await JudgeAsync(
                page, path.Replace("/contexte/documents/{id:guid}", document, StringComparison.Ordinal), Ends, dark: false, violations, "-en");
            Assert.Equal("en", await page.Locator("html").GetAttributeAsync("lang"));
        }
    }

    [BrowserFact]
    public async Task A_professional_reads_a_document_and_leaves_with_the_keyboard_alone()
    {
        await using var window = await town.OpenWithCardAsync("claire-kerscaven");
        var page = await window.NewPageAsync();
        await page.SetViewportSizeAsync(360, 740);
        await page.GotoAsync(Entry);
        await FollowAsync(page, "Documents", "/contexte/documents");
        var title = await page.Locator(".rows a.title").First.InnerTextAsync();
        await FollowAsync(page, title, "/contexte/documents/");
        Assert.Equal(title, await page.Locator("h1").InnerTextAsync());
        await FollowAsync(page, "Terminer", "/contexte/fin");
    }
}
