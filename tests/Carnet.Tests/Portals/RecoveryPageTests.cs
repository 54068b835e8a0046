using System.Net;
using System.Text.RegularExpressions;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

/// <summary>A forgotten password, on the pages: what is wrong is said, and nobody learns who has an account.</summary>
public sealed partial class RecoveryPageTests(PortalServer server) : IClassFixture<PortalServer>
{
    private const string Good = "quatre mots sans lien entre eux";
    private const string New = "cerise tambour brouette nuage";
    private const string Codes = "/mot-de-passe-oublie/codes";

    [Fact]
    [Trait("rule", "V-6")]
    public async Task V_6_known_and_unknown_identifiers_are_answered_with_the_same_bytes()
    {
        var known = await OpenAsync(31);
        var oneChannel = await OpenAsync(32, new Contact("seul@exemple.invalid", null));
        List<string> answers = [];
        foreach (var login in new[] { known.Login, "personne-4711", oneChannel.Login })
        {
            using var browser = server.Browse();
            var sent = await StartAsync(browser, login);
            var page = await browser.GetAsync(Codes);
            var wrong = await FinishAsync(browser, "000000", "000000", New);
            answers.Add($"{await Transcript.OfAsync(sent)}\n{await Transcript.OfAsync(page)}\n{await Transcript.OfAsync(wrong)}");
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Each_wrong_field_is_named_and_nothing_is_changed_until_all_is_right()
    {
        var paper = await OpenAsync(33);
        using var browser = server.Browse();
        await SaysAsync(await StartAsync(browser, "  "), "identifiant");
        Assert.Equal("/mot-de-passe-oublie", (await browser.GetAsync(Codes)).Headers.Location?.OriginalString);

        var before = await browser.MessagesSoFarAsync();
        Assert.Equal(Codes, (await StartAsync(browser, paper.Login)).Headers.Location?.OriginalString);
        var (email, sms) = await NextCodesAsync(browser, before);
        await SaysAsync(await FinishAsync(browser, email, sms, New, New + " autre"), "confirmation");
        await SaysAsync(await FinishAsync(browser, email, sms, "court"), "nouveau");
        await SaysAsync(await FinishAsync(browser, sms, email, New), "code-email");
        await SaysAsync(await FinishAsync(browser, "", "", New), "code-email");
        using (var unchanged = server.Browse())
        {
            await unchanged.LogInAsync(paper.Login, paper.Password);
        }

        Assert.Equal("/mot-de-passe-oublie/fait", (await FinishAsync(browser, email, sms, New)).Headers.Location?.OriginalString);

        // The back button: the page of the codes leads to the beginning, and the old form is answered by a sentence.
        Assert.Equal("/mot-de-passe-oublie", (await browser.GetAsync(Codes)).Headers.Location?.OriginalString);
        using var again = server.Browse();
        await again.LogInAsync(paper.Login, New);
    }

    [Fact]
    public async Task Five_wrong_tries_lead_back_to_the_beginning_with_a_sentence()
    {
        var paper = await OpenAsync(34);
        using var browser = server.Browse();
        await StartAsync(browser, paper.Login);
        for (var round = 0; round < 4; round++)
        {
            await SaysAsync(await FinishAsync(browser, "000000", "111111", New), "code-email");
        }

        await SaysAsync(await FinishAsync(browser, "000000", "111111", New), "identifiant");
        Assert.Equal("/mot-de-passe-oublie", (await browser.GetAsync(Codes)).Headers.Location?.OriginalString);
    }

    private static async Task SaysAsync(HttpResponseMessage answer, string field)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await Browser.ReadAsync(answer);
        Assert.Equal($"#{field}", page.QuerySelector("[role=alert] a")!.GetAttribute("href"));
        Assert.Equal("true", page.GetElementById(field)!.GetAttribute("aria-invalid"));
        Assert.StartsWith("À corriger", page.Title, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> StartAsync(Browser browser, string login)
        => browser.SubmitAsync("/mot-de-passe-oublie", "/mot-de-passe-oublie", ("identifiant", login));

    private static Task<HttpResponseMessage> FinishAsync(Browser browser, string email, string sms, string password, string? again = null)
        => browser.SubmitAsync(Codes, Codes, ("code-email", email), ("code-sms", sms), ("nouveau", password), ("confirmation", again ?? password));

    private static async Task<(string Email, string Sms)> NextCodesAsync(Browser browser, int before)
    {
        for (var round = 0; round < 200; round++)
        {
            var inbox = await browser.InboxAsync();
            var codes = inbox.Take(inbox.Count - before).Select(message => (
                    Channel: message.GetProperty("channel").GetString()!.ToLowerInvariant(),
                    Code: SixDigits().Match(message.GetProperty("body").GetString()!).Value))
                .Where(message => message.Code.Length > 0).ToList();
            if (codes.Count >= 2)
            {
                return (codes.Find(one => one.Channel.Contains("mail", StringComparison.Ordinal)).Code,
                    codes.Find(one => one.Channel.Contains("sms", StringComparison.Ordinal)).Code);
            }

            await Task.Delay(25);
        }

        throw new InvalidOperationException("The two codes did not come.");
    }

    private async Task<Credentials> OpenAsync(int number, Contact? contact = null) => (await People.OpenAsync(
        server.App.Services, number, contact, new Credentials($"oubli-{number}", Good), temporary: false)).Credentials;

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
