using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Carnet.Domain.Documents;
using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

public sealed partial class EnglishPageTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    // Said alike in both languages, or names of things: formats, products, the demo's own words.
    private static readonly HashSet<string> Alike =
    [
        "Carnet", "– Carnet", "Documents", "Questions", "Section", "Version", "Type", "Allergies", "Pages", "1 document", "Mask", "Message",
        "CSV", "JSON", "Document", "Parent", "Prescription",
        "Centre hospitalier de Kerlann", "Pharmacie du Bourg", "Cabinet médical du Bourg", "Laboratoire des Abers", "Cabinet de soins du Port",
        "Imagerie du Port", "Caisse d’assurance maladie de Kerlann",
    ];

    [Fact]
    public async Task Every_page_that_a_person_reaches_is_in_English_and_says_so()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        List<string> left = [];
        foreach (var path in await PathsAsync(person))
        {
            var french = await ShownAsync(person, path, "fr");
            var english = await ShownAsync(person, path, "en");
            Assert.Equal((path, "fr"), (path, french.DocumentElement.GetAttribute("lang")));
            Assert.Equal((path, "en"), (path, english.DocumentElement.GetAttribute("lang")));
            var kept = Texts(french).ToHashSet();
            left.AddRange(Texts(english).Where(kept.Contains).Where(text => !Alike.Contains(text) && !Name().IsMatch(text)).Select(text => $"{path}: {text}"));
        }

        Assert.True(left.Count == 0, string.Join('\n', left.Distinct()));
    }

    [Fact]
    public async Task The_language_stays_until_it_is_changed()
    {
        using var browser = town.Browse();
        Assert.Equal("fr", await LanguageAsync(browser, "/questions"));
        Assert.Equal("en", await LanguageAsync(browser, "/questions?langue=en"));
        Assert.Equal("en", await LanguageAsync(browser, "/securite"));
        Assert.Equal("en", await LanguageAsync(browser, "/securite?langue=tlh"));
        Assert.Equal("fr", await LanguageAsync(browser, "/securite?langue=fr"));
        Assert.Equal("fr", await LanguageAsync(browser, "/n-existe-pas"));
    }

    [Theory]
    [InlineData("en-GB,en;q=0.9", "en")]
    [InlineData("de,en;q=0.5,fr;q=0.4", "en")]
    [InlineData("fr-CA,en;q=0.9", "fr")]
    [InlineData("en;q=0.2,fr", "fr")]
    [InlineData("de", "fr")]
    [InlineData("*", "fr")]
    [InlineData("nonsense;;q=x", "fr")]
    public async Task A_first_visit_is_in_the_language_that_the_browser_prefers(string preferred, string expected)
    {
        using var browser = town.Browse();
        Assert.Equal(expected, await LanguageAsync(browser, "/", preferred));
        await browser.GetAsync("/?langue=fr");
        Assert.Equal("fr", await LanguageAsync(browser, "/", preferred));
    }

    [Fact]
    public async Task The_choice_keeps_the_page_and_what_it_was_asked()
    {
        using var browser = town.Browse();
        var page = await browser.PageAsync("/regles/droits?appelant=mt.n");
        var link = page.QuerySelector(".reading a[hreflang=en]")!.GetAttribute("href")!;
        Assert.Equal("?appelant=mt.n&langue=en", link);
        var other = (await browser.PageAsync("/regles/droits" + link)).QuerySelector(".reading a[hreflang=fr]")!;
        Assert.Equal("?appelant=mt.n&langue=fr", other.GetAttribute("href"));
        Assert.Equal("Français", other.TextContent);
    }

    [Fact]
    public async Task A_form_that_is_sent_back_explains_itself_in_English()
    {
        using var browser = town.Browse();
        await browser.GetAsync("/?langue=en");
        var answer = await browser.SubmitAsync("/connexion", "/connexion", ("identifiant", ""), ("mot-de-passe", "x"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await Browser.ReadAsync(answer);
        Assert.Equal("Write your identifier", page.QuerySelector(".field .message")!.TextContent);
        Assert.Equal("Write your identifier", page.QuerySelector("#a-corriger a")!.TextContent);
        Assert.Equal("To correct: log in – Carnet", page.Title);
    }

    [Fact]
    public async Task T_3_what_one_did_oneself_is_not_to_be_reported_in_English_either()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var all = await person.PageAsync("/acces?qui=tous&langue=en");
        var own = all.QuerySelector(".entry.you .acts a.nums")!.GetAttribute("href")!;
        var others = all.QuerySelector(".entry:not(.you) .acts a.nums")!.GetAttribute("href")!;
        Assert.Null((await person.PageAsync(own)).QuerySelector("#inconnu"));
        Assert.Equal("I do not know this person", (await person.PageAsync(others)).QuerySelector("#inconnu")!.TextContent);
    }

    [Fact]
    public async Task V_6_somebody_elses_document_is_the_same_as_an_unknown_one_in_English_too()
    {
        using var owner = await town.EnterAsync("ines-rozenvel");
        var href = (await owner.PageAsync("/documents")).QuerySelector(".rows a.title")!.GetAttribute("href")!;
        using var other = await town.EnterAsync("bastien-landouarec");
        await other.GetAsync("/accueil?langue=en");
        Assert.Equal(
            await Transcript.OfAsync(await other.GetAsync("/documents/0193e5a0-0000-7000-8000-000000000001")),
            await Transcript.OfAsync(await other.GetAsync(href)));
    }

    [Fact]
    public async Task Files_stay_French_whatever_the_pages_speak()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        foreach (var file in new[] { "/acces/historique.csv", "/acces/historique.json" })
        {
            Assert.Equal(
                await (await person.GetAsync(file + "?langue=fr")).Content.ReadAsStringAsync(),
                await (await person.GetAsync(file + "?langue=en")).Content.ReadAsStringAsync());
        }
    }

    // "Rose MEZGOUEZAN", perhaps with a telephone; an address; a number of things that are called alike; a transaction.
    [GeneratedRegex(@"^\p{Lu}\p{Ll}+ \p{Lu}[\p{L}-]+( [\d ]+)?$|^\S+@\S+$|^\d+ documents$|^TD\d\.[\w.-]+$")]
    private static partial Regex Name();

    private static async Task<IDocument> ShownAsync(Browser person, string path, string language)
    {
        var answer = await person.GetAsync(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "langue=" + language);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{path} answers {answer.StatusCode}");
        return await Browser.ReadAsync(answer);
    }

    private static async Task<string?> LanguageAsync(Browser browser, string path, string? preferred = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (preferred is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", preferred);
        }

        var answer = await browser.SendAsync(request);
        return (await Browser.ReadAsync(answer)).DocumentElement.GetAttribute("lang");
    }

    // Every page of the table of routes, with a document and a line of the history put in; not what is sent as a file.
    private static async Task<IReadOnlyList<string>> PathsAsync(Browser person)
    {
        var document = (await person.PageAsync("/documents")).QuerySelector(".rows a.title")!.GetAttribute("href")!;
        var line = (await person.PageAsync("/acces")).QuerySelector(".acts a.nums")!.GetAttribute("href")!;
        var pages = File.ReadLines(Path.Combine(Corpus.Repository, "tests", "routes.txt"))
            .Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries))
            .Where(cells => cells is [['G', 'E', 'T', ' ', ..], "Anybody" or "Session"])
            .Select(cells => cells[0]["GET ".Length..])
            .Where(path => !Path.HasExtension(path)
                && !new[] { "/preuve", "/original", "/contenu", "/recherche", "/deconnexion" }.Any(end => path.EndsWith(end, StringComparison.Ordinal))
                && !path.Contains("/image/", StringComparison.Ordinal)
                // Shown only between two steps.
                && path is not ("/connexion/code" or "/ouvrir/code" or "/ouvrir/choix" or "/ouvrir/acces" or "/s-opposer/code" or "/s-opposer/confirmer"
                    or "/s-opposer/represente" or "/mot-de-passe-oublie/codes"))
            .Select(path => path.Replace("/documents/{id:guid}", document, StringComparison.Ordinal)
                .Replace("/acces/{id:guid}", line, StringComparison.Ordinal).Replace("{slug}", "analyses", StringComparison.Ordinal));
        return [.. pages, "/acces?qui=tous", "/n-existe-pas", document + "/qui-le-voit?si=masquer", .. DocumentSpaces.All.Select(space => $"/documents/espace/{space.Slug()}")];
    }

    // What is read, but for what somebody else wrote, which says its language; the title of the window cannot.
    internal static IEnumerable<string> Texts(IDocument page)
    {
        foreach (var foreign in page.QuerySelectorAll("[lang]:not(html), code, .who span, .secret, svg text"))
        {
            foreign.Remove();
        }

        page.QuerySelector("title")!.Remove();
        return page.All.SelectMany(element => element.ChildNodes.OfType<IText>().Select(text => text.Text)
                .Concat(new[] { "aria-label", "alt", "title" }.Select(name => element.GetAttribute(name) ?? "")))
            .Select(text => text.Trim())
            .Where(text => text.Count(char.IsLetter) > 2);
    }
}
