using System.Net;
using AngleSharp.Dom;
using Carnet.Domain.Identity;
using Carnet.Server.Demo;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Vault;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Portals;

/// <summary>Finding documents: words, filters, order, pages, the line of life; through the real server with the demo town.</summary>
public sealed class SearchPageTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    [Fact]
    public async Task Words_are_found_in_titles_and_contents_whatever_their_accents_and_endings()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var plain = Hrefs(await SearchAsync(person, ("mots", "diabète")));
        Assert.NotEmpty(plain);
        Assert.Equal(plain.Order(), Hrefs(await SearchAsync(person, ("mots", "DIABETES"))).Order());
        var page = await SearchAsync(person, ("mots", "le diabète"));
        Assert.Equal(plain.Order(), Hrefs(page).Order());
        Assert.Contains(page.QuerySelectorAll(".excerpt mark"), mark => mark.TextContent.StartsWith("diab", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("le diabète", page.QuerySelector("#mots")!.GetAttribute("value"));
        Assert.Equal("Rien ne correspond.", (await SearchAsync(person, ("mots", "diabète xyzzy"))).QuerySelector("[role=status]")!.TextContent);
    }

    [Fact]
    [Trait("rule", "V-3"), Trait("rule", "V-6")]
    public async Task V_3_what_waits_for_a_consultation_is_not_found_by_any_word_nor_filter()
    {
        using var person = await town.EnterAsync("aristide-morvaleg");
        var listed = Hrefs(await person.PageAsync("/documents")).ToHashSet();
        var hidden = DemoDocuments.For(DemoPeople.Patient("aristide-morvaleg"), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        Assert.True(listed.Count < hidden.Count);
        foreach (var word in hidden.SelectMany(document => document.Draft.Title.Split(' ')).Where(word => word.Length > 3).Distinct())
        {
            Assert.Subset(listed, Hrefs(await SearchAsync(person, ("mots", word))).ToHashSet());
        }

        Assert.Equal(listed.Count, Hrefs(await SearchAsync(person, ("versions", "oui"))).Count);
    }

    [Fact]
    [Trait("rule", "V-4")]
    public async Task V_4_a_mother_finds_nothing_of_what_her_daughter_keeps_secret()
    {
        using var daughter = await town.EnterAsync("lila-brandivec");
        using var mother = await town.EnterAsync("muriel-brandivec");
        await ActForAsync(mother);
        var (hers, all) = (Hrefs(await mother.PageAsync("/documents")).ToHashSet(), Hrefs(await daughter.PageAsync("/documents")));
        Assert.True(hers.Count < all.Count);
        foreach (var word in new[] { "consultation", "ordonnance", "centre", "contraception", "LANDIVINEC" })
        {
            Assert.Subset(hers, Hrefs(await SearchAsync(mother, ("mots", word))).ToHashSet());
        }

        var found = await SearchAsync(mother, ("mots", "consultation"));
        Assert.Empty(found.QuerySelectorAll(".excerpt"));
        Assert.DoesNotContain(found.QuerySelectorAll("#auteur option"), option => option.TextContent.Contains("LANDIVINEC", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Filters_narrow_by_kind_author_place_and_day_and_keep_what_was_chosen()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var page = await person.PageAsync("/documents");
        var all = Hrefs(page).Count;
        foreach (var field in new[] { "type", "auteur", "lieu" })
        {
            var value = page.QuerySelector($"#{field} option:nth-child(2)")!.GetAttribute("value")!;
            var narrowed = await SearchAsync(person, (field, value));
            Assert.InRange(Total(narrowed), 1, all);
            Assert.Equal(value, narrowed.QuerySelector($"#{field} option[selected]")!.GetAttribute("value"));
            Assert.NotNull(narrowed.QuerySelector("details[open] #type"));
        }

        var times = page.QuerySelectorAll(".rows time").Select(time => time.GetAttribute("datetime")!).ToList();
        Assert.Equal(times.OrderDescending(), times);
        var old = (await SearchAsync(person, ("ordre", "ancien"), ("au", times[^1]))).QuerySelectorAll(".rows time")
            .Select(time => time.GetAttribute("datetime")!).ToList();
        Assert.NotEmpty(old);
        Assert.Equal(old.Order(), old);
        Assert.All(old, time => Assert.True(string.CompareOrdinal(time, times[^1]) <= 0));
    }

    [Fact]
    public async Task Pages_follow_one_another_without_a_word_in_their_address()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var first = await person.PageAsync("/documents");
        var total = Total(first);
        Assert.True(total > 50, $"{total}");
        Assert.Equal(50, Hrefs(first).Count);
        var next = first.QuerySelector("nav.pages a")!.GetAttribute("href")!;
        Assert.Equal("/documents?page=2", next);
        var second = await person.PageAsync(next);
        Assert.Equal(total - 50, Hrefs(second).Count);
        Assert.Empty(Hrefs(first).Intersect(Hrefs(second)));
        Assert.Equal(Hrefs(second), Hrefs(await SearchAsync(person, ("page", "2"))));
        Assert.Equal(Hrefs(second), Hrefs(await person.PageAsync("/documents?page=999999999")));
        var form = await SearchAsync(person, ("mots", "docteur de"));
        Assert.DoesNotContain(form.QuerySelectorAll("a[href]"), link => link.GetAttribute("href")!.Contains("docteur", StringComparison.Ordinal));
        Assert.Equal("/documents", (await person.GetAsync("/documents/recherche")).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task The_line_of_life_counts_what_the_list_shows_and_its_table_says_the_same()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var total = Total(await person.PageAsync("/documents"));
        var page = await person.PageAsync("/documents/frise");
        var svg = page.QuerySelector("svg[role=img]")!;
        Assert.NotEmpty(svg.QuerySelector("desc")!.TextContent);
        Assert.Equal(total, svg.QuerySelectorAll("text.count").Sum(text => int.Parse(text.TextContent, System.Globalization.CultureInfo.InvariantCulture)));
        var counted = 0;
        foreach (var month in page.QuerySelectorAll("table a").Select(link => link.GetAttribute("href")!))
        {
            counted += Total(await person.PageAsync(month));
        }

        Assert.Equal(total, counted);
    }

    [Fact]
    [Trait("rule", "T-1")]
    public async Task T_1_a_search_leaves_a_line_without_the_words_that_were_searched()
    {
        using var person = await town.EnterAsync("solene-gwerzennou");
        await SearchAsync(person, ("mots", "azertyuiop"));
        var history = await person.PageAsync("/acces?qui=tous");
        Assert.Contains("Liste des documents", history.QuerySelector(".entries")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("azertyuiop", history.Body!.InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_of_a_strange_kind_is_answered()
    {
        using var person = await town.EnterAsync("bastien-landouarec");
        foreach (var words in new[] { "   ", "’’’", "%_*", "\"'", new string('x', 5000), "é\u0301\u0301", "<script>", "a" })
        {
            using var answer = await person.SubmitAsync("/documents", "/documents/recherche", ("mots", words), ("du", "9999-99-99"), ("type", "?"), ("page", "-3"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("<script>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await person.PostAsync("/documents/recherche", new Dictionary<string, string>())).StatusCode);
    }

    internal static async Task ActForAsync(Browser browser)
    {
        var page = await browser.PageAsync("/pour-qui");
        var form = page.QuerySelector("form[action='/pour-qui']")!;
        var values = form.QuerySelectorAll("input[type=hidden]").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!))
            .Concat(form.QuerySelectorAll("button[name], input[type=radio]").Take(1).Select(button => (button.GetAttribute("name")!, button.GetAttribute("value")!)))
            .ToDictionary(field => field.Item1, field => field.Item2);
        await browser.PostAsync("/pour-qui", values);
    }

    [Fact]
    public async Task A_content_that_was_changed_in_the_database_does_not_end_the_search_in_the_others()
    {
        // Nobody else reads in this record: what was read before the change would still be found.
        const string slug = "noe-quistremad";
        using var person = await town.EnterAsync("sonia-valdeguen");
        await ActForAsync(person);
        await using (var db = await town.Services.GetRequiredService<IDbContextFactory<CarnetDb>>().CreateDbContextAsync())
        {
            var patient = DemoPeople.Patient(slug);
            Assert.True(Ins.TryCreate(patient.Ins, patient.InsOid, out var ins));
            var record = town.Services.GetRequiredService<RecordIds>().Of(ins);
            var first = await db.Set<DocumentRow>().Where(row => row.RecordId == record && row.MimeType == "text/xml").FirstAsync();
            var piece = await db.Set<VaultChunkRow>().AsNoTracking()
                .SingleAsync(chunk => chunk.RecordId == record && chunk.BlobId == first.BlobId);
            byte[] changed = [.. piece.Sealed[..^1], (byte)~piece.Sealed[^1]];
            await db.Set<VaultChunkRow>().Where(chunk => chunk.RecordId == record && chunk.BlobId == first.BlobId)
                .ExecuteUpdateAsync(chunk => chunk.SetProperty(one => one.Sealed, changed));
        }

        // Every title is found by its own words, that of the broken one too: titles lie elsewhere.
        foreach (var title in (await person.PageAsync("/documents")).QuerySelectorAll(".rows a.title").Select(link => link.TextContent).Distinct())
        {
            Assert.NotEmpty(Hrefs(await SearchAsync(person, ("mots", title.Split(' ').MaxBy(word => word.Length)!))));
        }
    }

    private static async Task<IDocument> SearchAsync(Browser browser, params (string, string)[] fields)
    {
        var answer = await browser.SubmitAsync("/documents", "/documents/recherche", fields);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await Browser.ReadAsync(answer);
    }

    private static IReadOnlyList<string> Hrefs(IDocument page)
        => [.. page.QuerySelectorAll(".rows a.title").Select(link => link.GetAttribute("href")!)];

    private static int Total(IDocument page) => page.QuerySelector("[role=status]")!.TextContent is { } text && char.IsAsciiDigit(text[0])
        ? int.Parse(text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) : 0;
}
