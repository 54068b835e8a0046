using System.Net;
using AngleSharp.Dom;
using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

/// <summary>« Facile à lire et à comprendre »: the twelve main pages.</summary>
public sealed class EasyPageTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    private const int MostWords = 14;

    private static readonly string[] Fixed =
        ["/questions", "/accueil", "/documents", "/documents/ajouter", "/autorisations", "/acces", "/volontes", "/volontes/carte", "/messages", "/carnet/copie"];

    [Fact]
    public async Task The_easy_pages_have_the_same_acts_as_the_ordinary_ones()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        foreach (var path in await PathsAsync(person))
        {
            var plain = await ShownAsync(person, path, "simple");
            var easy = await ShownAsync(person, path, "facile");
            Assert.Equal((path, string.Join('\n', Acts(plain))), (path, string.Join('\n', Acts(easy))));
            Assert.False(plain.DocumentElement.ClassList.Contains("easy"));
            Assert.True(easy.DocumentElement.ClassList.Contains("easy"));
            Assert.Empty(plain.QuerySelectorAll(".picto"));
            Assert.NotEmpty(easy.QuerySelectorAll("h1 .picto, h2 .picto"));
            Assert.All(easy.QuerySelectorAll(".picto"), picture => Assert.Equal("true", picture.GetAttribute("aria-hidden")));
        }
    }

    [Fact]
    public async Task A_line_of_an_easy_page_is_short_and_has_no_clause_within()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        List<string> hard = [];
        foreach (var path in await PathsAsync(person))
        {
            // Not what others wrote: titles, contents, entries.
            var page = await ShownAsync(person, path, "facile");
            foreach (var foreign in page.QuerySelectorAll(".rows, .entries, article, select, footer, .document, dl.facts"))
            {
                foreign.Remove();
            }

            // A word that is explained in place is a text of its own, which its line only opens.
            var meanings = page.QuerySelectorAll("main .meaning").ToList();
            meanings.ForEach(meaning => meaning.Remove());
            hard.AddRange(page.QuerySelectorAll("main p, main li, main label, main legend, main summary, main h1, main h2")
                .Select(said => said.TextContent).Concat(meanings.SelectMany(meaning => meaning.ChildNodes.OfType<IText>().Select(text => text.Text)))
                .SelectMany(said => said.Split('\n'))
                .Select(line => line.Trim())
                .Where(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetterOrDigit)) > MostWords
                    || line.Contains(" ; ", StringComparison.Ordinal)
                    || Clauses.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .Select(line => $"{path}: {line}"));
        }

        Assert.True(hard.Count == 0, string.Join('\n', hard.Distinct()));
    }

    private static readonly string[] Clauses = [" dont ", " lequel", " laquelle", " parce que ", " afin de ", " lorsque ", " puisque ", " bien que ", " ce que ", " tant que "];

    [Fact]
    public async Task Easy_reading_stays_until_it_is_changed_and_leaves_the_language_alone()
    {
        using var browser = town.Browse();
        await browser.GetAsync("/?lecture=facile");
        Assert.Equal("easy", (await browser.PageAsync("/questions")).DocumentElement.ClassName);
        var english = await browser.PageAsync("/questions?langue=en");
        Assert.Equal(("easy", "en"), (english.DocumentElement.ClassName, english.DocumentElement.GetAttribute("lang")));
        Assert.Equal("Ordinary version", english.QuerySelectorAll(".reading a")[1].TextContent);
        var plain = await browser.PageAsync("/questions?lecture=simple");
        Assert.Equal("en", plain.DocumentElement.GetAttribute("lang"));
        Assert.True(string.IsNullOrEmpty(plain.DocumentElement.ClassName));
    }

    [Fact]
    public async Task The_choice_is_kept_by_the_browser_alone_and_says_nothing_else()
    {
        using var browser = town.Browse();
        var answer = await browser.GetAsync("/?lecture=facile&langue=fr");
        var cookies = answer.Headers.GetValues("Set-Cookie").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, cookies.Count);
        Assert.StartsWith("carnet-langue=fr;", cookies[0], StringComparison.Ordinal);
        Assert.StartsWith("carnet-lecture=facile;", cookies[1], StringComparison.Ordinal);
        Assert.All(cookies, cookie => Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<IReadOnlyList<string>> PathsAsync(Browser person)
    {
        await person.GetAsync("/accueil?lecture=simple&langue=fr");
        var document = (await person.PageAsync("/documents")).QuerySelector(".rows a.title")!.GetAttribute("href")!;
        return [.. Fixed, document, document + "/masquer"];
    }

    private static async Task<IDocument> ShownAsync(Browser person, string path, string manner)
    {
        var answer = await person.GetAsync($"{path}?lecture={manner}");
        Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
        return await Browser.ReadAsync(answer);
    }

    // Where one can go and what one can send, but for the two links that choose.
    private static IEnumerable<string> Acts(IDocument page)
    {
        page.QuerySelector(".reading")!.Remove();
        return page.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!)
            .Concat(page.QuerySelectorAll("form").Select(form => $"{form.GetAttribute("method")} {form.GetAttribute("action")}"))
            .Concat(page.QuerySelectorAll("input, button, select, textarea").Select(field => $"{field.LocalName} {field.GetAttribute("name")} {field.GetAttribute("type")}"))
            .Order(StringComparer.Ordinal);
    }
}
