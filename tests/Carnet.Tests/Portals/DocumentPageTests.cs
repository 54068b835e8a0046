using System.Net;
using Carnet.Domain.Common;
using Carnet.Server.Demo;
using Carnet.Server.Platform;
using Carnet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Portals;

public sealed class DocumentPageTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    [Fact]
    public async Task A_person_reads_a_document_and_takes_the_original()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        var href = (await person.PageAsync("/documents")).QuerySelector(".rows a.title")!.GetAttribute("href")!;
        var page = await person.PageAsync(href);
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.NotNull(page.QuerySelector("article"));
        Assert.Contains("Inès KERGUENEC, née ROZENVEL le 12 mars 1958", page.QuerySelector("dl.facts")!.TextContent, StringComparison.Ordinal);

        var original = await person.GetAsync(href + "/original");
        Assert.Equal(HttpStatusCode.OK, original.StatusCode);
        Assert.Equal("application/octet-stream", original.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", original.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("sandbox", original.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.StartsWith("<?xml", (await original.Content.ReadAsStringAsync()).TrimStart('\uFEFF'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task V_6_somebody_elses_document_is_the_same_bytes_as_an_unknown_one()
    {
        using var owner = await town.EnterAsync("ines-rozenvel");
        var href = (await owner.PageAsync("/documents")).QuerySelector(".rows a.title")!.GetAttribute("href")!;
        using var other = await town.EnterAsync("bastien-landouarec");
        var unknown = await Transcript.OfAsync(await other.GetAsync("/documents/0193e5a0-0000-7000-8000-000000000001"));
        foreach (var part in new[] { "", "/original", "/contenu", "/image/1" })
        {
            Assert.Equal(unknown, await Transcript.OfAsync(await other.GetAsync(href + part)));
        }
    }

    [Fact]
    public async Task V_6_the_counts_of_home_are_those_of_the_lists()
    {
        using var person = await town.EnterAsync("bastien-landouarec");
        var home = await person.PageAsync("/accueil");
        foreach (var space in home.QuerySelectorAll(".spaces a"))
        {
            var listed = (await person.PageAsync(space.GetAttribute("href")!)).QuerySelectorAll(".rows li").Length;
            var said = space.QuerySelector(".soft")!.TextContent;
            Assert.Equal(listed == 0 ? "Vide" : listed == 1 ? "1 document" : $"{listed} documents", said);
        }
    }

    [Fact]
    public async Task V_3_what_waits_for_a_consultation_is_nowhere()
    {
        using var person = await town.EnterAsync("aristide-morvaleg");
        var hidden = DemoDocuments.For(DemoPeople.Patients.Single(patient => patient.Slug == "aristide-morvaleg"),
            DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)).Count;
        Assert.True((await person.PageAsync("/documents")).QuerySelectorAll(".rows li").Length < hidden);
    }

    [Fact]
    public async Task T_2_the_person_sees_who_came_and_goes_back_to_the_opening_of_the_record()
    {
        using var person = await town.EnterAsync("ines-rozenvel");
        List<string> seen = [];
        for (string? path = "/acces?qui=tous"; path is not null;)
        {
            var page = await person.PageAsync(path);
            seen.Add(string.Concat(page.QuerySelectorAll(".entries").Select(list => list.TextContent)));
            path = page.QuerySelector("main a.button.quiet")?.GetAttribute("href");
            Assert.True(seen.Count < 20, "The history never ends.");
        }

        var text = string.Concat(seen);
        Assert.Contains("KERSCAVEN", text, StringComparison.Ordinal);
        Assert.Contains("Document ajouté", text, StringComparison.Ordinal);
        Assert.Contains("Ouverture du carnet", text, StringComparison.Ordinal);
        Assert.DoesNotContain(">Vous<", (await person.PageAsync("/acces")).Body!.InnerHtml, StringComparison.Ordinal);
    }
}

/// <summary>The portal with the demo town in it.</summary>
public sealed class DemoTownPortal : IAsyncLifetime
{
    private readonly PortalServer _server = new();

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.App.Services.GetRequiredService<DemoWorld>().FillAsync(default);
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    internal Browser Browse() => _server.Browse();

    /// <summary>Runs one use case as the desk does.</summary>
    internal async Task<Outcome<TAnswer>> AtDeskAsync<TRequest, TAnswer>(TRequest request)
    {
        await using var scope = _server.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>().RunAsync(
            Sample.Desk, request, default);
    }

    internal IServiceProvider Services => _server.App.Services;

    internal async Task<Browser> EnterAsync(string slug)
    {
        var (login, password) = DemoPeople.Patients.Where(known => known.Slug == slug).Select(known => (known.Login, known.Password))
            .Concat(DemoPeople.Patients.SelectMany(known => known.Representatives).Where(known => known.Slug == slug)
                .Select(known => (known.Login, known.Password)))
            .First();
        var browser = _server.Browse();
        await browser.LogInAsync(login, password);
        return browser;
    }
}
