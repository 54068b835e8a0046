using System.IO.Compression;
using System.Net;
using System.Text;
using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

/// <summary>L-8 and L-9 as the person does them, through the real server with the demo town.</summary>
public sealed class LifePageTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    [Fact]
    [Trait("rule", "L-8"), Trait("rule", "L-9")]
    public async Task L_8_a_person_destroys_what_is_their_own_then_closes_their_record_and_is_out()
    {
        using var browser = await town.EnterAsync("bastien-landouarec");
        var own = await FindAsync(browser, "destruction");
        Assert.NotNull(own);
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await browser.SubmitAsync(own + "/destruction", own + "/destruction", ("confirmation", "non"))).StatusCode);
        var gone = await browser.SubmitAsync(own + "/destruction", own + "/destruction", ("confirmation", "détruire"));
        Assert.Equal("/documents", gone.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(own)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(own + "/destruction")).StatusCode);

        var page = await browser.PageAsync("/carnet/fermer");
        Assert.Contains("détruit pour toujours", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll("section time"));
        var wrong = await browser.SubmitAsync("/carnet/fermer", "/carnet/fermer", ("raison", "Je <b>pars</b>"), ("confirmation", "oui"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var again = await Browser.ReadAsync(wrong);
        Assert.Equal("#confirmation", again.QuerySelector("[role=alert] a")!.GetAttribute("href"));
        Assert.Equal("Je <b>pars</b>", again.QuerySelector("textarea")!.TextContent);

        var closed = await browser.SubmitAsync("/carnet/fermer", "/carnet/fermer", ("raison", "Je pars"), ("confirmation", "fermer"));
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        Assert.Equal("Votre carnet est fermé", (await Browser.ReadAsync(closed)).QuerySelector("h1")!.TextContent);
        Assert.Equal("/connexion", (await browser.GetAsync("/accueil")).Headers.Location?.OriginalString);
    }

    [Fact]
    [Trait("rule", "L-9")]
    public async Task L_9_a_person_takes_a_copy_of_all_they_see_that_no_cache_keeps()
    {
        using var browser = await town.EnterAsync("ines-rozenvel");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/carnet/copie", new Dictionary<string, string>())).StatusCode);
        var answer = await browser.SubmitAsync("/carnet/copie", "/carnet/copie");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(), ZipArchiveMode.Read);
        var listed = (await browser.PageAsync("/documents")).QuerySelectorAll(".rows li").Length;
        Assert.True(zip.Entries.Count(entry => entry.Name == "original.xml") >= listed && listed > 20);
        Assert.Contains(zip.Entries, entry => entry.Name == "lisible.html");
        using var index = new StreamReader(zip.GetEntry("index.html")!.Open(), Encoding.UTF8);
        Assert.Contains("KERGUENEC", await index.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Contains("Copie du carnet", (await browser.PageAsync("/acces?qui=tous")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "L-9")]
    public async Task L_9_a_person_asks_an_author_for_a_correction()
    {
        using var browser = await town.EnterAsync("ines-rozenvel");
        var theirs = await FindAsync(browser, "correction");
        Assert.NotNull(theirs);
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await browser.SubmitAsync(theirs + "/correction", theirs + "/correction", ("texte", " "))).StatusCode);
        var asked = await browser.SubmitAsync(theirs + "/correction", theirs + "/correction", ("texte", "Je n'ai jamais fumé"));
        Assert.Equal("/corrections?faite=oui", asked.Headers.Location?.OriginalString);
        Assert.Contains("Je n'ai jamais fumé", (await browser.PageAsync("/corrections")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Null((await browser.PageAsync(theirs + "/destruction")).QuerySelector("form[action$='/destruction']"));
    }

    [Fact]
    [Trait("rule", "V-6")]
    public async Task V_6_somebody_elses_document_is_the_same_bytes_as_an_unknown_one_on_these_pages_too()
    {
        using var owner = await town.EnterAsync("ines-rozenvel");
        var href = (await owner.PageAsync("/documents")).QuerySelector(".rows a.title")!.GetAttribute("href")!;
        using var other = await town.EnterAsync("aristide-morvaleg");
        foreach (var part in (string[])["/correction", "/destruction"])
        {
            Assert.Equal(
                await Transcript.OfAsync(await other.GetAsync("/documents/0193e5a0-0000-7000-8000-000000000001" + part)),
                await Transcript.OfAsync(await other.GetAsync(href + part)));
        }
    }

    /// <summary>The first document whose page offers something.</summary>
    private static async Task<string?> FindAsync(Browser browser, string offer)
    {
        foreach (var link in (await browser.PageAsync("/documents")).QuerySelectorAll(".rows a.title"))
        {
            var href = link.GetAttribute("href")!;
            if ((await browser.PageAsync(href)).QuerySelector($"a[href='{href}/{offer}']") is not null)
            {
                return href;
            }
        }

        return null;
    }
}
