using System.Net;
using AngleSharp.Dom;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Demo;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

/// <summary>Through the real portal: those who act for another, and what a minor keeps from them.</summary>
public sealed class ActingPageTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    [Fact, Trait("rule", "A-13")]
    public async Task A_13_a_parent_comes_in_by_their_own_login_chooses_and_every_page_says_for_whom()
    {
        using var parent = await town.EnterAsync("gwen-penfoulic");
        Assert.Equal("/pour-qui", (await parent.GetAsync("/accueil")).Headers.Location?.OriginalString);
        var choice = await parent.PageAsync("/pour-qui");
        Assert.Equal(["Malo PENFOULIC", "Maëlle PENFOULIC"],
            choice.QuerySelectorAll(".rows b").Select(name => name.TextContent).Order(StringComparer.Ordinal));
        foreach (var path in (string[])["/documents", "/acces", "/proches"])
        {
            Assert.Equal("/pour-qui", (await parent.GetAsync(path)).Headers.Location?.OriginalString);
        }

        var old = parent.Cookies["carnet"]!.Value;
        await ChooseAsync(parent, "Malo PENFOULIC");
        Assert.NotEqual(old, parent.Cookies["carnet"]!.Value);
        foreach (var path in (string[])["/accueil", "/documents", "/acces", "/proches", "/pour-qui", "/mot-de-passe"])
        {
            Assert.Equal("Vous agissez pour Malo PENFOULIC.", (await parent.PageAsync(path)).QuerySelector(".acting p")!.TextContent);
        }

        var acts = (await parent.PageAsync("/acces?qui=tous")).QuerySelector(".entry.you h3")!.TextContent;
        Assert.StartsWith("Vous", acts, StringComparison.Ordinal);
        await ChooseAsync(parent, "Maëlle PENFOULIC");
        Assert.Equal("Carnet de Maëlle PENFOULIC", (await parent.PageAsync("/accueil")).QuerySelector("h1")!.TextContent);
    }

    [Fact, Trait("rule", "V-4")]
    public async Task V_4_nothing_of_the_secret_care_shows_to_a_parent_anywhere()
    {
        using var teenager = await town.EnterAsync("lila-brandivec");
        var all = await RowsAsync(teenager);
        Assert.Equal(6, all.Count);
        using var parent = await town.EnterAsync("muriel-brandivec");
        await ChooseAsync(parent, "Lila BRANDIVEC");
        var seen = await RowsAsync(parent);
        Assert.Equal(2, seen.Count);
        Assert.Empty(seen.Keys.Except(all.Keys));
        Assert.Contains("Tous les documents (2)", (await parent.PageAsync("/accueil")).Body!.TextContent, StringComparison.Ordinal);

        // Every page: no word of it, no doctor of it, and no count that is not that of the list.
        string[] secrets = ["contraception", "chlamydia", "dépistage", "landivinec", "lannuzic", "pilule", "caché aux parents", "secret"];
        var home = await parent.PageAsync("/accueil");
        var spaces = home.QuerySelectorAll(".spaces a").Select(link => link.GetAttribute("href")!).ToList();
        string[] paths = ["/accueil", "/documents", "/acces", "/acces?qui=tous", "/acces?qui=representants", "/proches", "/pour-qui",
            .. spaces, .. seen.Keys];
        foreach (var path in paths)
        {
            var answer = await parent.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.All(secrets, word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
            Assert.All(all.Keys.Except(seen.Keys), hidden => Assert.DoesNotContain(hidden, text, StringComparison.Ordinal));
        }

        foreach (var space in home.QuerySelectorAll(".spaces a"))
        {
            var listed = (await parent.PageAsync(space.GetAttribute("href")!)).QuerySelectorAll(".rows li").Length;
            Assert.Equal(listed == 0 ? "Vide" : listed == 1 ? "1 document" : $"{listed} documents", space.QuerySelector(".soft")!.TextContent);
        }

        // The document's own addresses answer as one that never was.
        var unknown = await Transcript.OfAsync(await parent.GetAsync("/documents/0193e5a0-0000-7000-8000-000000000001"));
        foreach (var hidden in all.Keys.Except(seen.Keys))
        {
            foreach (var part in (string[])["", "/original", "/contenu", "/image/1"])
            {
                Assert.Equal(unknown, await Transcript.OfAsync(await parent.GetAsync(hidden + part)));
            }
        }

        // And the teenager sees that her mother was there.
        Assert.Contains("Muriel BRANDIVEC", (await teenager.PageAsync("/acces?qui=representants")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Trait("rule", "A-13")]
    public async Task A_13_separated_parents_do_not_find_each_others_address()
    {
        var noe = DemoPeople.Patients.Single(patient => patient.Slug == "noe-quistremad");
        using var father = await town.EnterAsync("marc-quistremad");
        await ChooseAsync(father, "Noé QUISTREMAD");
        var mother = noe.Representatives.Single(one => one.Slug == "sonia-valdeguen");
        foreach (var path in (string[])["/accueil", "/proches", "/acces?qui=tous", "/documents", "/pour-qui"])
        {
            var text = await (await father.GetAsync(path)).Content.ReadAsStringAsync();
            Assert.DoesNotContain(mother.Email, text, StringComparison.Ordinal);
            Assert.DoesNotContain(mother.Phone, text, StringComparison.Ordinal);
        }

        // A court has left him the reading: he changes nothing.
        var page = await father.PageAsync("/proches");
        Assert.Contains("lire", page.QuerySelector("#representants ~ ul li:last-child .meta")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("a[href='/proches/aidant']"));
        var refused = await father.SubmitAsync("/proches/personne", "/proches/personne",
            ("role", "prevenir"), ("nom", "Voisin"), ("lien", ""), ("telephone", "06 39 98 00 70"));
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact, Trait("rule", "A-12")]
    public async Task A_12_a_person_names_a_caregiver_who_comes_in_and_is_gone_when_the_person_says_so()
    {
        using var person = await town.EnterAsync("solene-gwerzennou");
        var until = TimeProvider.System.GetUtcNow().AddDays(40).ToString("yyyy-MM-dd", null);
        (string, string)[] form = [("prenom", "Tanguy"), ("nom", "GWERZENNOU"), ("courriel", "tanguy@kerlann.example"),
            ("telephone", ""), ("identifiant", ""), ("depuis", "")];
        var beyond = await person.SubmitAsync("/proches/aidant", "/proches/aidant", [.. form, ("etendue", "tout"), ("jusque", until)]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, beyond.StatusCode);
        var again = await Browser.ReadAsync(beyond);
        Assert.Equal("#etendue", again.QuerySelector("#a-corriger a")!.GetAttribute("href"));
        Assert.Equal("Tanguy", again.QuerySelector("#prenom")!.GetAttribute("value"));
        var endless = await Browser.ReadAsync(
            await person.SubmitAsync("/proches/aidant", "/proches/aidant", [.. form, ("etendue", "lire"), ("jusque", "")]));
        Assert.Equal("#jusque", endless.QuerySelector("#a-corriger a")!.GetAttribute("href"));

        var named = await Browser.ReadAsync(
            await person.SubmitAsync("/proches/aidant", "/proches/aidant", [.. form, ("etendue", "lire"), ("jusque", until)]));
        var paper = named.QuerySelectorAll("dd").Select(one => one.TextContent).ToList();
        using var caregiver = town.Browse();
        Assert.Equal("/mot-de-passe", await caregiver.LogInAsync(paper[0], paper[1]));
        const string chosen = "quatre mots sans lien entre eux";
        await caregiver.SubmitAsync("/mot-de-passe", "/mot-de-passe", ("nouveau", chosen), ("confirmation", chosen));
        await ChooseAsync(caregiver, "Solène GWERZENNOU");
        Assert.NotEmpty(await RowsAsync(caregiver));
        Assert.Equal(HttpStatusCode.NotFound, (await caregiver.SubmitAsync("/proches/personne", "/proches/personne",
            ("role", "prevenir"), ("nom", "Voisin"), ("lien", ""), ("telephone", "06 39 98 00 70"))).StatusCode);

        var ended = await person.SubmitAsync("/proches", "/proches/aidant/fin");
        Assert.Equal("/proches", ended.Headers.Location?.OriginalString);
        Assert.Equal("/pour-qui", (await caregiver.GetAsync("/documents")).Headers.Location?.OriginalString);
        Assert.Empty((await caregiver.PageAsync("/pour-qui")).QuerySelectorAll(".rows li"));
    }

    [Fact, Trait("rule", "V-6")]
    public async Task V_6_a_mandate_of_somebody_else_is_the_same_as_none()
    {
        using var parent = await town.EnterAsync("sonia-valdeguen");
        var mandate = (await parent.PageAsync("/pour-qui")).QuerySelector("input[name=mandat]")!.GetAttribute("value")!;
        using var other = await town.EnterAsync("erwan-brandivec");
        var values = Hidden(await other.PageAsync("/pour-qui"));
        values["mandat"] = Guid.CreateVersion7().ToString();
        var unknown = await Transcript.OfAsync(await other.PostAsync("/pour-qui", values));
        values["mandat"] = mandate;
        Assert.Equal(unknown, await Transcript.OfAsync(await other.PostAsync("/pour-qui", values)));
        Assert.Equal("/pour-qui", (await other.GetAsync("/documents")).Headers.Location?.OriginalString);
    }

    [Fact, Trait("rule", "A-13")]
    public async Task A_13_in_a_conflict_one_parent_asks_and_the_other_answers()
    {
        var lila = DemoPeople.Patients.Single(patient => patient.Slug == "lila-brandivec");
        Assert.True(Ins.TryCreate(lila.Ins, lila.InsOid, out var ins));
        (await town.AtDeskAsync<DeclareConflict, DecisionRecorded>(
            new(ins, TimeProvider.System.GetUtcNow(), null, "Déclaration du 3 mars"))).Done();
        using var mother = await town.EnterAsync("muriel-brandivec");
        using var father = await town.EnterAsync("erwan-brandivec");
        await ChooseAsync(mother, "Lila BRANDIVEC");
        await ChooseAsync(father, "Lila BRANDIVEC");
        var document = (await RowsAsync(mother)).Keys.First();

        // Alone she changes nothing: the page says so before, and leads to what waits after.
        var page = $"{document}/masquer";
        Assert.Contains("autre parent", (await mother.PageAsync(page)).QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/accords?etat=proposee", (await mother.SubmitAsync(page, page)).Headers.Location?.OriginalString);
        Assert.Equal("/accords?etat=deja", (await mother.SubmitAsync(page, page)).Headers.Location?.OriginalString);
        Assert.Contains("Masquer ce document", (await mother.PageAsync(page)).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        var own = await mother.PageAsync("/accords");
        Assert.Equal(["Retirer ma demande"], own.QuerySelectorAll("main button").Select(button => button.TextContent.Trim()));

        Assert.NotNull((await father.PageAsync("/accueil")).QuerySelector("a[href='/accords']"));
        var asked = await father.PageAsync("/accords");
        Assert.Contains("Muriel BRANDIVEC le demande.", asked.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/accords?etat=acceptee",
            (await father.SubmitAsync("/accords", "/accords", ("reponse", "oui"))).Headers.Location?.OriginalString);
        Assert.Equal("Démasquer ce document", (await mother.PageAsync(page)).QuerySelector("h1")!.TextContent);
        Assert.Null((await father.PageAsync("/accueil")).QuerySelector("a[href='/accords']"));

        // He asks for the end of the record; she says no, and it is there.
        var closing = await father.SubmitAsync("/carnet/fermer", "/carnet/fermer", ("raison", "Trop de monde"), ("confirmation", "FERMER"));
        Assert.Equal("/accords?etat=proposee", closing.Headers.Location?.OriginalString);
        Assert.Contains("Trop de monde", (await mother.PageAsync("/accords")).Body!.TextContent, StringComparison.Ordinal);
        var stranger = await town.EnterAsync("solene-gwerzennou");
        Assert.Empty((await stranger.PageAsync("/accords")).QuerySelectorAll("form[action='/accords']"));
        Assert.Equal("/accords?etat=refusee",
            (await mother.SubmitAsync("/accords", "/accords", ("reponse", "non"))).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await father.GetAsync("/documents")).StatusCode);

        // Asked again, agreed to: both are out.
        await father.SubmitAsync("/carnet/fermer", "/carnet/fermer", ("raison", ""), ("confirmation", "FERMER"));
        var agreed = await mother.SubmitAsync("/accords", "/accords", ("reponse", "oui"));
        Assert.Contains("fermé", (await Browser.ReadAsync(agreed)).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await father.GetAsync("/documents")).StatusCode);
        (await town.AtDeskAsync<ReactivateRecord, RecordId>(new(ins))).Done();
    }

    internal static async Task ChooseAsync(Browser browser, string name)
    {
        var page = await browser.PageAsync("/pour-qui");
        var form = page.QuerySelectorAll("form[action='/pour-qui']").Single(
            one => one.QuerySelector("button")!.TextContent.EndsWith(name, StringComparison.Ordinal));
        var chosen = await browser.PostAsync("/pour-qui", form.QuerySelectorAll("input").ToDictionary(
            input => input.GetAttribute("name")!, input => input.GetAttribute("value")!));
        Assert.Equal("/accueil", chosen.Headers.Location?.OriginalString);
    }

    private static Dictionary<string, string> Hidden(IDocument page) => page.QuerySelector("form[action='/pour-qui']")!
        .QuerySelectorAll("input").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!);

    private static async Task<Dictionary<string, string>> RowsAsync(Browser browser)
        => (await browser.PageAsync("/documents")).QuerySelectorAll(".rows a.title")
            .ToDictionary(link => link.GetAttribute("href")!, link => link.TextContent);
}
