using Microsoft.Playwright;

namespace Carnet.Browser.Tests;

/// <summary>Passkeys in Chromium, with an authenticator of its own; WebAuthn wants a name for the site, not a number.</summary>
public sealed class PasskeyTests(DemoTownServer town) : IClassFixture<DemoTownServer>
{
    [BrowserFact]
    public async Task Somebody_adds_a_passkey_comes_in_with_it_proves_again_and_takes_it_away()
    {
        await using var window = await town.OpenAsync(width: 360, site: town.NamedAddress);
        var page = await window.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add($"{page.Url}: {message.Text}");
            }
        };
        var devtools = await window.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await town.LogInAsync(page, DemoTownServer.Ines);

        await page.GotoAsync("/appareils/cles");
        await page.GetByRole(AriaRole.Link, new() { Name = "Ajouter une clé d’accès" }).ClickAsync();
        await page.GetByLabel("Le nom de cette clé").FillAsync("Mon téléphone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Créer la clé sur cet appareil" }).ClickAsync();
        await page.WaitForURLAsync("**/appareils/cles");
        Assert.Contains("Mon téléphone", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Se déconnecter" }).ClickAsync();
        await page.GotoAsync("/connexion");
        await page.GetByRole(AriaRole.Link, new() { Name = "Se connecter avec une clé d’accès" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Utiliser ma clé d’accès" }).ClickAsync();
        await page.WaitForURLAsync("**/accueil");

        await page.GotoAsync("/confirmer?vers=fermer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Utiliser ma clé d’accès" }).ClickAsync();
        await page.WaitForURLAsync("**/carnet/fermer");

        await page.GotoAsync("/appareils/cles");
        await page.GetByRole(AriaRole.Button, new() { Name = "Retirer : Mon téléphone" }).ClickAsync();
        await page.WaitForURLAsync("**/appareils/cles");
        await page.GetByRole(AriaRole.Button, new() { Name = "Se déconnecter" }).ClickAsync();
        await page.GotoAsync("/connexion/cle");
        await page.GetByRole(AriaRole.Button, new() { Name = "Utiliser ma clé d’accès" }).ClickAsync();
        await page.GetByText("Cette clé d'accès n'ouvre pas ce carnet").WaitForAsync();
        Assert.DoesNotContain(complaints, complaint => !complaint.Contains("422", StringComparison.Ordinal));
        Assert.Equal(0, await page.EvaluateAsync<int>("() => localStorage.length + sessionStorage.length"));
    }

    [BrowserFact]
    public async Task Without_script_the_page_says_the_other_way()
    {
        await using var window = await town.OpenAsync(width: 360, scripts: false);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/connexion/cle");
        Assert.False(await page.GetByRole(AriaRole.Button, new() { Name = "Utiliser ma clé d’accès" }).IsVisibleAsync());
        Assert.Contains("connectez-vous avec votre mot de passe", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "Se connecter avec un mot de passe" }).ClickAsync();
        await page.WaitForURLAsync("**/connexion");
    }
}
