using Carnet.Server.Demo;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Carnet.Browser.Tests;

/// <summary>The way to one's own record on a telephone, by the keyboard, each of its pages judged by axe.</summary>
public sealed class OpeningTests(DemoTownServer town) : IClassFixture<DemoTownServer>
{
    [BrowserFact]
    public async Task A_person_opens_their_record_on_a_telephone()
    {
        var person = DemoPeople.Patient("corentin-guivarchal");
        await using var window = await town.OpenAsync(width: 360);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/ouvrir");
        await page.GetByRole(AriaRole.Link, new() { Name = "Commencer" }).ClickAsync();
        await JudgeAsync(page);

        // A mistake first: the summary leads to the field.
        await page.GetByLabel("Numéro de sécurité sociale").FillAsync("123");
        await page.GetByLabel("Nom de naissance").FillAsync(person.BirthName);
        await page.GetByLabel("Premier prénom").FillAsync(person.GivenNames[0]);
        await page.GetByLabel("Date de naissance").FillAsync("17/04/1988");
        await page.GetByLabel("Masculin").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Recevoir un code" }).ClickAsync();
        await JudgeAsync(page);
        await page.Locator("[role=alert] a").ClickAsync();
        Assert.Equal("numero", await page.EvaluateAsync<string>("() => document.activeElement.id"));
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(person.Ins);
        var before = await town.CountAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/ouvrir/code");
        await JudgeAsync(page);
        await page.GetByLabel("Code à six chiffres").FillAsync(await town.NextCodeAsync(before));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/ouvrir/choix");
        Assert.Equal(person.Email, await page.GetByLabel("Adresse électronique").InputValueAsync());
        await JudgeAsync(page);
        await page.Locator("#urgence-oui").CheckAsync();
        await page.Locator("#samu-oui").CheckAsync();
        await page.Locator("#accord-oui").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer et continuer" }).ClickAsync();
        await page.WaitForURLAsync("**/ouvrir/acces");
        await JudgeAsync(page);
        await page.GetByLabel("Mot de passe").FillAsync("quatre mots sans lien entre eux");
        await page.GetByLabel("Le même, une seconde fois").FillAsync("quatre mots sans lien entre eux");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ouvrir mon carnet" }).ClickAsync();
        Assert.Equal("Votre carnet est ouvert", await page.Locator("h1").InnerTextAsync());
        await JudgeAsync(page);
    }

    private static async Task JudgeAsync(IPage page)
    {
        var result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0,
            $"{page.Url}: {string.Join('\n', result.Violations.Select(one => $"{one.Id}: {one.Help}: {one.Nodes[0].Html}"))}");
        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        if (Environment.GetEnvironmentVariable("CARNET_PICTURES") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"opening-{new Uri(page.Url).AbsolutePath.Trim('/').Replace('/', '-')}.png"), FullPage = true });
        }
    }
}
