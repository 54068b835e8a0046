using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>C-20: the number of distinct persons in a day, as the last question of the decision.</summary>
public sealed class BudgetRulesTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly PatientBudgets Budgets = PatientBudgets.Parse("""
        person;*;*;10;4;essai
        air;*;*;5;2;essai
        structure;*;*;30;8;essai
        """).Match(sheet => sheet, failure => throw new Xunit.Sdk.XunitException(failure.Detail));

    /// <summary>Every policy, way in, ground, and count around each limit, against a decision list in another style.</summary>
    [Fact]
    public void C_20_every_count_around_every_limit_decides_as_the_list_says()
    {
        var cases = 0;
        int[] counts = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 19, 20, 29, 30, 59, 60, 1_000];
        TimeSpan?[] ages = [null, TimeSpan.Zero, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15) + TimeSpan.FromTicks(1)];
        var product =
            from over in Enum.GetValues<OverBudget>()
            from air in new[] { false, true }
            from ground in new[] { Ground.Consent, Ground.TreatingPhysician, Ground.BreakGlass, Ground.Samu }
            from mine in counts
            from theirs in counts.Where(count => count >= mine)
            from urgent in ground is Ground.BreakGlass or Ground.Samu ? counts.Where(count => count <= mine) : [0]
            from age in ages
            select (over, air, ground, mine, theirs, urgent, age);
        foreach (var (over, air, ground, mine, theirs, urgent, age) in product)
        {
            cases++;
            var emergency = ground is Ground.BreakGlass or Ground.Samu;
            var question = new BudgetQuestion(
                Sample.As(Sample.Practitioner(1), reinforced: air), (AccessDecision.Granted)AccessDecision.Yes(ground, Why.RightGiven),
                Now - age, new VisitCount(mine, urgent), new VisitCount(theirs, urgent), null, Now);
            var (day, glass) = air ? (5, 2) : (10, 4);
            bool Full(int times) => mine + 1 > day * times || theirs + 1 > 30 * times
                || (emergency && (urgent + 1 > glass * times || urgent + 1 > 8 * times));
            Refusal? expected = (over, Full(1)) switch
            {
                (OverBudget.Watch, _) or (_, false) => null,
                (OverBudget.Stop, true) => Refusal.BudgetSpent,
                _ when emergency || Full(2) => Refusal.BudgetSpent,
                _ => age <= TimeSpan.FromMinutes(15) ? null : Refusal.BudgetStepUp,
            };
            var answer = BudgetRules.Weigh(question, Budgets, over);
            Assert.True(expected == (answer as AccessDecision.Refused)?.Cause, $"{over} {ground} air={air} {mine}/{urgent}/{theirs} {age}");
            Assert.True(expected is not null || ((AccessDecision.Granted)answer).Ground == ground);
        }

        Assert.True(cases > 10_000, $"{cases}");
    }

    [Fact]
    public void C_20_only_professionals_who_read_more_than_their_own_documents_count()
    {
        (Caller Caller, Ground Ground, bool Counts)[] cases =
        [
            (Sample.Doctor(1), Ground.Consent, true), (Sample.Doctor(1), Ground.TreatingPhysician, true),
            (Sample.Doctor(1), Ground.BreakGlass, true), (Sample.Doctor(1), Ground.Author, false),
            (Sample.Employee(1), Ground.OwnStructure, false), (Sample.Establishment(1), Ground.OwnStructure, false),
            (Sample.Patient(new(Guid.CreateVersion7())), Ground.Owner, false),
        ];
        Assert.All(cases, one => Assert.Equal(one.Counts, BudgetRules.Counts(one.Caller, AccessDecision.Yes(one.Ground))));
        Assert.False(BudgetRules.Counts(Sample.Doctor(1), AccessDecision.No(Refusal.NotAuthorised)));
    }

    [Fact]
    public void C_20_a_smaller_budget_never_opens_more()
        => Assert.All(Enumerable.Range(0, 60), count => Assert.True(
            !new VisitCount(count, 0).IsSpent(new PatientBudget(20, 5), false) || new VisitCount(count, 0).IsSpent(new PatientBudget(10, 5), false)));

    [Fact]
    public void C_20_the_refusal_says_what_to_do_and_no_number()
    {
        foreach (var failure in (Failure[])[AccessFailures.Of(Refusal.BudgetSpent), AccessFailures.Of(Refusal.BudgetStepUp)])
        {
            Assert.Equal(FailureKind.Refused, failure.Kind);
            Assert.Contains("l'exploitant", failure.Detail, StringComparison.Ordinal);
            Assert.DoesNotMatch("[0-9]{2,}", failure.Detail);
        }
    }
}
