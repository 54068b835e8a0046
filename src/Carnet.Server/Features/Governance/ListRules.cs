using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>All versions of the rules, also those that are only proposed; for operators.</summary>
internal sealed record ListRules;

/// <summary>One version.</summary>
internal sealed record RuleVersionLine(
    RuleKind Kind, int Number, RuleState State, bool InForce, string Source, DateTimeOffset EffectiveAt, string? ProposedBy,
    DateTimeOffset? ProposedAt, string? DecidedBy, DateTimeOffset? DecidedAt, string Content)
{
    public override string ToString() => $"{Kind} {Number}";
}

/// <summary>Lists for whoever is at the machine; rules are no secret.</summary>
internal sealed class ListRulesHandler(IDbContextFactory<CarnetDb> databases, RuleBooks books)
    : IUseCase<ListRules, IReadOnlyList<RuleVersionLine>>
{
    public async Task<Outcome<IReadOnlyList<RuleVersionLine>>> RunAsync(Caller caller, ListRules request, CancellationToken ct)
    {
        await books.RefreshAsync(ct);
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<RuleVersionRow>().AsNoTracking().ToListAsync(ct);
        var lines = RuleSheets.First.Select(rules => new RuleVersionLine(
                rules.Kind, rules.Number, RuleState.Approved, InForce(rules.Kind, rules.Number), rules.Source, rules.EffectiveAt, null, null,
                null, null, rules.Content))
            .Concat(rows.Select(row => new RuleVersionLine(
                row.Kind, row.Number, row.State, InForce(row.Kind, row.Number), row.Source, row.EffectiveAt, row.ProposedBy,
                row.ProposedAt, row.DecidedBy, row.DecidedAt, row.Content)));
        return new Outcome<IReadOnlyList<RuleVersionLine>>.Done([.. lines.OrderBy(line => line.Kind).ThenBy(line => line.Number)]);
    }

    private bool InForce(RuleKind kind, int number) => books.InForce(kind).Number == number;
}
