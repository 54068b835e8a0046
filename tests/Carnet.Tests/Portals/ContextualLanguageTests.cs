using AngleSharp.Dom;
using Carnet.Server.Features.Directory;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Portals;

/// <summary>The pages of the door with cards in English, over real mutual TLS.</summary>
public sealed class ContextualLanguageTests(ContextualTown town) : IClassFixture<ContextualTown>
{
    private const string Doctor = "claire-kerscaven";
    private const string Cardiologist = "paul-auffretic";
    private const string Hospital = "ch-kerlann";

    // Said alike in both languages, and the organisation of the demo.
    private static readonly HashSet<string> Alike = ["Carnet", "Documents", "Date", "Type", "1 document", "Centre hospitalier de Kerlann", "zoe@example.test"];

    [Fact]
    public async Task Every_page_of_the_door_with_cards_is_in_English_and_says_so()
    {
        var patient = await town.Server.OpenRecordAsync();
        await town.Server.As(Hospital).DepositAsync(patient, patient.Document(town.Server.As(Hospital).Card, "Tout va bien."));
        await town.Server.As(Doctor).AllowAsync(patient);
        HashSet<string> names = [.. Alike, patient.Traits.BirthName, patient.Traits.GivenNames, patient.Traits.UsedName ?? ""];
        List<string> left = [];

        using var doctor = town.Browser(Doctor);
        await doctor.GetAsync($"/DossierPatient/{patient.Ins.Value}");
        var document = (await doctor.PageAsync("/contexte/documents")).QuerySelector(".rows a.title")!.GetAttribute("href")!;
        var pages = ContextualTown.Pages().Where(path => !path.EndsWith("/original", StringComparison.Ordinal)
            && !path.EndsWith("/contenu", StringComparison.Ordinal) && !path.EndsWith("/1", StringComparison.Ordinal)
            && !path.StartsWith("/contexte/documents/", StringComparison.Ordinal)).ToList();
        Assert.True(pages.Count >= 6);
        foreach (var path in (string[])[
            .. pages, document, "/contexte/documents?ordre=specialite&versions=oui", "/AccesDirect/TableauDeBord", "/Parametrages",
            $"/contexte/documents/{Guid.CreateVersion7()}", "/DossierPatient/123456789012345", "/n-existe-pas"])
        {
            await CompareAsync(doctor, path, names, left);
        }

        // Refused, with the forms of agreement and emergency; in the emergency; without an access.
        using var stranger = town.Browser(Cardiologist);
        await CompareAsync(stranger, "/contexte/dossier", names, left);
        await stranger.GetAsync($"/DossierPatient/{patient.Ins.Value}");
        await CompareAsync(stranger, "/contexte/dossier", names, left);
        await CompareAsync(stranger, "/contexte/documents", names, left);
        await stranger.SubmitAsync("/contexte/dossier", "/contexte/urgence", ("motif", "Patient inconscient aux urgences"));
        foreach (var path in pages)
        {
            await CompareAsync(stranger, path, names, left);
        }

        Assert.True(left.Count == 0, string.Join('\n', left.Distinct()));
    }

    [Fact]
    public async Task The_choice_between_activities_is_in_English_too()
    {
        const string Locum = "maud-trevidoul";
        var person = town.Server.Card(Locum).IdNat;
        await using (var db = await town.Server.OpenAsync())
        {
            var one = await db.Set<DirectoryActivityRow>().AsNoTracking().SingleAsync(row => row.PersonId == person);
            db.Add(new DirectoryActivityRow
            {
                PersonId = person,
                StructureId = town.Server.Card(Hospital).StructureId,
                Profession = one.Profession,
                Qualification = one.Qualification,
                Sealed = one.Sealed,
            });
            await db.SaveChangesAsync();
        }

        using var browser = town.Browser(Locum);
        List<string> left = [];
        foreach (var path in (string[])["/AccesDirect/TableauDeBord", "/Parametrages"])
        {
            await CompareAsync(browser, path, Alike, left);
        }

        Assert.True(left.Count == 0, string.Join('\n', left));
        var page = await browser.PageAsync("/AccesDirect/TableauDeBord?langue=en");
        Assert.Equal("In which activity?", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(2, page.QuerySelectorAll("input[type=radio]").Length);
    }

    [Fact]
    public async Task What_a_form_answers_is_in_English_and_leads_to_a_page_that_exists()
    {
        var patient = await town.Server.OpenRecordAsync();
        using var browser = town.Browser(Cardiologist);
        await browser.GetAsync($"/DossierPatient/{patient.Ins.Value}?langue=en");
        var late = await Browser.ReadAsync(
            await browser.SubmitAsync("/contexte/dossier", "/contexte/urgence", ("motif", "vite")));
        Assert.Equal("Break-glass needs a reason of at least ten characters (Mode_Acces_Raison).", late.QuerySelector(".lead")!.TextContent);
        Assert.Equal("Access refused – Carnet, professionals", late.Title);
        var back = await browser.PageAsync(late.QuerySelector(".reading a")!.GetAttribute("href")!);
        Assert.Equal("Dossier du patient", back.QuerySelector("h1")!.TextContent);

        await browser.GetAsync("/contexte/dossier?langue=en");
        var over = await Browser.ReadAsync(await browser.SubmitAsync("/contexte/reglages", "/contexte/fin"));
        Assert.Equal(("en", "Access ended"), (over.DocumentElement.GetAttribute("lang"), over.QuerySelector("h1")!.TextContent));
    }

    [Fact]
    public async Task A_first_visit_is_in_the_language_of_the_browser_and_the_choice_stays_until_it_is_closed()
    {
        using var browser = town.Browser(Doctor);
        Assert.Equal("en", await LanguageAsync(await browser.GetAsync("/Parametrages", "en-GB,fr;q=0.5")));
        Assert.Equal("fr", await LanguageAsync(await browser.GetAsync("/Parametrages", "de")));
        Assert.Equal("fr", await LanguageAsync(await browser.GetAsync("/Parametrages")));

        var chosen = await browser.GetAsync("/Parametrages?langue=en");
        var cookie = Assert.Single(chosen.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-carnet-langue-pro=en;", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("max-age", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("en", await LanguageAsync(await browser.GetAsync("/AccesDirect/TableauDeBord", "fr")));
        Assert.Equal("en", await LanguageAsync(await browser.GetAsync("/Parametrages?langue=tlh")));
        Assert.Equal("fr", await LanguageAsync(await browser.GetAsync("/Parametrages?langue=fr")));
        Assert.Equal("fr", await LanguageAsync(await browser.GetAsync("/n-existe-pas", "en")));
    }

    [Fact]
    public async Task Professionals_have_no_easy_pages()
    {
        using var browser = town.Browser(Doctor);
        var asked = await browser.GetAsync("/Parametrages?lecture=facile");
        Assert.False(asked.Headers.Contains("Set-Cookie"));
        var page = await Browser.ReadAsync(asked);
        Assert.Null(page.DocumentElement.GetAttribute("class"));
        Assert.Equal("English", Assert.Single(page.QuerySelectorAll(".reading a")).TextContent);
    }

    [Fact]
    public async Task What_was_written_in_French_is_marked_so_in_an_English_page()
    {
        var patient = await town.Server.OpenRecordAsync();
        await town.Server.As(Hospital).DepositAsync(patient, patient.Document(town.Server.As(Hospital).Card, "Tout va bien."));
        await town.Server.As(Doctor).AllowAsync(patient);
        using var browser = town.Browser(Doctor);
        await browser.GetAsync($"/DossierPatient/{patient.Ins.Value}?langue=en");
        var link = (await browser.PageAsync("/contexte/dossier")).QuerySelector(".rows a.title")!;
        Assert.Equal("fr", link.GetAttribute("lang"));
        var page = await browser.PageAsync(link.GetAttribute("href")!);
        Assert.Equal("fr", page.QuerySelector("article.document")!.GetAttribute("lang"));
        Assert.Contains("Tout va bien.", page.QuerySelector("article.document")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("fr", page.QuerySelector("h1")!.GetAttribute("lang"));
    }

    private static async Task CompareAsync(CardBrowser browser, string path, HashSet<string> alike, List<string> left)
    {
        var french = await ShownAsync(browser, path, "fr");
        var english = await ShownAsync(browser, path, "en");
        Assert.Equal((path, "fr"), (path, french.DocumentElement.GetAttribute("lang")));
        Assert.Equal((path, "en"), (path, english.DocumentElement.GetAttribute("lang")));
        Assert.True(french.Title != english.Title || path.Contains("/documents", StringComparison.Ordinal), $"{path}: {english.Title}");
        var codes = english.QuerySelectorAll("main .nums").Select(code => code.TextContent).ToHashSet();
        var kept = EnglishPageTests.Texts(french).ToHashSet();
        left.AddRange(EnglishPageTests.Texts(english)
            .Where(text => kept.Contains(text) && !alike.Contains(text) && !codes.Contains(text)).Select(text => $"{path}: {text}"));
    }

    private static async Task<IDocument> ShownAsync(CardBrowser browser, string path, string language)
        => await Browser.ReadAsync(await browser.GetAsync(
            path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "langue=" + language));

    private static async Task<string?> LanguageAsync(HttpResponseMessage answer)
        => (await Browser.ReadAsync(answer)).DocumentElement.GetAttribute("lang");
}
