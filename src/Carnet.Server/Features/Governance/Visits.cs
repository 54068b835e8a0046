using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Carnet.Domain.Access;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Operations;
using Carnet.Server.Platform.Storage;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Governance;

/// <summary>What this room shows to the others: the day's budget as the last question before a record opens.</summary>
internal interface IVisits
{
    /// <summary>The decision as it was, or a refusal because the budget is spent; with the row that counts this entry.</summary>
    /// <remarks>The row goes into the same ledger entry as the trace of the entry.</remarks>
    ValueTask<(AccessDecision Decision, VisitRow? Visit)> WeighAsync(
        CarnetDb db, AccessQuestion question, AccessDecision decision, RuleBook book, CancellationToken ct);
}

/// <summary>Counts distinct persons by account and structure over all servers, at the price of one look-up for a new person.</summary>
/// <remarks>
/// Who has entered a record today and was counted enters it again at no cost. A new person costs one indexed look-up and one
/// row. What the other servers counted is asked anew every few seconds, and each time when a budget is nearly spent.
/// Source: control C-20.
/// </remarks>
internal sealed class Visits(IOptions<BudgetOptions> options, TimeProvider clock) : IVisits
{
    private const int MostKnown = 200_000;
    private static readonly Counter<long> Over = Metrics.Meter.CreateCounter<long>("carnet.budget.over");
    private static readonly TimeSpan PersonKept = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StructureKept = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Holder, RecordId Record, bool Emergency), int> _counted = new();
    private readonly ConcurrentDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    public ValueTask<(AccessDecision Decision, VisitRow? Visit)> WeighAsync(
        CarnetDb db, AccessQuestion question, AccessDecision decision, RuleBook book, CancellationToken ct)
    {
        if (!BudgetRules.Counts(question.Caller, decision))
        {
            return new((decision, null));
        }

        var (caller, entry) = ((Caller.Professional)question.Caller, (AccessDecision.Granted)decision);
        var day = DayOf(question.Now);
        var key = (caller.Who.Id.Value, question.Record.Id, BudgetRules.IsEmergency(entry));
        return _counted.TryGetValue(key, out var on) && on == day
            ? new((decision, null))
            : WeighNewAsync(db, question, caller, entry, book, day, ct);
    }

    /// <summary>Number of the UTC day.</summary>
    public static int DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime).DayNumber;

    private async ValueTask<(AccessDecision, VisitRow?)> WeighNewAsync(
        CarnetDb db, AccessQuestion question, Caller.Professional caller, AccessDecision.Granted entry, RuleBook book, int day,
        CancellationToken ct)
    {
        var (who, record, emergency) = (caller.Who, question.Record.Id, BudgetRules.IsEmergency(entry));
        var policy = options.Value.Policy;
        var (person, structure) = (TallyOf("p" + who.Id.Value), TallyOf("s" + who.Structure.Value));
        var now = clock.GetUtcNow();
        var (mine, ours) = (book.Budgets.OfPerson(who.Profession, caller.Reinforced, person.Kind), book.Budgets.OfStructure(person.Kind));
        var facts = await new VisitFacts(record, who.Id.Value, who.Structure.Value, day, emergency).ReadAsync(db,
            person.IsStale(day, now, PersonKept) || IsNear(person, mine, policy),
            structure.IsStale(day, now, StructureKept) || IsNear(structure, ours, policy), ct);
        if (facts.Counted)
        {
            Remember((who.Id.Value, record, emergency), day);
            return (entry, null);
        }

        person.Kind = facts.StructureKind;
        var asked = new BudgetQuestion(caller, entry, question.Record.GrantOf(who.Id)?.Since,
            person.Take(facts.OfPerson, day, now), structure.Take(facts.OfStructure, day, now), facts.StructureKind, question.Now);
        if (BudgetRules.IsSpent(asked, book.Budgets))
        {
            Over.Add(1);
        }

        var decision = BudgetRules.Weigh(asked, book.Budgets, policy);
        if (decision is not AccessDecision.Granted)
        {
            return (decision, null);
        }

        person.AddOne(emergency);
        structure.AddOne(emergency);
        return (decision, new VisitRow
        {
            RecordId = record,
            VisitId = Guid.CreateVersion7(now),
            Day = day,
            Holder = who.Id.Value,
            StructureId = who.Structure.Value,
            Emergency = emergency,
        });
    }

    // Whoever only watches need not know exactly.
    private static bool IsNear(Tally tally, PatientBudget budget, OverBudget policy) => policy is not OverBudget.Watch
        && (tally.Count.Patients >= budget.Patients * 3L / 4 || tally.Count.Emergencies >= budget.Emergencies * 3L / 4);

    private void Remember((string, RecordId, bool) visit, int day)
    {
        if (_counted.Count >= MostKnown)
        {
            _counted.Clear();
        }

        _counted[visit] = day;
    }

    private Tally TallyOf(string subject)
    {
        if (_tallies.Count >= MostKnown)
        {
            _tallies.Clear();
        }

        return _tallies.GetOrAdd(subject, _ => new Tally());
    }

    /// <summary>What one account or structure has entered today, as far as this server knows.</summary>
    private sealed class Tally
    {
        private readonly Lock _counting = new();
        private int _day;
        private DateTimeOffset _asked;

        public VisitCount Count { get; private set; }

        public string? Kind { get; set; }

        public bool IsStale(int day, DateTimeOffset now, TimeSpan kept) => _day != day || now - _asked >= kept;

        /// <summary>Takes what the database knows, if it was asked; entries of this moment may not be in it yet.</summary>
        public VisitCount Take(VisitCount? known, int day, DateTimeOffset now)
        {
            lock (_counting)
            {
                if (known is { } count)
                {
                    (Count, _day, _asked) = (count, day, now);
                }

                return Count;
            }
        }

        public void AddOne(bool emergency)
        {
            lock (_counting)
            {
                Count = new VisitCount(Count.Patients + 1, Count.Emergencies + (emergency ? 1 : 0));
            }
        }
    }
}
