using System.Net;
using Carnet.Server.Demo;
using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

/// <summary>Letting in, shutting out, masking and asking who sees, as a person does it in the portal.</summary>
public sealed class PermissionsPageTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    private const string Path = "/autorisations";

    private static string Number(string slug) => DemoTown.Professional(slug).Rpps;

    [Fact, Trait("rule", "A-2")]
    public async Task A_2_a_person_lets_somebody_in_blocks_and_unblocks_them()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var number = Number("luc-goulvenec");
        var wrong = await PostAsync(person, ("numero", "12345678901"), ("acte", "autoriser"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var said = await Browser.ReadAsync(wrong);
        Assert.Contains("RPPS", said.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);

        await SendAsync("autoriser");
        Assert.Equal("Autorisé", await TagAsync());
        foreach (var typed in new[] { "12", "0123456789", "399700000/x", "8" })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(person, ("numero", typed), ("acte", "bloquer"))).StatusCode);
        }

        var notDoctor = await PostAsync(person, ("numero", number), ("acte", "traitant"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, notDoctor.StatusCode);
        await SendAsync("bloquer");
        Assert.Equal("Bloqué", await TagAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await PostAsync(person, ("numero", number), ("acte", "autoriser"))).StatusCode);
        await SendAsync("debloquer");
        Assert.Equal("Terminé", await TagAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(person, ("numero", number), ("acte", "rien"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await person.PostAsync(Path, new Dictionary<string, string> { ["numero"] = number, ["acte"] = "autoriser" })).StatusCode);

        async Task SendAsync(string act)
        {
            var answer = await PostAsync(person, ("numero", number), ("acte", act));
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            var page = await person.PageAsync(answer.Headers.Location!.OriginalString);
            Assert.NotNull(page.QuerySelector("[role=status]"));
        }

        async Task<string> TagAsync() => (await person.PageAsync(Path)).QuerySelectorAll("ul.rows > li")
            .Single(line => line.TextContent.Contains("GOULVENEC", StringComparison.Ordinal)).QuerySelector(".tag")!.TextContent;
    }

    // The page has several forms to one address; they differ in the number alone.
    private static async Task<HttpResponseMessage> PostAsync(Browser person, params (string Name, string Value)[] fields)
    {
        var token = (await person.PageAsync(Path)).QuerySelector($"form[action='{Path}'] input[name=jeton]")!.GetAttribute("value")!;
        return await person.PostAsync(Path, fields.Append(("jeton", token)).ToDictionary(field => field.Item1, field => field.Item2));
    }

    [Fact, Trait("rule", "A-6"), Trait("rule", "V-7")]
    public async Task V_7_a_person_changes_their_choices()
    {
        using var person = await town.EnterAsync("bastien-landouarec");
        var answer = await person.SubmitAsync(Path, Path + "/choix", ("samu", "oui"), ("nouveaux", "oui"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var ticked = (await person.PageAsync(Path)).QuerySelectorAll("input[type=checkbox][checked]").Select(box => box.GetAttribute("name"));
        Assert.Equal(["samu", "nouveaux"], ticked);
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SubmitAsync(Path, Path + "/choix")).StatusCode);
        Assert.Empty((await person.PageAsync(Path)).QuerySelectorAll("input[type=checkbox][checked]"));
    }

    [Fact, Trait("rule", "V-2")]
    public async Task V_2_a_person_masks_a_document_knows_the_effect_before_and_sees_who_still_sees_it()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var href = (await person.PageAsync("/documents")).QuerySelectorAll(".rows li").First(line => line.QuerySelector(".tag.masked") is null)
            .QuerySelector("a.title")!.GetAttribute("href")!;
        var before = (await person.PageAsync($"{href}/qui-le-voit?si=masquer")).QuerySelector("[role=status]")!.TextContent;
        Assert.Contains("ne le verrait plus", before, StringComparison.Ordinal);
        Assert.Contains("Rien n’est changé", before, StringComparison.Ordinal);
        var effect = (await person.PageAsync($"{href}/masquer")).QuerySelector("main")!.TextContent;
        Assert.Contains("le médecin traitant le verront encore", effect, StringComparison.Ordinal);

        var answer = await person.SubmitAsync($"{href}/masquer", $"{href}/masquer");
        Assert.Equal((HttpStatusCode.SeeOther, href), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.Contains("masqué aux autres professionnels", (await person.PageAsync(href)).QuerySelector("dl.facts")!.TextContent, StringComparison.Ordinal);
        var explained = (await person.PageAsync($"{href}/qui-le-voit")).QuerySelector("main")!.TextContent;
        Assert.Contains("Claire KERSCAVEN, médecin généraliste, le lit", explained, StringComparison.Ordinal);
        Assert.Contains("vous l’avez masqué aux professionnels", explained, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SubmitAsync($"{href}/masquer", $"{href}/masquer")).StatusCode);
        Assert.DoesNotContain("masqué aux autres", (await person.PageAsync(href)).QuerySelector("dl.facts")!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Trait("rule", "V-6")]
    public async Task V_6_somebody_elses_document_is_unknown_to_the_new_pages_too()
    {
        using var owner = await town.EnterAsync("ines-rozenvel");
        var href = (await owner.PageAsync("/documents")).QuerySelector(".rows a.title")!.GetAttribute("href")!;
        using var other = await town.EnterAsync("bastien-landouarec");
        var unknown = await Transcript.OfAsync(await other.GetAsync("/documents/0193e5a0-0000-7000-8000-000000000001"));
        foreach (var part in new[] { "/masquer", "/qui-le-voit", "/qui-le-voit?si=masquer" })
        {
            Assert.Equal(unknown, await Transcript.OfAsync(await other.GetAsync(href + part)));
        }
    }
}
