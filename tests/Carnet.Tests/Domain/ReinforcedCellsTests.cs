using Carnet.Domain.Access;
using Carnet.Domain.Records;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>A-9: every cell of the AIR columns, asked of the engine by the caller of that column.</summary>
[Trait("rule", "A-9")]
public sealed class ReinforcedCellsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly RecordId Id = new(new Guid("00000000-0000-8000-8000-000000000001"));

    private static readonly (string Column, Caller Caller, bool Treating)[] Callers =
    [
        ("air.ps.n", Named("60", null, AccessMode.Normal), false),
        ("air.ps.r", Named("60", null, AccessMode.Samu), false),
        ("air.ps.b", Named("60", null, AccessMode.BreakGlass), false),
        ("air.md.n", Named("10", "SM26", AccessMode.Normal), false),
        ("air.md.r", Named("10", "SM26", AccessMode.Samu), false),
        ("air.md.b", Named("10", "SM26", AccessMode.BreakGlass), false),
        ("air.mt.n", Named("10", "SM26", AccessMode.Normal), true),
        ("air.mt.b", Named("10", "SM26", AccessMode.BreakGlass), true),
        ("air.pe.n", Sample.Employee(1) with { Reinforced = true }, false),
    ];

    [Fact]
    public void A_9_every_cell_is_what_the_engine_answers()
    {
        List<string> wrong = [];
        var cells = 0;
        foreach (var (column, caller, treating) in Callers)
        {
            foreach (var act in Enum.GetValues<Transaction>())
            {
                cells++;
                var expected = FunctionalRights.Default.Of(act, column) is not null;
                var question = Question(caller, treating);
                if (Ask(question, act, treating).IsGranted != expected)
                {
                    wrong.Add($"{FunctionalRights.CodeOf(act)} {column}: expected {expected}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(9 * 23, cells);
    }

    [Fact]
    public void A_9_nobody_feeds_under_the_reinforced_regime()
        => Assert.All(Callers, of => Assert.Equal(Refusal.NoRight,
            Assert.IsType<AccessDecision.Refused>(AccessRules.Feed(Question(of.Caller, of.Treating), RuleBook.Default)).Cause));

    // What has an entry of its own in the engine is asked there; the rest is a transaction without a document.
    private static AccessDecision Ask(AccessQuestion question, Transaction act, bool treating) => (act, question.Caller) switch
    {
        (Transaction.Feed, Caller.Professional) or (Transaction.FeedByEmployee, Caller.Employee)
            => AccessRules.Feed(question, RuleBook.Default),
        (Transaction.DeclareAuthorised, Caller.Professional) => AccessRules.Declare(question, asTreating: false, RuleBook.Default),
        (Transaction.RemoveOwnAuthorisation, _) => AccessRules.Withdraw(question, treatingRole: false, RuleBook.Default),
        (Transaction.RemoveOwnTreatingRole, _) => AccessRules.Withdraw(question, treatingRole: true, RuleBook.Default),
        (Transaction.FindMetadata or Transaction.FindReference or Transaction.Read or Transaction.ReadOtherStatus, _)
            => AccessRules.Enter(question, act, RuleBook.Default),
        _ => TransactionRules.Use(question.Caller, act, treating, RuleBook.Default),
    };

    private static AccessQuestion Question(Caller caller, bool treating) => new(caller, new RecordFacts(
        Id, RecordStatus.Open, BreakGlassRefused: false, SamuRefused: false, MaskedInEmergency: false,
        [new Grant(Sample.Ps(1), Blocked: false, treating, Now.AddDays(-1), null)]), Now);

    private static Caller.Professional Named(string profession, string? qualification, AccessMode mode)
        => Sample.As(Sample.Practitioner(1, profession, qualification), mode, reinforced: true);
}
