using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Carnet.Domain.Documents;
using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

/// <summary>Words that say to a reader that the record is theirs.</summary>
internal static partial class OwnWords
{
    public static string? In(string text) => Own().Match(text) is { Success: true } found ? found.Value : null;

    [GeneratedRegex(@"\b(?:votre|vos|mon|ma|mes) (?:(?:neuf|propres?|nouveaux?) )?(?:carnet|documents?|choix|historique|médecin traitant|professionnels"
        + @"|soignants|séjours|représentants|volontés|directives|profil|santé|famille|espaces|allergies|traitements|personne de confiance|aidants?|demandes)\b"
        + @"|\b(?:your|my) (?:(?:nine|own|advance|medical|new|trusted) )?(?:record|documents?|choices|history|regular doctor|professionals|stays"
        + @"|representatives|wishes|directives|profile|health|spaces|allergies|treatments|person|family|caregivers?|organs|requests)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Own();
}

/// <summary>Who acts for a child or another person never reads that the record is their own.</summary>
public sealed class AnotherPersonPageTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    // These are about the login of who acts, or about leaving the record of the other for one's own.
    private static readonly string[] OfOneself = ["/pour-qui", "/proches/enfant", "/mot-de-passe", "/appareils", "/messages", "/coordonnees", "/session", "/confirmer"];

    [Theory]
    [InlineData("fr", "simple")]
    [InlineData("en", "simple")]
    [InlineData("fr", "facile")]
    [InlineData("en", "facile")]
    [Trait("rule", "A-13")]
    public async Task A_13_no_page_calls_the_record_of_a_child_the_readers_own(string language, string manner)
    {
        using var parent = await town.EnterAsync("muriel-brandivec");
        await ActingPageTests.ChooseAsync(parent, "Lila BRANDIVEC");
        await parent.GetAsync($"/accueil?langue={language}");
        await parent.GetAsync($"/accueil?lecture={manner}");
        List<string> wrong = [];
        var named = 0;
        foreach (var path in await PathsAsync(parent))
        {
            var answer = await parent.GetAsync(path);
            if (answer.StatusCode is not HttpStatusCode.OK)
            {
                Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.SeeOther, $"{path} answers {answer.StatusCode}");
                continue;
            }

            var page = await Browser.ReadAsync(answer);
            foreach (var other in page.QuerySelectorAll("form[action='/pour-qui'], .acting, .document, svg text"))
            {
                other.Remove();
            }

            named += page.QuerySelector("main")!.TextContent.Contains("Lila BRANDIVEC", StringComparison.Ordinal) ? 1 : 0;
            wrong.AddRange(Texts(page).Where(text => OwnWords.In(text) is not null).Select(text => $"{path}: {text}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
        Assert.True(named > 10, $"only {named} pages name the person");
    }

    [Fact, Trait("rule", "A-13")]
    public async Task A_13_what_was_done_is_told_with_the_name_of_the_person()
    {
        using var parent = await town.EnterAsync("muriel-brandivec");
        await ActingPageTests.ChooseAsync(parent, "Lila BRANDIVEC");
        var saved = await parent.PageAsync("/autorisations?fait=choix");
        Assert.Equal("Les choix pour le carnet de Lila BRANDIVEC sont enregistrés.", saved.QuerySelector("[role=status] p")!.TextContent);
        Assert.Equal("Fermer le carnet de Lila BRANDIVEC", (await parent.PageAsync("/accueil")).QuerySelector("a[href='/carnet/fermer']")!.TextContent);
    }

    [Fact, Trait("rule", "A-13")]
    public async Task Who_acts_for_themself_still_reads_of_their_own_record()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        Assert.Equal("Vos documents", (await person.PageAsync("/documents")).QuerySelector("h1")!.TextContent);
        Assert.NotNull(OwnWords.In((await person.PageAsync("/documents?langue=en")).QuerySelector("h1")!.TextContent));
    }

    private static async Task<IReadOnlyList<string>> PathsAsync(Browser person)
    {
        var document = (await person.PageAsync("/documents")).QuerySelector(".rows a.title")!.GetAttribute("href")!;
        var line = (await person.PageAsync("/acces?qui=tous")).QuerySelector(".acts a.nums")!.GetAttribute("href")!;
        var pages = File.ReadLines(Path.Combine(Corpus.Repository, "tests", "routes.txt"))
            .Select(row => row.Split("  ", StringSplitOptions.RemoveEmptyEntries))
            .Where(cells => cells is [['G', 'E', 'T', ' ', ..], "Session"])
            .Select(cells => cells[0]["GET ".Length..])
            .Where(path => !Path.HasExtension(path) && !OfOneself.Any(own => path.StartsWith(own, StringComparison.Ordinal))
                && !new[] { "/preuve", "/original", "/contenu", "/recherche", "/deconnexion" }.Any(end => path.EndsWith(end, StringComparison.Ordinal))
                && !path.Contains("/image/", StringComparison.Ordinal))
            .Select(path => path.Replace("/documents/{id:guid}", document, StringComparison.Ordinal)
                .Replace("/acces/{id:guid}", line, StringComparison.Ordinal).Replace("{slug}", "analyses", StringComparison.Ordinal))
            .ToList();
        Assert.True(pages.Count > 20);
        string[] said = ["autoriser", "retirer", "traitant", "plus-traitant", "bloquer", "debloquer", "sejour", "choix"];
        return [.. pages, "/acces?qui=tous", "/acces?qui=representants", document + "/qui-le-voit?si=masquer",
            .. said.Select(done => $"/autorisations?fait={done}"), .. DocumentSpaces.All.Select(space => $"/documents/espace/{space.Slug()}")];
    }

    private static IEnumerable<string> Texts(IDocument page)
        => page.All.SelectMany(element => element.ChildNodes.OfType<IText>().Select(text => text.Text)
            .Concat(new[] { "aria-label", "alt", "title", "placeholder" }.Select(name => element.GetAttribute(name) ?? "")))
        .Select(text => text.Trim());
}
