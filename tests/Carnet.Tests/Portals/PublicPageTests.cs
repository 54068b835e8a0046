using System.Net;
using Carnet.Server.Demo;
using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

/// <summary>The pages for everybody, and the way to one's own record, through the real server with the demo town.</summary>
public sealed class PublicPageTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    private const string Password = "quatre mots sans lien entre eux";

    [Fact]
    public async Task Every_link_of_the_public_pages_leads_to_a_page_with_one_heading()
    {
        using var browser = town.Browse();
        HashSet<string> seen = ["/"];
        Queue<string> ahead = new(seen);
        while (ahead.TryDequeue(out var path))
        {
            using var answer = await browser.GetAsync(path);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.SeeOther, $"{path}: {answer.StatusCode}");
            if (answer.StatusCode is not HttpStatusCode.OK || answer.Content.Headers.ContentType!.MediaType is not "text/html")
            {
                continue;
            }

            var page = await Browser.ReadAsync(answer);
            Assert.Single(page.QuerySelectorAll("h1"));
            foreach (var href in page.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!))
            {
                if (href.StartsWith('#'))
                {
                    Assert.NotNull(page.GetElementById(href[1..]));
                }
                else if (href.StartsWith('/') && !href.Contains('?', StringComparison.Ordinal) && seen.Add(href))
                {
                    ahead.Enqueue(href);
                }
            }
        }

        Assert.Superset(new HashSet<string> { "/questions", "/securite", "/professionnels", "/editeurs", "/ouvrir", "/s-opposer", "/regles" }, seen);
    }

    [Fact]
    [Trait("rule", "L-2")]
    public async Task L_2_a_person_opens_their_record_online_and_comes_in()
    {
        using var browser = town.Browse();
        await ProveAsync(browser, "/ouvrir", DemoPeople.Patient("corentin-guivarchal"));
        var unanswered = await browser.SubmitAsync("/ouvrir/choix", "/ouvrir/choix", ("courriel", "corentin@kerlann.example"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unanswered.StatusCode);
        Assert.Equal("#urgence", (await Browser.ReadAsync(unanswered)).QuerySelector("[role=alert] a")!.GetAttribute("href"));
        var without = await browser.SubmitAsync("/ouvrir/choix", "/ouvrir/choix", ("courriel", "corentin@kerlann.example"),
            ("urgence", "oui"), ("samu", "non"));
        Assert.Equal("#accord", (await Browser.ReadAsync(without)).QuerySelector("[role=alert] a")!.GetAttribute("href"));
        Assert.Equal("/ouvrir/choix", (await browser.GetAsync("/ouvrir/acces")).Headers.Location?.OriginalString);
        var saved = await browser.SubmitAsync("/ouvrir/choix", "/ouvrir/choix", ("courriel", "corentin@kerlann.example"),
            ("telephone", ""), ("urgence", "oui"), ("samu", "non"), ("accord", "oui"));
        Assert.Equal("/ouvrir/acces", saved.Headers.Location?.OriginalString);
        Assert.NotNull((await browser.PageAsync("/ouvrir/choix")).QuerySelector("#samu-non[checked]"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync(
            "/ouvrir/acces", "/ouvrir/acces", ("mot-de-passe", Password), ("confirmation", Password + "!"))).StatusCode);
        var opened = await browser.SubmitAsync("/ouvrir/acces", "/ouvrir/acces", ("mot-de-passe", Password), ("confirmation", Password));
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        var login = (await Browser.ReadAsync(opened)).QuerySelector(".secret")!.TextContent;
        Assert.Equal("/accueil", await browser.LogInAsync(login, Password));
        Assert.Contains("Ouverture du carnet", (await browser.PageAsync("/acces?qui=tous")).Body!.TextContent, StringComparison.Ordinal);

        // The same person once more: only now, with a code, they are told that the record is there.
        await ProveAsync(browser, "/ouvrir", DemoPeople.Patient("corentin-guivarchal"));
        Assert.Equal("Vous avez déjà un carnet", (await browser.PageAsync("/ouvrir/choix")).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    [Trait("rule", "V-6")]
    public async Task V_6_known_and_unknown_people_are_answered_with_the_same_bytes()
    {
        List<string> answers = [];
        var known = DemoPeople.Patient("theodore-kerivoalic");
        foreach (var (number, name) in new[] { (known.Ins, known.BirthName), (known.Ins, "PERSONNE"), ("180017511100101", known.BirthName) })
        {
            using var browser = town.Browse();
            var sent = await browser.SubmitAsync("/ouvrir/identite", "/ouvrir/identite", ("numero", number), ("nom", name),
                ("prenom", known.GivenNames[0]), ("naissance", "06/06/1966"), ("sexe", "M"));
            var page = await browser.GetAsync("/ouvrir/code");
            var wrong = await browser.SubmitAsync("/ouvrir/code", "/ouvrir/code", ("code", "000000"));
            answers.Add($"{await Transcript.OfAsync(sent)}\n{await Transcript.OfAsync(page)}\n{await Transcript.OfAsync(wrong)}");
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    [Trait("rule", "L-7")]
    public async Task L_7_a_person_objects_online()
    {
        using var browser = town.Browse();
        await ProveAsync(browser, "/s-opposer", DemoPeople.Patient("theodore-kerivoalic"));
        var page = await browser.SubmitAsync("/s-opposer/confirmer", "/s-opposer/confirmer");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("Votre opposition est enregistrée", (await Browser.ReadAsync(page)).QuerySelector("h1")!.TextContent);
        Assert.Equal("/s-opposer/identite", (await browser.GetAsync("/s-opposer/confirmer")).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_page_of_the_opening_says_what_is_missing_field_by_field()
    {
        using var browser = town.Browse();
        (string, string)[] all = [("numero", "1 66 06 29 019 010 12"), ("nom", "X"), ("prenom", "Y"), ("naissance", "06/06/1966"), ("sexe", "M")];
        foreach (var (name, wrong) in new[] { ("numero", "123"), ("nom", " "), ("prenom", ""), ("naissance", "hier"), ("sexe", "Z") })
        {
            var answer = await browser.SubmitAsync("/ouvrir/identite", "/ouvrir/identite",
                [.. all.Select(field => field.Item1 == name ? (name, wrong) : field)]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var page = await Browser.ReadAsync(answer);
            Assert.Equal($"#{name}", page.QuerySelector("[role=alert] a")!.GetAttribute("href"));
            Assert.NotNull(page.GetElementById(name));
        }
    }

    [Fact]
    public async Task Steps_out_of_order_two_tabs_and_the_back_button_lead_on_and_leave_nothing_half_open()
    {
        var person = DemoPeople.Patient("theodore-kerivoalic");
        using var browser = town.Browse();
        foreach (var (step, first) in new[] { ("/ouvrir/code", "/ouvrir/identite"), ("/ouvrir/choix", "/ouvrir/identite"), ("/ouvrir/acces", "/ouvrir/identite") })
        {
            Assert.Equal(first, (await browser.GetAsync(step)).Headers.Location?.OriginalString);
        }

        // A second tab asks for another code: what the first one was sent is no use any more, and a sentence says so.
        var before = await browser.MessagesSoFarAsync();
        await StateAsync(browser, person);
        var old = await browser.NextCodeAsync(before);
        before = await browser.MessagesSoFarAsync();
        await StateAsync(browser, person);
        var valid = await browser.NextCodeAsync(before);
        if (old != valid)
        {
            var refused = await browser.SubmitAsync("/ouvrir/code", "/ouvrir/code", ("code", old));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Equal("#code", (await Browser.ReadAsync(refused)).QuerySelector("[role=alert] a")!.GetAttribute("href"));
        }

        Assert.Equal("/ouvrir/choix", (await browser.SubmitAsync("/ouvrir/code", "/ouvrir/code", ("code", valid))).Headers.Location?.OriginalString);

        // Back to the code, which has served; then on, without an answer to what must be answered.
        var back = await browser.GetAsync("/ouvrir/code");
        Assert.InRange((int)back.StatusCode, 200, 399);
        var missing = await browser.SubmitAsync("/ouvrir/choix", "/ouvrir/choix", ("email", "pas une adresse"), ("telephone", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, missing.StatusCode);
        Assert.NotNull((await Browser.ReadAsync(missing)).QuerySelector("[role=alert] a"));
        Assert.NotEqual(HttpStatusCode.InternalServerError, (await browser.GetAsync("/ouvrir/acces")).StatusCode);

        // The next day in another browser: nothing is open, the way begins anew.
        using var next = town.Browse();
        Assert.Equal("/ouvrir/identite", (await next.GetAsync("/ouvrir/choix")).Headers.Location?.OriginalString);
    }

    private static Task<HttpResponseMessage> StateAsync(Browser browser, DemoPatient person) => browser.SubmitAsync(
        "/ouvrir/identite", "/ouvrir/identite", ("numero", person.Ins), ("nom", person.BirthName), ("prenom", person.GivenNames[0]),
        ("naissance", person.BirthDate.ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture)), ("sexe", person.Sex));

    private static async Task ProveAsync(Browser browser, string path, DemoPatient person)
    {
        var before = await browser.MessagesSoFarAsync();
        var sent = await browser.SubmitAsync(path + "/identite", path + "/identite", ("numero", person.Ins), ("nom", person.BirthName.ToLowerInvariant()),
            ("prenom", person.GivenNames[0]), ("naissance", person.BirthDate.ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture)),
            ("sexe", person.Sex));
        Assert.Equal(path + "/code", sent.Headers.Location?.OriginalString);
        var proven = await browser.SubmitAsync(path + "/code", path + "/code", ("code", await browser.NextCodeAsync(before)));
        Assert.Equal(HttpStatusCode.SeeOther, proven.StatusCode);
    }
}
