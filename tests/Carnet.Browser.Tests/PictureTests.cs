using Microsoft.Playwright;

namespace Carnet.Browser.Tests;

/// <summary>The pictures of the README: the twelve main pages as people see them, on a telephone and on a screen.</summary>
/// <remarks>Made by <c>make pictures</c>, which names the folder; without one nothing is done.</remarks>
public sealed class PictureTests(DemoTownServer town) : IClassFixture<DemoTownServer>
{
    private static readonly (int Width, int Height)[] Sizes = [(360, 740), (1280, 860)];

    private static readonly (string Name, string Path)[] Public = [("public", "/"), ("questions", "/questions"), ("open", "/ouvrir/identite")];

    private static readonly (string Name, string Path)[] Own =
    [
        ("home", "/accueil"), ("documents", "/documents"), ("timeline", "/documents/frise"), ("add", "/documents/ajouter"), ("wishes", "/volontes"),
        ("history", "/acces"), ("allow", "/autorisations"), ("family", "/proches"),
    ];

    [BrowserFact]
    public async Task Pictures_of_the_main_pages_are_made_where_a_folder_is_named()
    {
        if (Environment.GetEnvironmentVariable("CARNET_README_PICTURES") is not { Length: > 0 } folder)
        {
            return;
        }

        await using var window = await town.OpenAsync();
        var page = await window.NewPageAsync();
        foreach (var (name, path) in Public)
        {
            await ShootAsync(page, folder, name, path);
        }

        await town.EnterAsync(page, DemoTownServer.Ines.Login);
        await page.GotoAsync("/volontes/profil");
        await page.GetByLabel("Allergies et intolérances").FillAsync("Pénicilline, plaques rouges en 2009\nIode, gonflement du visage");
        await page.GetByLabel("Traitements en cours").FillAsync("Metformine 1000 mg, matin et soir");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer mon profil" }).ClickAsync();
        foreach (var (name, path) in Own)
        {
            await ShootAsync(page, folder, name, path);
        }

        await page.GotoAsync("/documents/espace/analyses");
        await ShootAsync(page, folder, "document", (await page.Locator(".rows a.title").First.GetAttributeAsync("href"))!);
    }

    private static async Task ShootAsync(IPage page, string folder, string name, string path)
    {
        foreach (var (width, height) in Sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            await page.GotoAsync(path);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png") });
        }
    }
}
