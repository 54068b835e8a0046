using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Governance;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Governance;

/// <summary>A-7, A-8, C-24: the matrices change by two persons, at an instant, on every server.</summary>
public sealed class RulesTests
{
    private static readonly string Closed = HabilitationMatrix.DefaultText.Replace("60;*;42;all;;arrêté 2023, page professionnelle\n", "", StringComparison.Ordinal);

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-7")]
    public async Task A_7_a_new_version_counts_from_its_instant_and_not_before(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var books = house.Get<IRuleBooks>();
        var later = house.Clock.GetUtcNow() + TimeSpan.FromDays(3);
        Assert.Equal(later, await house.ChangeRulesAsync(RuleKind.Habilitations, Closed, later));
        Assert.True(books.Current.Habilitations.CanRead("60", null, "57833-6"));

        house.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromTicks(1));
        Assert.True(books.Current.Habilitations.CanRead("60", null, "57833-6"));
        house.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(books.Current.Habilitations.CanRead("60", null, "57833-6"));
        Assert.True(books.Current.Habilitations.CanRead("10", null, "57833-6"));
        Assert.Same(RuleBook.Default.Rights, books.Current.Rights);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-7")]
    public async Task A_7_a_nurse_no_longer_reads_what_the_new_matrix_closes(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var (ins, _) = await house.OpenRecordAsync();
        var (author, nurse) = (Sample.Doctor(1), Sample.As(Sample.Practitioner(2, "60", null)));
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(author, new Lot(ins, author).Add("57833-6").Request())).Done();
        (await house.RunAsync<Carnet.Server.Features.Access.SetAuthorisation, Carnet.Server.Features.Access.AuthorisationChange>(
            nurse, new(ins, false, false))).Done();
        Assert.Single((await FindAsync()).Documents);

        var from = await house.ChangeRulesAsync(RuleKind.Habilitations, Closed);
        Assert.Single((await FindAsync()).Documents);
        house.Clock.Advance(from - house.Clock.GetUtcNow());
        Assert.Empty((await FindAsync()).Documents);

        async Task<FoundDocuments> FindAsync()
            => (await house.RunAsync<FindDocuments, FoundDocuments>(nurse, new(ins, DocumentCriteria.Approved))).Done();
    }

    [Theory, OnPostgreSql]
    [Trait("rule", "A-7")]
    public async Task A_7_two_servers_on_one_database_change_at_the_same_instant(string database)
    {
        await using var first = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        await using var second = await first.BesideAsync();
        var from = await first.ChangeRulesAsync(RuleKind.Habilitations, Closed);
        Assert.True(from > first.Clock.GetUtcNow() + TimeSpan.FromSeconds(5), "each server must have looked once before it counts");
        await second.Get<GovernanceRefresh>().RefreshAsync(default);

        for (var step = TimeSpan.Zero; step < TimeSpan.FromSeconds(20); step += TimeSpan.FromSeconds(1))
        {
            var reads = first.Clock.GetUtcNow() < from;
            Assert.Equal(reads, first.Get<IRuleBooks>().Current.Habilitations.CanRead("60", null, "57833-6"));
            Assert.Equal(reads, second.Get<IRuleBooks>().Current.Habilitations.CanRead("60", null, "57833-6"));
            first.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-7")]
    public async Task C_24_a_change_by_one_operator_alone_is_refused_and_changes_nothing(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var number = (await house.RunAsync<ProposeRules, int>(Governors.Anne, new(RuleKind.Habilitations, Closed, "essai", null))).Done();
        var alone = await house.RunAsync<DecideRules, RulesDecided>(Governors.Anne, new(RuleKind.Habilitations, number, true));
        Assert.Equal("rules.second-person", alone.Code());
        Assert.Contains("--operator", ((Outcome<RulesDecided>.Failed)alone).Failure.Detail, StringComparison.Ordinal);

        house.Clock.Advance(TimeSpan.FromDays(30));
        await house.Get<RuleBooks>().RefreshAsync(default);
        Assert.Equal(1, house.Get<RuleBooks>().InForce(RuleKind.Habilitations).Number);
        Assert.Equal(RuleBook.Default, house.Get<IRuleBooks>().Current);
    }

    public static TheoryData<string, string, Func<object>> BadProposals => new()
    {
        { "an unknown code", "rules.unknown-code", () => Proposal(HabilitationMatrix.DefaultText + "99;*;10;all;;essai\n") },
        { "an unknown type", "rules.unknown-code", () => Proposal(HabilitationMatrix.DefaultText + "10;SM26;10;only;12345-6;essai\n") },
        { "a line twice", "rules.duplicate", () => Proposal(HabilitationMatrix.DefaultText + "10;*;10;all;;essai\n") },
        { "no source", "rules.source-missing", () => Proposal(Closed) with { Source = "  " } },
        { "an instant that is past", "rules.effective-in-past", () => Proposal(Closed) with { EffectiveAt = DateTimeOffset.UnixEpoch } },
        { "the same again", "rules.unchanged", () => Proposal(HabilitationMatrix.DefaultText) },
        { "an unknown transaction", "rules.unknown-transaction", () => Proposal("", RuleKind.Rights) with { Content = FunctionalRights.DefaultText.Replace("TD2.2;", "TD2.9;", StringComparison.Ordinal) } },
        { "a budget below nothing", "rules.unknown-code", () => Proposal("person;*;*;-3;0;essai", RuleKind.Budgets) },
    };

    [Theory, MemberData(nameof(BadProposals))]
    [Trait("rule", "A-7")]
    public async Task A_7_a_wrong_proposal_is_refused_with_a_sentence_and_nothing_is_stored(string what, string code, Func<object> proposal)
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        var before = await house.CountTracesAsync();
        var outcome = await house.RunAsync<ProposeRules, int>(Governors.Anne, (ProposeRules)proposal());
        Assert.True(outcome.Code() == code, $"{what}: {outcome.Code()}");
        await using var db = await house.OpenAsync();
        Assert.Empty(await db.Set<RuleVersionRow>().ToListAsync());
        Assert.Equal(before + 1, await house.CountTracesAsync());
    }

    [Fact]
    public async Task C_24_nobody_but_an_operator_of_the_whole_service_governs()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        var reviewer = new Caller.Operator("revue", Sample.Structure(1)) { Origin = Governors.Anne.Origin };
        foreach (var caller in (Caller[])[Sample.Doctor(1), Sample.Desk, Governors.Machine, Sample.Establishment(1), reviewer])
        {
            var refused = caller is Caller.Operator ? "operator.reviewer-only" : "operator.required";
            Assert.Equal(refused, (await house.RunAsync<ProposeRules, int>(caller, Proposal(Closed))).Code());
            Assert.Equal(refused, (await house.RunAsync<DecideRules, RulesDecided>(caller, new(RuleKind.Habilitations, 2, true))).Code());
        }
    }

    [Fact]
    public async Task A_version_is_decided_once_and_an_unknown_one_never()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        var number = (await house.RunAsync<ProposeRules, int>(Governors.Anne, Proposal(Closed))).Done();
        Assert.Equal(RuleState.Rejected, (await house.RunAsync<DecideRules, RulesDecided>(Governors.Anne, new(RuleKind.Habilitations, number, false))).Done().State);
        Assert.Equal("rules.already-decided", (await house.RunAsync<DecideRules, RulesDecided>(Governors.Bruno, new(RuleKind.Habilitations, number, true))).Code());
        Assert.Equal("rules.unknown-version", (await house.RunAsync<DecideRules, RulesDecided>(Governors.Bruno, new(RuleKind.Habilitations, 9, true))).Code());
        Assert.Equal("rules.unknown-version", (await house.RunAsync<DecideRules, RulesDecided>(Governors.Bruno, new(RuleKind.Habilitations, 1, true))).Code());
        Assert.Equal(number + 1, (await house.RunAsync<ProposeRules, int>(Governors.Anne, Proposal(Closed))).Done());
    }

    [Fact]
    public async Task Of_the_versions_whose_instant_has_come_the_highest_number_counts()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        var now = house.Clock.GetUtcNow();
        await house.ChangeRulesAsync(RuleKind.Habilitations, Closed, now + TimeSpan.FromDays(10));
        await house.ChangeRulesAsync(RuleKind.Habilitations, HabilitationMatrix.DefaultText, now + TimeSpan.FromDays(5));
        await house.ChangeRulesAsync(RuleKind.Budgets, PatientBudgets.DefaultText.Replace("person;*;*;120;", "person;*;*;99;", StringComparison.Ordinal), now + TimeSpan.FromDays(7));
        foreach (var (day, number) in ((int, int)[])[(1, 1), (6, 3), (11, 3)])
        {
            house.Clock.Advance(now + TimeSpan.FromDays(day) - house.Clock.GetUtcNow());
            Assert.Equal(number, house.Get<RuleBooks>().InForce(RuleKind.Habilitations).Number);
            Assert.True(house.Get<IRuleBooks>().Current.Habilitations.CanRead("60", null, "57833-6"));
            Assert.Equal(day > 7 ? 99 : 120, house.Get<IRuleBooks>().Current.Budgets.OfPerson("28", false, null).Patients);
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "T-3")]
    public async Task C_24_rules_that_were_changed_in_the_table_are_not_believed(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        await using var other = await house.BesideAsync();
        await house.ChangeRulesAsync(RuleKind.Habilitations, Closed);
        await using var db = await house.OpenAsync();
        await db.Set<RuleVersionRow>().ExecuteUpdateAsync(set => set.SetProperty(row => row.Content, HabilitationMatrix.DefaultText));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => other.Get<GovernanceRefresh>().StartAsync(default));
        Assert.Contains("not the one that was approved", refused.Message, StringComparison.Ordinal);
        Assert.Equal(RuleBook.Default, other.Get<IRuleBooks>().Current);
    }

    [Fact]
    public async Task T_1_who_proposed_and_who_approved_stands_in_the_trail()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        await house.ChangeRulesAsync(RuleKind.Rights, FunctionalRights.DefaultText.Replace("TD0.9;Y;", "TD0.9;-;", StringComparison.Ordinal));
        var traces = await house.TracesAsync(Carnet.Domain.Records.RecordId.None);
        Assert.Equal(
            [("anne", "rules.rights.2"), ("bruno", "rules.rights.2.approved")],
            traces.Select(line => (line.ActorId ?? "", line.Code)));
        Assert.All(traces, line => Assert.Equal(Carnet.Domain.Traces.ActorKind.Operator, line.Actor));
        Assert.IsType<TrailVerdict.Intact>(await house.Get<TrailVerifier>().VerifyAsync(default));
    }

    [Fact]
    public void Asking_for_the_rules_costs_no_memory_however_large_they_are()
    {
        var books = new RuleBooks(null!, null!, Microsoft.Extensions.Options.Options.Create(new AccessOptions()), TimeProvider.System);
        Assert.NotNull(books.Current);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var readable = 0;
        for (var i = 0; i < 1_000; i++)
        {
            readable += books.Current.Habilitations.RowOf("10", "SM26")!.Count;
            readable += books.Current.Rights.Of(Transaction.Read, "md.n") is null ? 0 : 1;
            readable += books.Current.Budgets.OfPerson("10", false, "hospital").Patients;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(readable > 0);
    }

    private static ProposeRules Proposal(string content, RuleKind kind = RuleKind.Habilitations) => new(kind, content, "essai", null);
}
