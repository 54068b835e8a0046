using System.Net;
using AngleSharp.Dom;
using Carnet.Server.Portals.Public;
using Carnet.Server.Portals.Shared;

namespace Carnet.Tests.Portals;

/// <summary>Words that not everybody knows are explained where they stand, and each page leads to the question that it raises.</summary>
public sealed class ExplainedWordTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    // The pages that say a word that not everybody knows, and the keys of the words.
    private static readonly (string Path, string Words)[] Pages =
    [
        ("/accueil", "espace"),
        ("/documents", "espace masquer"),
        ("{document}", "masquer traitant"),
        ("{document}/masquer", "masquer traitant urgence"),
        ("{document}/qui-le-voit", "habilitation traitant urgence"),
        ("/autorisations", "urgence habilitation traitant rpps samu masquer"),
        ("/acces", "trace urgence representant"),
        ("/volontes", "directives confiance aidant"),
        ("/volontes/directives", "directives"),
        ("/volontes/profil", "samu"),
        ("/proches", "representant aidant confiance"),
        ("/proches/aidant", "aidant traitant"),
        ("/proches/personne", "confiance"),
        ("/messages", "urgence representant"),
        ("/carnet/copie", "empreinte"),
        ("/appareils/cles", "cle"),
        ("/ouvrir/identite", "ins"),
    ];

    [Fact]
    public async Task A_word_is_explained_in_place_without_script()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var document = (await person.PageAsync("/documents")).QuerySelector(".rows a.title")!.GetAttribute("href")!;
        foreach (var (path, words) in Pages)
        {
            var page = await person.PageAsync(path.Replace("{document}", document, StringComparison.Ordinal));
            var buttons = page.QuerySelectorAll("button.term").ToList();
            Assert.Equal((path, words), (path, string.Join(' ', buttons.Select(button => button.GetAttribute("popovertarget")!["mot-".Length..]))));
            foreach (var button in buttons)
            {
                Assert.Equal("button", button.GetAttribute("type")); // inside a form it sends nothing
                var meaning = Assert.Single(page.QuerySelectorAll("#" + button.GetAttribute("popovertarget")));
                Assert.True(meaning.HasAttribute("popover"));
                Assert.Contains(Lexicon.Of(meaning.Id!["mot-".Length..]).Word, meaning.TextContent, StringComparison.Ordinal);
                Assert.Equal("/lexique", meaning.QuerySelector("a")!.GetAttribute("href"));
            }
        }
    }

    [Fact]
    public async Task Every_word_of_the_lexicon_is_there_in_English_and_in_easy_French()
    {
        using var browser = town.Browse();
        var plain = Meanings(await browser.PageAsync("/lexique?langue=fr&lecture=simple"));
        var english = Meanings(await browser.PageAsync("/lexique?langue=en"));
        var easy = Meanings(await browser.PageAsync("/lexique?langue=fr&lecture=facile"));
        Assert.Equal(17, plain.Count);
        Assert.Empty(plain.Intersect(english));
        Assert.Empty(plain.Intersect(easy));
    }

    [Fact]
    public async Task Every_page_of_the_portal_leads_to_a_question_that_is_answered()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var answered = (await person.PageAsync("/questions")).QuerySelectorAll("h2[id]").Select(heading => heading.Id).ToHashSet();
        var document = (await person.PageAsync("/documents")).QuerySelector(".rows a.title")!.GetAttribute("href")!;
        Dictionary<string, string> expected = new()
        {
            ["/accueil"] = "qui",
            ["/documents"] = "attente",
            [document] = "attente",
            [document + "/masquer"] = "masquer",
            [document + "/correction"] = "erreur",
            ["/corrections"] = "erreur",
            ["/acces"] = "traces",
            ["/autorisations"] = "qui",
            ["/proches"] = "mineurs",
            ["/carnet/fermer"] = "duree",
            ["/volontes"] = "urgence",
            ["/mot-de-passe"] = "identifiants",
        };
        foreach (var (path, question) in expected)
        {
            var help = (await person.PageAsync(path)).QuerySelectorAll("footer .foot a")[0];
            Assert.Equal((path, "/questions#" + question), (path, help.GetAttribute("href")));
            Assert.Contains(question, answered);
        }

        Assert.Null(Questions.About("/n-existe-pas"));
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync("/n-existe-pas")).StatusCode);
    }

    private static IReadOnlyList<string> Meanings(IDocument page) => [.. page.QuerySelectorAll(".lexicon dd").Select(meaning => meaning.TextContent)];
}
