using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Platform;

namespace Carnet.Server.Features.Governance;

/// <summary>The rules as everybody may see them.</summary>
internal sealed record ShowRules;

/// <summary>What counts now, and every approved version of what is shown to everybody.</summary>
/// <param name="Published">Without the budgets: who knows a limit stays just below it.</param>
internal sealed record RulesShown(
    RuleBook Book, IReadOnlyList<PublishedRules> Published, IReadOnlyDictionary<RuleKind, int> InForce, DateTimeOffset Now)
{
    public PublishedRules Current(RuleKind kind) => Published.First(rules => rules.Kind == kind && rules.Number == InForce[kind]);
}

/// <summary>Answers from memory: no login, no query, no trace. Source: rule A-7.</summary>
internal sealed class ShowRulesHandler(RuleBooks books, TimeProvider clock) : IUseCase<ShowRules, RulesShown>
{
    public Task<Outcome<RulesShown>> RunAsync(Caller caller, ShowRules request, CancellationToken ct)
        => Task.FromResult<Outcome<RulesShown>>(new RulesShown(
            books.Current, [.. books.Published.Where(rules => rules.Kind is not RuleKind.Budgets)],
            RuleSheets.Kinds.ToDictionary(kind => kind, kind => books.InForce(kind).Number), clock.Now()));
}
