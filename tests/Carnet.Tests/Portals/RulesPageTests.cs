using System.Net;
using System.Text.Json;
using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Directory;
using Carnet.Server.Platform;
using Carnet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Portals;

/// <summary>A-7: the rules are shown to everybody, as pages and as files, without a login.</summary>
[Trait("rule", "A-7")]
public sealed class RulesPageTests(PortalServer server) : IClassFixture<PortalServer>
{
    [Fact]
    public async Task A_7_everybody_sees_both_matrices_with_version_source_and_their_derivation()
    {
        using var browser = server.Browse();
        var page = await browser.PageAsync("/regles");
        var text = page.QuerySelector("main")!.TextContent;
        Assert.Contains("Version 1", text, StringComparison.Ordinal);
        Assert.Contains("Source : DMP 4.3, tirée de la partie publique", text, StringComparison.Ordinal);
        Assert.Contains("tirée de la partie publique", text, StringComparison.Ordinal);
        foreach (var href in page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")!))
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(href)).StatusCode);
        }
    }

    [Fact]
    public async Task Everybody_sees_which_software_may_call_and_never_its_number()
    {
        using var browser = server.Browse();
        Assert.Contains("Aucun logiciel n’est inscrit.", (await browser.PageAsync("/logiciels")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using (var scope = server.App.Services.CreateScope())
        {
            await scope.ServiceProvider.GetRequiredService<IUseCase<AddSoftware, RegisteredSoftware>>().RunAsync(
                new Caller.Operator("marie-exploitante") { Origin = new Origin(Door.CommandLine) },
                new AddSoftware("Logiciel <b>", "1.0", "SECRET-42", SoftwareProfiles.Feeding), default);
        }

        var page = await browser.PageAsync("/logiciels");
        Assert.Equal(["Logiciel <b>", "1.0", "ajouter des documents"],
            page.QuerySelectorAll("tbody td").Select(cell => cell.TextContent.Trim()));
        Assert.DoesNotContain("SECRET", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10", null), InlineData("60", null), InlineData("21", "G"), InlineData("21", "A"), InlineData("28", null), InlineData("35", null)]
    public async Task A_7_a_trade_is_shown_with_every_type_that_it_reads_and_does_not_read(string profession, string? section)
    {
        using var browser = server.Browse();
        var page = await browser.PageAsync($"/regles/habilitations?profession={profession}{(section is null ? "" : $"&section={section}")}");
        var rows = page.QuerySelectorAll("main tbody tr").Select(row => row.Children.Select(cell => cell.TextContent.Trim()).ToArray()).ToList();
        var expected = DocumentTypes.All.Select(type => (type.Label, HabilitationMatrix.Default.CanRead(profession, section, type.Code) ? "Oui" : "Non"));
        Assert.Equal(expected.OrderBy(line => line), rows.Select(row => (row[0], row[1])).OrderBy(line => line));
        Assert.All(page.QuerySelectorAll("table"), table => Assert.NotNull(table.QuerySelector("caption")));
        Assert.All(page.QuerySelectorAll("select"), choice => Assert.NotNull(page.QuerySelector($"label[for='{choice.Id}']")));
        Assert.Equal(profession, page.QuerySelector("#profession option[selected]")!.GetAttribute("value"));
        Assert.Equal("get", page.QuerySelector("main form")!.GetAttribute("method"));
    }

    [Fact]
    public async Task A_8_each_kind_of_caller_is_shown_with_every_act()
    {
        using var browser = server.Browse();
        foreach (var column in FunctionalRights.Columns)
        {
            var page = await browser.PageAsync($"/regles/droits?appelant={column}");
            var yes = page.QuerySelectorAll("main tbody tr").Where(row => row.QuerySelector("td")!.TextContent is not "Non")
                .Select(row => row.QuerySelector(".small")!.TextContent).Order().ToList();
            Assert.Equal(Enum.GetValues<Transaction>().Where(act => FunctionalRights.Default.Of(act, column) is not null)
                .Select(FunctionalRights.CodeOf).Order(), yes);
        }
    }

    [Theory]
    [InlineData("/regles/habilitations?profession=%3Cscript%3E&section=x"), InlineData("/regles/droits?appelant=root"), InlineData("/regles/habilitations?section=G")]
    public async Task What_does_not_exist_shows_the_first_choice(string path)
    {
        using var browser = server.Browse();
        var answer = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("<script", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_7_the_files_hold_every_cell_of_both_matrices()
    {
        using var browser = server.Browse();
        Assert.Equal(HabilitationMatrix.DefaultText, await TextAsync("/regles/habilitations.csv", "text/csv"));
        Assert.Equal(FunctionalRights.DefaultText, await TextAsync("/regles/droits.csv", "text/csv"));
        using var habilitations = JsonDocument.Parse(await TextAsync("/regles/habilitations.json", "application/json"));
        Assert.Equal(1, habilitations.RootElement.GetProperty("version").GetInt32());
        Assert.Equal(HabilitationMatrix.Default.Cells().Count, habilitations.RootElement.GetProperty("cells").GetArrayLength());
        using var rights = JsonDocument.Parse(await TextAsync("/regles/droits.json?version=1", "application/json"));
        Assert.Equal(FunctionalRights.Default.Cells().Count, rights.RootElement.GetProperty("cells").GetArrayLength());

        async Task<string> TextAsync(string path, string type)
        {
            var answer = await browser.GetAsync(path);
            Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Theory]
    [InlineData("/regles/habilitations.csv?version=9"), InlineData("/regles/budgets.csv"), InlineData("/regles/difference?regle=budgets&de=1&a=1")]
    [InlineData("/regles/difference?regle=habilitations&de=1&a=7"), InlineData("/regles/difference")]
    public async Task What_is_not_published_does_not_exist(string path)
    {
        using var browser = server.Browse();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).StatusCode);
    }
}
