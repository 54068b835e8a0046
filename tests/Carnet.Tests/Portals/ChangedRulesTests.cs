using Carnet.Domain.Access;
using Carnet.Server.Features.Governance;
using Carnet.Server.Platform;
using Carnet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Portals;

/// <summary>A-7: a change that two operators made is announced before it counts, with what it changes.</summary>
public sealed class ChangedRulesTests : IAsyncLifetime
{
    private readonly PortalServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    [Trait("rule", "A-7")]
    public async Task A_7_a_version_to_come_is_shown_with_its_difference_and_a_proposal_is_not()
    {
        var content = HabilitationMatrix.DefaultText + "10;SM26;10;only;11488-4;essai\n";
        var later = TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(30);
        var number = await RunAsync<ProposeRules, int>(Governors.Anne, new(RuleKind.Habilitations, content, "Arrêté d'essai", later));
        using var browser = _server.Browse();
        Assert.DoesNotContain("Arrêté d'essai", await TextAsync("/regles/historique"), StringComparison.Ordinal);

        await RunAsync<DecideRules, RulesDecided>(Governors.Bruno, new(RuleKind.Habilitations, number, true));
        var history = await browser.PageAsync("/regles/historique");
        Assert.Contains("Arrêté d'essai", history.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("À venir", history.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("bruno", history.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var difference = await browser.PageAsync(history.QuerySelectorAll("main a")
            .Select(link => link.GetAttribute("href")!).First(href => href.StartsWith("/regles/difference", StringComparison.Ordinal)));
        Assert.Equal(
            ["Médecin, SM26", Carnet.Domain.Documents.DocumentTypes.TryFind("11488-4", out var type) ? type.Label : "", "non", "lit"],
            difference.QuerySelectorAll("tbody tr").Single().Children.Select(cell => cell.TextContent));
        Assert.Contains("Version 1", await TextAsync("/regles"), StringComparison.Ordinal);

        async Task<string> TextAsync(string path) => (await browser.PageAsync(path)).QuerySelector("main")!.TextContent;
    }

    private async Task<TAnswer> RunAsync<TRequest, TAnswer>(Caller caller, TRequest request)
    {
        await using var scope = _server.App.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>().RunAsync(caller, request, default)).Done();
    }
}
