using System.Net;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Portals;

public sealed class LogInJourneyTests(PortalServer server) : IClassFixture<PortalServer>
{
    private const string Good = "quatre mots sans lien entre eux";

    [Fact]
    public async Task L_5_a_person_comes_in_chooses_a_password_sees_home_and_leaves()
    {
        var paper = (await People.OpenAsync(server.App.Services, 1)).Credentials;
        using var browser = server.Browse();

        Assert.Equal("/mot-de-passe", await browser.LogInAsync(paper.Login, paper.Password));
        Assert.Equal("/mot-de-passe", (await browser.GetAsync("/accueil")).Headers.Location?.OriginalString);
        var changed = await browser.SubmitAsync(
            "/mot-de-passe", "/mot-de-passe", ("nouveau", Good), ("confirmation", Good));
        Assert.Equal("/accueil", changed.Headers.Location?.OriginalString);

        var home = await browser.PageAsync("/accueil");
        Assert.Equal("Bonjour INES", home.QuerySelector("h1")!.TextContent);
        Assert.Equal(9, home.QuerySelectorAll(".spaces li").Length);

        var left = await browser.SubmitAsync("/accueil", "/deconnexion");
        Assert.Equal("/", left.Headers.Location?.OriginalString);
        Assert.Contains("\"storage\"", left.Headers.GetValues("Clear-Site-Data").Single(), StringComparison.Ordinal);
        Assert.Equal("/connexion", (await browser.GetAsync("/accueil")).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task The_session_is_new_at_login_and_only_ever_in_a_cookie_of_this_site()
    {
        var paper = await OpenAsync(2);
        using var browser = server.Browse();
        await browser.LogInAsync(paper.Login, paper.Password);
        var first = browser.Cookies["carnet"]!;
        Assert.True(first.HttpOnly);
        Assert.Equal("/", first.Path);
        Assert.Equal(43, first.Value.Length);
        Assert.Null(browser.Cookies["carnet-code"]);

        await browser.LogInAsync(paper.Login, paper.Password);
        Assert.NotEqual(first.Value, browser.Cookies["carnet"]!.Value);
    }

    [Fact]
    public async Task A_form_without_its_token_or_from_elsewhere_is_refused()
    {
        var paper = await OpenAsync(3);
        using var browser = server.Browse();
        foreach (var action in new[] { "/connexion", "/connexion/code", "/connexion/renvoi" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(action, new Dictionary<string, string>())).StatusCode);
        }

        await browser.LogInAsync(paper.Login, paper.Password);
        foreach (var action in new[] { "/mot-de-passe", "/deconnexion" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(action, new Dictionary<string, string>())).StatusCode);
        }

        var form = (await browser.PageAsync("/accueil")).QuerySelector("form[action='/deconnexion'] input")!;
        using var cross = new HttpRequestMessage(HttpMethod.Post, "/deconnexion")
        {
            Content = new FormUrlEncodedContent([new(form.GetAttribute("name")!, form.GetAttribute("value")!)]),
        };
        cross.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync(cross)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/accueil")).StatusCode);
    }

    [Fact]
    public async Task A_token_of_one_session_does_not_serve_another()
    {
        var paper = await OpenAsync(4);
        using var browser = server.Browse();
        await browser.LogInAsync(paper.Login, paper.Password);
        var before = (await browser.PageAsync("/mot-de-passe")).QuerySelector("form[action='/mot-de-passe'] input")!;
        await browser.LogInAsync(paper.Login, paper.Password);
        var answer = await browser.PostAsync("/mot-de-passe", new Dictionary<string, string>
        {
            [before.GetAttribute("name")!] = before.GetAttribute("value")!,
            ["actuel"] = paper.Password,
            ["nouveau"] = Good + " trois",
            ["confirmation"] = Good + " trois",
        });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task V_6_known_and_unknown_identifiers_get_the_same_bytes()
    {
        var paper = await OpenAsync(5);
        var known = await AttemptAsync(paper.Login, "un mauvais mot de passe");
        var right = await AttemptAsync(paper.Login, paper.Password);
        var unknown = await AttemptAsync("personne-4711", "un mauvais mot de passe");
        Assert.Equal(known, unknown);
        Assert.Equal(right, unknown);
    }

    [Fact]
    public async Task The_code_waits_for_no_round_of_the_pump()
    {
        // What commits a message wakes the pump, and a pump that would sleep for an hour wakes.
        Assert.IsType<WakingLedger>(server.App.Services.GetRequiredService<ILedger>());
        var signal = new OutboxSignal();
        var asleep = signal.WaitAsync(TimeSpan.FromHours(1), default);
        Assert.False(asleep.IsCompleted);
        signal.Wake();
        await asleep.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task What_is_missing_is_said_beside_its_field()
    {
        using var browser = server.Browse();
        var answer = await browser.SubmitAsync("/connexion", "/connexion", ("identifiant", " "), ("mot-de-passe", "x"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await Browser.ReadAsync(answer);
        Assert.Equal("#identifiant", page.QuerySelector("[role=alert] a")!.GetAttribute("href"));
        Assert.Equal("true", page.QuerySelector("#identifiant")!.GetAttribute("aria-invalid"));
        Assert.StartsWith("À corriger", page.Title, StringComparison.Ordinal);
    }

    private async Task<Credentials> OpenAsync(int number) => (await People.OpenAsync(
        server.App.Services, number, known: new Credentials($"test-{number}", Good), temporary: false)).Credentials;

    // Everything that leaves, but for the random numbers.
    private async Task<string> AttemptAsync(string login, string password)
    {
        using var browser = server.Browse();
        var first = await browser.SubmitAsync("/connexion", "/connexion", ("identifiant", login), ("mot-de-passe", password));
        var second = await browser.GetAsync("/connexion/code");
        var third = await browser.SubmitAsync("/connexion/code", "/connexion/code", ("code", "pas de chiffre"));
        var fourth = await browser.SubmitAsync("/connexion/code", "/connexion/renvoi");
        List<string> seen = [];
        foreach (var answer in new[] { first, second, third, fourth })
        {
            seen.Add(await Transcript.OfAsync(answer));
        }

        return string.Join("\n====\n", seen);
    }
}
