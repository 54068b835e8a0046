using Carnet.Server.Demo;
using Microsoft.Playwright;
using static Carnet.Browser.Tests.Keys;

namespace Carnet.Browser.Tests;

/// <summary>The main journeys on a telephone with nothing but a keyboard: no click, no address typed.</summary>
public sealed class KeyboardTests(DemoTownServer town) : IClassFixture<DemoTownServer>
{
    [BrowserFact]
    public async Task Reading_masking_blocking_adding_wishes_and_closing_need_a_keyboard_and_nothing_else()
    {
        await using var window = await town.OpenAsync(width: 360);
        var page = await window.NewPageAsync();
        await EnterAsync(page, DemoPeople.Patient("solene-gwerzennou"));

        await FollowAsync(page, "Documents", "/documents");
        await FollowAsync(page, await page.Locator(".rows a.title").First.InnerTextAsync(), "/documents/");
        await FollowAsync(page, "Masquer ce document", "/masquer");
        await FollowAsync(page, "Masquer ce document", "/documents/");
        Assert.Equal(1, await page.GetByRole(AriaRole.Link, new() { Name = "Démasquer ce document" }).CountAsync());

        await FollowAsync(page, "Qui peut entrer", "/autorisations");
        await TypeAsync(page, "numero", DemoTown.Professional("luc-goulvenec").PsIdNat[1..]);
        await FollowAsync(page, "Bloquer", "/autorisations?fait=bloquer");

        await FollowAsync(page, "Documents", "/documents");
        await FollowAsync(page, "Ajouter un document", "/documents/ajouter");
        await TabToAsync(page, "type");
        await page.Keyboard.TypeAsync("Autre");
        await TypeAsync(page, "titre", "Ma tension");
        await TypeAsync(page, "texte", "Lundi : 13/8");
        await FollowAsync(page, "Ajouter", "/documents/");
        Assert.Equal("Ma tension", await page.Locator("h1").InnerTextAsync());

        await FollowAsync(page, "Accueil", "/accueil");
        await FollowAsync(page, "Mes volontés et ma santé en bref", "/volontes");
        await FollowAsync(page, "Écrire : don d’organes", "/volontes/don");
        await TabToAsync(page, "choix-3");
        await page.Keyboard.PressAsync("Space");
        await FollowAsync(page, "Enregistrer", "/volontes");

        await FollowAsync(page, "Accueil", "/accueil");
        await FollowAsync(page, "Fermer mon carnet", "/carnet/fermer");
        await TypeAsync(page, "confirmation", "FERMER");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Votre carnet est fermé" }).WaitForAsync();
    }

    private async Task EnterAsync(IPage page, DemoPatient patient)
    {
        await page.GotoAsync("/");
        await FollowAsync(page, "Se connecter", "/connexion");
        await TypeAsync(page, "identifiant", patient.Login);
        await TypeAsync(page, "mot-de-passe", patient.Password);
        var before = await town.CountAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/connexion/code");
        await TypeAsync(page, "code", await town.NextCodeAsync(before));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/accueil");
    }
}
