using System.Net;
using System.Text;
using AngleSharp.Dom;
using Carnet.Server.Demo;
using Carnet.Server.Features.Rights;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Carnet.Tests.Portals;

/// <summary>Documents that people add themselves, and their wishes, through the real server with the demo town.</summary>
public sealed class OwnDocumentPageTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    private const string Add = "/documents/ajouter";

    [Fact]
    [Trait("rule", "F-2"), Trait("rule", "L-9")]
    public async Task F_2_a_person_adds_photos_as_one_PDF_without_their_place_and_may_destroy_it()
    {
        using var person = await town.EnterAsync("solene-gwerzennou");
        var added = await person.UploadAsync(Add, Add, [("type", "DOCPAT04"), ("titre", "Radio du poignet <gauche>"), ("date", "2020-02-29"), ("texte", "")],
            ("fichiers", "IMG_1.jpg", SampleFiles.JpegWithNotes(6)), ("fichiers", "écran.png", SampleFiles.Png(2, 4, 4, new byte[48], text: "CANARI")));
        Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        var href = added.Headers.Location!.OriginalString;
        var page = await person.PageAsync(href);
        Assert.Equal("Radio du poignet <gauche>", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("29 février 2020", page.QuerySelector("dl.facts")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector($"a[href='{href}/destruction']"));
        Assert.Null(page.QuerySelector(".notice.call"));

        var content = await person.GetAsync(href + "/contenu");
        Assert.Equal("application/pdf", content.Content.Headers.ContentType!.MediaType);
        var bytes = await content.Content.ReadAsByteArrayAsync();
        Assert.StartsWith("%PDF-1.4", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        var original = Encoding.Latin1.GetString(await (await person.GetAsync(href + "/original")).Content.ReadAsByteArrayAsync());
        Assert.DoesNotContain("CANARI", Encoding.Latin1.GetString(bytes) + original, StringComparison.Ordinal);
        Assert.Contains("Document ajouté", (await person.PageAsync("/acces?qui=tous")).Body!.TextContent, StringComparison.Ordinal);

        var gone = await person.SubmitAsync(href + "/destruction", href + "/destruction", ("confirmation", "détruire"));
        Assert.Equal(HttpStatusCode.SeeOther, gone.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync(href)).StatusCode);
    }

    [Fact]
    [Trait("rule", "F-2")]
    public async Task F_2_where_software_must_sign_its_sets_a_person_still_adds_their_own()
    {
        var options = town.Services.GetRequiredService<IOptions<FeedingOptions>>().Value;
        options.RequireLotSignature = true;
        try
        {
            using var person = await town.EnterAsync("solene-gwerzennou");
            var added = await person.UploadAsync(Add, Add,
                [("type", "EXPPAT_2"), ("titre", "Ma note"), ("date", ""), ("texte", "Une ligne")]);
            Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        }
        finally
        {
            options.RequireLotSignature = false;
        }
    }

    [Fact]
    public async Task A_photo_in_the_format_of_an_iPhone_is_refused_with_what_to_do()
    {
        using var person = await town.EnterAsync("bastien-landouarec");
        byte[] heic = [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8];
        var refused = await person.UploadAsync(Add, Add, [("type", "DOCPAT04"), ("titre", "Photo"), ("date", ""), ("texte", "")],
            ("fichiers", "IMG_1.HEIC", heic));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Le plus compatible", (await Browser.ReadAsync(refused)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_over_20_MiB_ends_on_a_page_that_says_so_and_the_connection_lives_on()
    {
        using var person = await town.EnterAsync("bastien-landouarec");
        foreach (var size in new[] { 22, 60 })
        {
            var refused = await person.UploadAsync(Add, Add, [("type", "DOCPAT04"), ("titre", "Film"), ("date", ""), ("texte", "")],
                ("fichiers", "film.pdf", new byte[size * 1024 * 1024]));
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
            Assert.Contains("20 Mo au plus", (await Browser.ReadAsync(refused)).Body!.TextContent, StringComparison.Ordinal);
            Assert.NotEqual(true, refused.Headers.ConnectionClose);
        }
    }

    [Fact]
    public async Task No_more_uploads_are_read_at_once_than_there_is_room_for()
    {
        var slots = town.Services.GetRequiredService<Carnet.Server.Portals.Shared.UploadSlots>();
        using var person = await town.EnterAsync("bastien-landouarec");
        var account = Guid.CreateVersion7();
        List<IDisposable> taken = [slots.Take(account)!, slots.Take(account)!];
        Assert.Null(slots.Take(account));
        for (var other = 0; other < 6; other++)
        {
            taken.Add(slots.Take(Guid.CreateVersion7())!);
        }

        var waiting = await person.UploadAsync(Add, Add, [("type", "EXPPAT_2"), ("titre", "Note"), ("date", ""), ("texte", "Une ligne")]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, waiting.StatusCode);
        Assert.Equal("30", waiting.Headers.RetryAfter!.ToString());
        taken.ForEach(place => place.Dispose());
        taken.ForEach(place => place.Dispose()); // a second time gives nothing back
        Assert.Equal(HttpStatusCode.SeeOther,
            (await person.UploadAsync(Add, Add, [("type", "EXPPAT_2"), ("titre", "Note"), ("date", ""), ("texte", "Une ligne")])).StatusCode);
    }

    [Fact]
    public async Task A_note_and_a_PDF_are_added_and_found_and_the_same_form_twice_adds_one()
    {
        using var person = await town.EnterAsync("bastien-landouarec");
        var before = Count(await person.PageAsync("/documents"));
        var page = await person.PageAsync(Add);
        var fields = page.QuerySelectorAll("form[action='/documents/ajouter'] input[type=hidden]")
            .ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!);
        foreach (var (name, value) in new[] { ("type", "EXPPAT_2"), ("titre", "Ma tension"), ("date", ""), ("texte", "Lundi : 13/8 au zoubiroulet\n\nMardi : 12/8 & <b>bien</b>\u0007") })
        {
            fields[name] = value;
        }

        var first = await person.PostAsync(Add, fields);
        var second = await person.PostAsync(Add, fields);
        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(before + 1, Count(await person.PageAsync("/documents")));
        var article = (await person.PageAsync(first.Headers.Location!.OriginalString)).QuerySelector("article.document")!;
        Assert.Contains("12/8 & <b>bien</b>", article.TextContent, StringComparison.Ordinal);

        var pdf = await person.UploadAsync(Add, Add, [("type", "DOCPAT09"), ("titre", "Attestation"), ("texte", "")], ("fichiers", "a.pdf", SampleFiles.Pdf()));
        Assert.Equal(HttpStatusCode.SeeOther, pdf.StatusCode);
        var found = await Browser.ReadAsync(await person.SubmitAsync("/documents", "/documents/recherche", ("mots", "zoubiroulet")));
        Assert.Equal(first.Headers.Location!.OriginalString, found.QuerySelector(".rows a.title")!.GetAttribute("href"));
    }

    [Fact]
    [Trait("rule", "F-1"), Trait("rule", "F-10")]
    public async Task F_1_what_is_missing_foreign_or_hostile_is_refused_with_a_sentence_and_nothing_is_stored()
    {
        using var person = await town.EnterAsync("yuna-bodermadec");
        (string, string)[] good = [("type", "DOCPAT03"), ("titre", "Titre"), ("texte", "")];
        foreach (var (field, fields, files) in new (string, (string, string)[], (string, string, byte[])[])[]
        {
            ("type", [("type", "34112-3"), ("titre", "Titre"), ("texte", "x")], []),
            ("type", [("type", "REMB"), ("titre", "Titre"), ("texte", "x")], []),
            ("titre", [("type", "DOCPAT03"), ("titre", " "), ("texte", "x")], []),
            ("date", [.. good, ("date", "2999-01-01")], [("fichiers", "a.pdf", SampleFiles.Pdf())]),
            ("date", [.. good, ("date", "hier")], [("fichiers", "a.pdf", SampleFiles.Pdf())]),
            ("fichiers", good, []),
            ("fichiers", [("type", "DOCPAT03"), ("titre", "Titre"), ("texte", "x")], [("fichiers", "a.pdf", SampleFiles.Pdf())]),
            ("fichiers", good, [("fichiers", "a.pdf", SampleFiles.Pdf("/OpenAction << /S /JavaScript /JS (x) >>"))]),
            ("fichiers", good, [("fichiers", "a.pdf", SampleFiles.Pdf("/Encrypt 5 0 R"))]),
            ("fichiers", good, [("fichiers", "a.pdf", Encoding.ASCII.GetBytes("MZ\u0000\u0000 not a pdf"))]),
            ("fichiers", good, [("fichiers", "a.jpg", SampleFiles.Jpeg[..100])]),
            ("fichiers", good, [("fichiers", "a.pdf", SampleFiles.Pdf()), ("fichiers", "b.jpg", SampleFiles.Jpeg)]),
            ("fichiers", good, [.. Enumerable.Range(0, 13).Select(i => ("fichiers", $"{i}.jpg", SampleFiles.Jpeg))]),
        })
        {
            var answer = await person.UploadAsync(Add, Add, fields, files);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var page = await Browser.ReadAsync(answer);
            var link = page.QuerySelector("[role=alert] a")!;
            Assert.Equal($"#{field}", link.GetAttribute("href"));
            Assert.NotNull(page.GetElementById(field));
            Assert.DoesNotContain("(", link.TextContent, StringComparison.Ordinal);
        }

        await TooLargeAsync(person, good);
        Assert.Equal(0, Count(await person.PageAsync("/documents")));
        Assert.Equal(HttpStatusCode.BadRequest, (await person.PostAsync(Add, new Dictionary<string, string>())).StatusCode);
    }

    [Fact]
    [Trait("rule", "F-6")]
    public async Task F_6_wishes_become_documents_whose_versions_are_kept()
    {
        using var person = await town.EnterAsync("aristide-morvaleg");
        var saved = await person.SubmitAsync("/volontes/profil", "/volontes/profil", ("allergies", "Pénicilline\r\n\r\n  Arachide "), ("antecedents", ""),
            ("traitements", "Aspirine 75 mg le matin"), ("autres", ""));
        Assert.Equal("/volontes", saved.Headers.Location?.OriginalString);
        var form = await person.PageAsync("/volontes/profil");
        Assert.Equal("Pénicilline\nArachide", form.QuerySelector("#allergies")!.TextContent);
        Assert.Equal("", form.QuerySelector("#antecedents")!.TextContent);
        await person.SubmitAsync("/volontes/profil", "/volontes/profil", ("allergies", "Arachide"), ("antecedents", ""), ("traitements", ""), ("autres", ""));
        var page = await person.PageAsync("/volontes");
        Assert.DoesNotContain("Pénicilline", page.Body!.TextContent, StringComparison.Ordinal);
        var document = await person.PageAsync(page.QuerySelector("section[aria-labelledby=Profile] a[href^='/documents/']")!.GetAttribute("href")!);
        Assert.Contains("Arachide", document.QuerySelector("article.document")!.TextContent, StringComparison.Ordinal);
        Assert.Single(document.QuerySelectorAll("section[aria-labelledby=versions] .rows li"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await person.SubmitAsync(
            "/volontes/profil", "/volontes/profil", ("allergies", " "), ("antecedents", ""), ("traitements", ""), ("autres", ""))).StatusCode);

        var choice = (await person.PageAsync("/volontes/don")).QuerySelector("input[name=choix]")!.GetAttribute("value")!;
        await person.SubmitAsync("/volontes/don", "/volontes/don", ("choix", choice), ("precision", ""));
        Assert.NotNull((await person.PageAsync("/volontes/don")).QuerySelector("input[name=choix][checked]"));
        await person.SubmitAsync("/volontes/directives", "/volontes/directives", ("reanimation", "Pas d’acharnement."), ("situation", ""), ("traitements", ""),
            ("sedation", ""), ("autres", ""));
        Assert.Contains("Pas d’acharnement.", (await person.PageAsync("/volontes")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "A-12"), Trait("rule", "A-13")]
    public async Task A_13_a_mother_adds_a_document_under_her_name_and_does_not_write_her_daughters_wishes()
    {
        using var mother = await town.EnterAsync("gwen-penfoulic");
        await SearchPageTests.ActForAsync(mother);
        var added = await mother.UploadAsync(Add, Add, [("type", "DOCPAT06"), ("titre", "Carnet de vaccination"), ("texte", "")], ("fichiers", "v.jpg", SampleFiles.Jpeg));
        Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await mother.GetAsync(added.Headers.Location!.OriginalString)).StatusCode);
        var page = await mother.PageAsync("/volontes/directives");
        Assert.Null(page.QuerySelector("form[action='/volontes/directives']"));
        var token = (await mother.PageAsync("/accueil")).QuerySelector("input[name=jeton]")!.GetAttribute("value")!;
        var refused = await mother.PostAsync("/volontes/directives", new Dictionary<string, string>
        {
            ["jeton"] = token,
            ["numero"] = Guid.CreateVersion7().ToString(),
            ["reanimation"] = "Elle ne veut pas",
        });
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.DoesNotContain("Elle ne veut pas", (await mother.PageAsync("/volontes")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_emergency_card_carries_the_least_that_helps_and_its_text_is_checked_by_anybody()
    {
        using var person = await town.EnterAsync("solene-gwerzennou");
        await person.SubmitAsync("/volontes/profil", "/volontes/profil", ("allergies", "Noisette"), ("antecedents", "Ne doit pas y être"),
            ("traitements", ""), ("autres", ""));
        var page = await person.PageAsync("/volontes/carte");
        var card = page.QuerySelector(".card")!;
        Assert.Contains("Noisette", card.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Ne doit pas", card.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(DemoPeople.Patient("solene-gwerzennou").Ins, page.Body!.InnerHtml, StringComparison.Ordinal);
        Assert.StartsWith("M", card.QuerySelector(".qr path")!.GetAttribute("d"), StringComparison.Ordinal);

        using var anybody = town.Browse();
        Assert.NotNull((await Browser.ReadAsync(await anybody.SubmitAsync("/verifier/carte", "/verifier/carte", ("carte", "CARNET 1\nX\nAAAA"))))
            .QuerySelector(".notice.alert"));
        foreach (var (change, kind) in new (Func<string, string>, string)[]
        {
            (code => code, "good"), (code => code.Replace("\n", "\r\n", StringComparison.Ordinal), "good"),
            (code => code.Replace("Noisette", "Aucune", StringComparison.Ordinal), "alert"), (code => code[..^3] + "AAA", "alert"),
        })
        {
            var code = CardText.Sign(new EmergencyCard("Solène", new(1991, 7, 19), ["Noisette"], [], [], new(2999, 1, 1), ""),
                town.Services.GetRequiredService<TrailSigner>());
            var answer = await Browser.ReadAsync(await anybody.SubmitAsync("/verifier/carte", "/verifier/carte", ("carte", change(code))));
            Assert.NotNull(answer.QuerySelector($".notice.{kind}"));
        }
    }

    // The server stops listening where the limit is crossed; a client that still sends may see that first.
    private static async Task TooLargeAsync(Browser person, (string, string)[] fields)
    {
        try
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge,
                (await person.UploadAsync(Add, Add, fields, ("fichiers", "gros.pdf", new byte[21 * 1024 * 1024]))).StatusCode);
        }
        catch (HttpRequestException cause)
        {
            Assert.IsType<IOException>(cause.InnerException);
        }
    }

    private static int Count(IDocument page) => page.QuerySelectorAll(".rows a.title").Length;
}
