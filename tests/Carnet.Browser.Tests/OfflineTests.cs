using Microsoft.Playwright;

namespace Carnet.Browser.Tests;

/// <summary>Without a connection: one page of ours, and nothing of a person anywhere in the browser.</summary>
public sealed class OfflineTests(DemoTownServer town) : IClassFixture<DemoTownServer>
{
    private const string Kept = """
        async () => (await Promise.all((await caches.keys()).map(
            async name => (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)))).flat()
        """;

    [BrowserFact]
    public async Task Without_a_connection_a_page_says_so_and_nothing_of_a_person_is_kept()
    {
        await using var window = await town.OpenAsync(width: 360);
        var page = await window.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add($"{page.Url}: {message.Text}");
            }
        };
        await town.EnterAsync(page, DemoTownServer.Ines.Login);
        await page.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => null)");
        foreach (var path in new[] { "/accueil", "/documents", "/acces", "/volontes" })
        {
            await page.GotoAsync(path);
        }

        Assert.Empty(complaints);
        await window.SetOfflineAsync(true);
        await page.GotoAsync("/documents");
        Assert.Equal("Pas de connexion", await page.Locator("h1").InnerTextAsync());
        Assert.Equal(1, await page.EvaluateAsync<int>("() => document.styleSheets.length"));
        var kept = await page.EvaluateAsync<string[]>(Kept);
        Assert.Equal(3, kept.Length);
        Assert.Contains("/hors-ligne", kept);
        Assert.All(kept.Where(path => path != "/hors-ligne"), path => Assert.StartsWith("/style/", path, StringComparison.Ordinal));
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "async () => localStorage.length + sessionStorage.length + (await indexedDB.databases()).length"));

        await window.SetOfflineAsync(false);
        await page.GetByRole(AriaRole.Link, new() { Name = "Réessayer" }).ClickAsync();
        await page.WaitForURLAsync("**/accueil");
        Assert.DoesNotContain("Pas de connexion", await page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
    }
}
