using System.Text.Encodings.Web;
using System.Text.Json;
using Carnet.Domain.Access;
using Carnet.Server.Features.Governance;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Rules;

/// <summary>The rules, shown to everybody without a login: what they are, their versions, as tables and as files.</summary>
internal static class RulesDoor
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapRules(this WebApplication app)
    {
        var pages = app.MapGroup("").BehindDoor(ListeningDoor.Portals);
        pages.MapGet("/regles", (HttpContext http, Visitor visitor, IUseCase<ShowRules, RulesShown> rules, CancellationToken ct)
            => ShowAsync(visitor, rules, shown => Pages.Show<RulesPage, RulesShown>(http, shown), ct));
        pages.MapGet("/regles/habilitations", (
                HttpContext http, Visitor visitor, IUseCase<ShowRules, RulesShown> rules, string? profession, string? section, CancellationToken ct)
            => ShowAsync(visitor, rules,
                shown => Pages.Show<HabilitationsPage, HabilitationsView>(http, HabilitationsView.Of(shown, profession, section)), ct));
        pages.MapGet("/regles/droits", (
                HttpContext http, Visitor visitor, IUseCase<ShowRules, RulesShown> rules, string? appelant, CancellationToken ct)
            => ShowAsync(visitor, rules, shown => Pages.Show<RightsPage, RightsView>(http, RightsView.Of(shown, appelant)), ct));
        pages.MapGet("/regles/historique", (HttpContext http, Visitor visitor, IUseCase<ShowRules, RulesShown> rules, CancellationToken ct)
            => ShowAsync(visitor, rules, shown => Pages.Show<RuleHistoryPage, RulesShown>(http, shown), ct));
        pages.MapGet("/regles/difference", (
                HttpContext http, Visitor visitor, IUseCase<ShowRules, RulesShown> rules, string? regle, int? de, int? a, CancellationToken ct)
            => ShowAsync(visitor, rules, shown => RuleDiffView.Of(shown, regle, de, a) is { } view
                ? Pages.Show<RuleDiffPage, RuleDiffView>(http, view)
                : TypedResults.StatusCode(StatusCodes.Status404NotFound), ct));
        foreach (var (word, kind) in RuleWords.Kinds)
        {
            pages.MapGet($"/regles/{word}.csv", (Visitor visitor, IUseCase<ShowRules, RulesShown> rules, int? version, CancellationToken ct)
                => ShowAsync(visitor, rules, shown => Find(shown, kind, version) is { } found
                    ? TypedResults.Text(found.Content, "text/csv; charset=utf-8")
                    : TypedResults.StatusCode(StatusCodes.Status404NotFound), ct));
            pages.MapGet($"/regles/{word}.json", (Visitor visitor, IUseCase<ShowRules, RulesShown> rules, int? version, CancellationToken ct)
                => ShowAsync(visitor, rules, shown => Find(shown, kind, version) is { } found
                    ? TypedResults.Text(JsonSerializer.Serialize(RuleFile.Of(found, word), Json), "application/json; charset=utf-8")
                    : TypedResults.StatusCode(StatusCodes.Status404NotFound), ct));
        }
    }

    private static async Task<IResult> ShowAsync(
        Visitor visitor, IUseCase<ShowRules, RulesShown> rules, Func<RulesShown, IResult> show, CancellationToken ct)
        => (await rules.RunAsync(visitor.Caller, new(), ct)).Match(show, PortalFailures.Of);

    private static PublishedRules? Find(RulesShown shown, RuleKind kind, int? version) => version is null
        ? shown.Current(kind)
        : shown.Published.FirstOrDefault(rules => rules.Kind == kind && rules.Number == version);
}

/// <summary>A version as a machine reads it.</summary>
internal sealed record RuleFile(
    string Rule, int Version, string Source, DateTimeOffset EffectiveAt, string Sha256, IReadOnlyList<RuleFileCell> Cells)
{
    public static RuleFile Of(PublishedRules rules, string word) => new(
        word, rules.Number, rules.Source, rules.EffectiveAt, rules.Digest,
        [
            .. RuleSheets.Cells(rules.Kind, rules.Content).Match(cells => cells, failure => throw new InvalidOperationException(failure.Code))
                .OrderBy(cell => cell.Key.Row, StringComparer.Ordinal).ThenBy(cell => cell.Key.Column, StringComparer.Ordinal)
                .Select(cell => new RuleFileCell(cell.Key.Row, cell.Key.Column, cell.Value)),
        ]);
}

/// <summary>One cell that is not a no.</summary>
internal sealed record RuleFileCell(string Row, string Column, string Value);
