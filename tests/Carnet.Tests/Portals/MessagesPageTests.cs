using System.Net;
using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

/// <summary>« Mes messages » and « Mes coordonnées », as a browser without scripts sees them.</summary>
public sealed class MessagesPageTests(PortalServer server) : IClassFixture<PortalServer>
{
    [Fact]
    public async Task N_a_person_chooses_by_which_way_they_are_told_of_what()
    {
        using var browser = await EnterAsync(1);
        var page = await browser.PageAsync("/messages");
        Assert.Equal(9, page.QuerySelectorAll("select").Length);
        Assert.All(page.QuerySelectorAll("select"), choice => Assert.NotNull(page.QuerySelector($"label[for='{choice.Id}']")));
        Assert.Empty(page.QuerySelectorAll("#urgence option[value=Silent], #fermeture option[value=Silent], #compte option[value=Silent]"));
        Assert.NotNull(page.QuerySelector("#document option[value=Silent]"));

        var saved = await browser.SubmitAsync("/messages", "/messages", ("document", "Silent"), ("urgence", "Sms"));
        Assert.Equal("/messages?etat=enregistre", saved.Headers.Location?.OriginalString);
        page = await browser.PageAsync("/messages?etat=enregistre");
        Assert.NotNull(page.QuerySelector("[role=status]"));
        Assert.Equal("Ne pas me prévenir", page.QuerySelector("#document option[selected]")!.TextContent);
        Assert.Equal("Par SMS", page.QuerySelector("#urgence option[selected]")!.TextContent);
    }

    [Fact]
    public async Task N_4_a_forged_choice_to_switch_the_emergency_off_is_explained_at_its_field()
    {
        using var browser = await EnterAsync(2);
        var answer = await browser.SubmitAsync("/messages", "/messages", ("urgence", "Silent"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await Browser.ReadAsync(answer);
        Assert.Equal("#urgence", page.QuerySelector("#a-corriger a")!.GetAttribute("href"));
        Assert.Equal("true", page.QuerySelector("#urgence")!.GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task N_7_a_person_changes_their_coordinates_with_their_password()
    {
        using var browser = await EnterAsync(3);
        var wrong = await browser.SubmitAsync("/coordonnees", "/coordonnees",
            ("courriel", "ines"), ("telephone", ""), ("adresse", ""), ("mot-de-passe", Password));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal("#courriel", (await Browser.ReadAsync(wrong)).QuerySelector("#a-corriger a")!.GetAttribute("href"));

        var saved = await browser.SubmitAsync("/coordonnees", "/coordonnees", ("courriel", "ines@nouveau.invalid"),
            ("telephone", "06 39 98 00 09"), ("adresse", " 4 QUAI DU PORT\r\n\r\n29000 QUIMPER "), ("mot-de-passe", Password));
        Assert.Equal("/messages?etat=enregistre", saved.Headers.Location?.OriginalString);
        var page = await browser.PageAsync("/messages");
        Assert.Equal(["ines@nouveau.invalid", "06 39 98 00 09", "4 QUAI DU PORT29000 QUIMPER"],
            page.QuerySelectorAll("dl dd").Select(fact => string.Concat(fact.TextContent.Split('\n').Select(line => line.Trim()))));
    }

    [Fact]
    public async Task N_the_language_of_messages_follows_a_link_of_ours_and_no_link_from_elsewhere()
    {
        using var browser = await EnterAsync(4);
        Assert.Equal("fr", await ChosenAsync(browser));
        await FollowAsync(browser, "/documents?langue=en", "cross-site");
        await FollowAsync(browser, "/documents?langue=en", "same-site");
        await FollowAsync(browser, "/documents?langue=en", null);
        await FollowAsync(browser, "/documents?langue=tlh", "same-origin");
        Assert.Equal("fr", await ChosenAsync(browser));
        await FollowAsync(browser, "/documents?langue=en", "same-origin");
        Assert.Equal("en", await ChosenAsync(browser));

        var before = await browser.MessagesSoFarAsync();
        using var again = server.Browse();
        await again.LogInAsync("messages-4", Password);
        var code = (await again.InboxAsync()).SkipLast(before)
            .Single(message => message.GetProperty("subject").GetString() == "Your login code");
        Assert.Equal("en", code.GetProperty("language").GetString());
        var inbox = await again.PageAsync("/demo/inbox?langue=fr");
        Assert.Contains(inbox.QuerySelectorAll("h2[lang=en]"), title => title.TextContent == "Your login code");

        var saved = await browser.SubmitAsync("/messages", "/messages", ("langue-des-messages", "fr"));
        Assert.Equal("/messages?etat=enregistre", saved.Headers.Location?.OriginalString);
        Assert.Equal("fr", await ChosenAsync(browser));
    }

    [Theory]
    [InlineData("langue-des-messages", "tlh"), InlineData("document", "Pigeon"), InlineData("document", "17")]
    public async Task An_answer_that_is_not_in_the_list_changes_nothing_and_is_said(string field, string answer)
    {
        using var browser = await EnterAsync(field.Length + answer.Length);
        var wrong = await browser.SubmitAsync("/messages", "/messages", (field, answer), ("urgence", "Email"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var page = await Browser.ReadAsync(wrong);
        Assert.Equal("#" + field, page.QuerySelector("#a-corriger a")!.GetAttribute("href"));
        Assert.Equal("Choisissez une réponse de la liste", page.QuerySelector($"#{field}-erreur")!.TextContent);
        Assert.Contains($"{field}-erreur", page.QuerySelector("#" + field)!.GetAttribute("aria-describedby"), StringComparison.Ordinal);
        Assert.Equal("Usual", (await browser.PageAsync("/messages")).QuerySelector("#urgence option[selected]")!.GetAttribute("value"));
        Assert.Equal("fr", await ChosenAsync(browser));
    }

    private static async Task<string?> ChosenAsync(Browser browser)
        => (await browser.PageAsync("/messages")).QuerySelector("#langue-des-messages option[selected]")?.GetAttribute("value");

    private static async Task FollowAsync(Browser browser, string path, string? site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (site is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(request)).StatusCode);
    }

    private const string Password = "quatre mots sans lien entre eux";

    private async Task<Browser> EnterAsync(int number)
    {
        var paper = (await People.OpenAsync(server.App.Services, 700 + number, known: new($"messages-{number}", Password), temporary: false)).Credentials;
        var browser = server.Browse();
        await browser.LogInAsync(paper.Login, paper.Password);
        return browser;
    }
}
