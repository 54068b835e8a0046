using System.Net;
using AngleSharp.Html.Parser;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Cli;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Portals;

/// <summary>The operator's page: everything to govern by, nothing of a person.</summary>
public sealed class OperationsPageTests : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("carnet-").FullName;
    private WebApplication _app = null!;
    private readonly HttpClient _client = new();

    public async Task InitializeAsync()
    {
        CardWorld.CopyTo(Path.Combine(_folder, "demo")); // making its keys takes longer than all the rest
        _app = ServerComposition.Build(
            new Dictionary<string, string?>
            {
                ["Carnet:Data:Directory"] = _folder,
                ["Carnet:Doors:Portals"] = "",
                ["Carnet:Doors:Soap"] = "",
                ["Carnet:Doors:Operations"] = "http://127.0.0.1:0",
            },
            demo: true);
        await ServerComposition.PrepareAsync(_app, demo: true, default);
        await _app.StartAsync();
        _client.BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public void Dispose() => _client.Dispose();

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_operators_page_shows_what_to_govern_by_and_no_identity_and_no_document()
    {
        var ins = Sample.NextIns();
        var opening = new Opening(
            ins, new IdentityTraits("CANARINOM", "Canariprenom", "CANARIUSAGE", Sex.Female, new DateOnly(1980, 1, 31), "75120"),
            new Contact("canari@mel.test", "0699887766"), new Consent("Canaricollecte", false, false, false), OpeningChannel.Desk);
        var record = (await RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new(opening))).Record;
        var doctor = Sample.Doctor(1, AccessMode.BreakGlass, "Canarimotif de l'urgence");
        await RunAsync<FindDocuments, FoundDocuments>(doctor, new(ins, DocumentCriteria.Approved));
        await RunAsync<Suspend, string>(Governors.Anne, new(SuspensionKind.Person, Sample.Ps(9).Value, "Canarisuspension"));
        await RunAsync<ProposeRules, int>(Governors.Anne, new(RuleKind.Budgets,
            "person;*;*;1;1;essai\nair;*;*;1;1;essai\nstructure;*;*;1;1;essai\n", "Essai de budget", null));
        var (status, html) = await GetAsync("/operations");
        Assert.Equal(HttpStatusCode.OK, status);
        var text = (await new HtmlParser().ParseDocumentAsync(html)).Body!.TextContent;
        foreach (var shown in (string[])["Habilitations", Sample.Ps(9).Value, "1 à contrôler", "Essai de budget", "Proposée par anne", "Chiffre du mois", "en attente"])
        {
            Assert.Contains(shown, text, StringComparison.Ordinal);
        }

        foreach (var canary in (string[])["canari", ins.Value, ins.Value[..13], "0699887766", record.ToString(), "1980"])
        {
            Assert.DoesNotContain(canary, html, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_operators_page_lies_on_the_loopback_door_with_its_style_and_without_a_script()
    {
        var (_, html) = await GetAsync("/operations");
        var page = await new HtmlParser().ParseDocumentAsync(html);
        Assert.Empty(page.QuerySelectorAll("script, style, [style], form, input"));
        var (status, css) = await GetAsync(page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(":root", css, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/regles")).Status);
        Assert.All(page.QuerySelectorAll("table"), table => Assert.NotNull(table.QuerySelector("caption")));
        var answer = await _client.GetAsync(new Uri("/operations", UriKind.Relative));
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task C_20_an_account_over_its_budget_is_counted_by_a_metric_and_listed_by_number()
    {
        var nurse = Sample.As(Sample.Practitioner(5, "60", null), AccessMode.BreakGlass);
        for (var i = 0; i < PatientBudgets.Default.OfPerson("60", false, null).Emergencies + 1; i++)
        {
            var ins = Sample.NextIns();
            await RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new(Sample.Opening(ins)));
            await RunAsync<FindDocuments, FoundDocuments>(nurse, new(ins, DocumentCriteria.Approved));
        }

        Assert.Contains(Sample.Ps(5).Value, (await GetAsync("/operations")).Text, StringComparison.Ordinal);
        Assert.Matches(@"carnet_budget_over [1-9]", (await GetAsync("/metrics")).Text);
    }

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<TAnswer> RunAsync<TRequest, TAnswer>(Caller caller, TRequest request)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>().RunAsync(caller, request, default)).Done();
    }
}
