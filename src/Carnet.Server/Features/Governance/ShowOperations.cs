using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>The operator's page: rules, suspensions, budgets, queues, figures.</summary>
internal sealed record ShowOperations;

/// <summary>Numbers of professionals and structures, counts and instants. Nothing of a patient, nothing of a document.</summary>
internal sealed record OperationsShown(
    IReadOnlyList<RuleVersionLine> Rules, IReadOnlyList<SuspensionLine> Suspensions, IReadOnlyList<BudgetLine> Budgets,
    int OpenReviews, DateTimeOffset? OldestReview, IReadOnlyList<ReviewMonth> Months, int NoticesWaiting, int NoticesStuck,
    QuarantineCounts Quarantine,
    DateTimeOffset Now);

/// <summary>Gathers for whoever is at the loopback door, as an operator without a name: it shows and changes nothing.</summary>
internal sealed class ShowOperationsHandler(
    IDbContextFactory<CarnetDb> databases, IUseCase<ListRules, IReadOnlyList<RuleVersionLine>> rules,
    IUseCase<ListSuspensions, IReadOnlyList<SuspensionLine>> suspensions, IUseCase<ListBudgets, IReadOnlyList<BudgetLine>> budgets,
    IUseCase<ReviewFigures, ReviewMonth> figures, TimeProvider clock) : IUseCase<ShowOperations, OperationsShown>
{
    private const int Months = 3;

    public async Task<Outcome<OperationsShown>> RunAsync(Caller caller, ShowOperations request, CancellationToken ct)
    {
        if (OperatorFailures.NotGovernor(caller) is { } notAllowed)
        {
            return notAllowed;
        }

        var now = clock.Now();
        await using var db = await databases.CreateDbContextAsync(ct);
        var open = db.Set<ReviewRow>().Where(row => row.ClosedAt == null);
        var waiting = db.Set<OutboxRow>().Where(row => row.SentAt == null);
        List<ReviewMonth> months = [];
        for (var back = 0; back < Months; back++)
        {
            var month = now.UtcDateTime.AddMonths(-back);
            months.Add(Value(await figures.RunAsync(caller, new ReviewFigures(month.Year, month.Month), ct)));
        }

        return new OperationsShown(
            [
                .. Value(await rules.RunAsync(caller, new(), ct))
                    .Where(line => line.InForce || line.State is RuleState.Proposed || line.EffectiveAt > now),
            ],
            Value(await suspensions.RunAsync(caller, new(), ct)), Value(await budgets.RunAsync(caller, new(), ct)),
            await open.CountAsync(ct), await open.MinAsync(row => (DateTimeOffset?)row.OpenedAt, ct), months,
            await waiting.CountAsync(ct), await waiting.CountAsync(row => row.Attempts >= NoticeFigures.Several, ct),
            await QuarantineCounts.OfAsync(db, ct), now);
    }

    private static T Value<T>(Outcome<T> outcome)
        => outcome.Match(value => value, failure => throw new InvalidOperationException(failure.Code));
}
