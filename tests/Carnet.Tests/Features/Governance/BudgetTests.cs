using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Governance;
using Carnet.Server.Platform;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Governance;

/// <summary>C-20: what an account or a structure may enter in a day, over all servers.</summary>
public sealed class BudgetTests
{
    private const string Small = "person;*;*;3;1;essai\nair;*;*;2;0;essai\nstructure;*;*;4;2;essai\n";

    private static readonly (string, string) Stop = ("Budgets:Over", "Stop");

    [Theory, OnSqlite, OnPostgreSql]
    public async Task C_20_the_next_person_of_the_day_stays_shut_and_those_before_stay_open(string database)
    {
        await using var house = await SmallAsync(database, Stop);
        var doctor = Sample.Doctor(1);
        var patients = await PatientsAsync(house, 4, doctor);
        foreach (var patient in patients[..3])
        {
            Assert.Equal("done", await FindAsync(house, doctor, patient));
            Assert.Equal("done", await FindAsync(house, doctor, patient));
        }

        Assert.Equal("access.budget-spent", await FindAsync(house, doctor, patients[3]));
        Assert.Equal("access.budget-spent", (await house.RunAsync<ReadDocuments, IReadOnlyList<ReadContentAnswer>>(doctor, new(patients[3], ["1.2.3"]))).Code());
        Assert.Equal("done", await FindAsync(house, doctor, patients[0]));
        var trace = (await house.TracesAsync(house.Get<Carnet.Server.Platform.Keys.RecordIds>().Of(patients[3])))[^1];
        Assert.Equal((TraceOutcome.Refused, "refused.budgetspent"), (trace.Outcome, trace.Code));

        house.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("done", await FindAsync(house, doctor, patients[3]));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task C_20_all_people_of_a_structure_share_its_budget(string database)
    {
        await using var house = await SmallAsync(database, Stop);
        var (one, other) = (Sample.Doctor(1), Sample.As(Sample.Practitioner(2) with { Structure = Sample.Structure(1) }));
        var patients = await PatientsAsync(house, 5, one, other);
        Assert.Equal("done done done", await FindAllAsync(house, one, patients[..3]));
        Assert.Equal("done", await FindAsync(house, other, patients[0])); // the same person: already one of the structure's
        Assert.Equal("done access.budget-spent", await FindAllAsync(house, other, patients[3..]));
        Assert.Equal("done", await FindAsync(house, Sample.Doctor(3), patients[4], allow: true));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task C_20_emergencies_have_a_smaller_budget_of_their_own(string database)
    {
        await using var house = await SmallAsync(database, Stop);
        var (calm, urgent) = (Sample.Doctor(1), Sample.Doctor(1, AccessMode.BreakGlass));
        var patients = await PatientsAsync(house, 3, calm);
        Assert.Equal("done", await FindAsync(house, calm, patients[0]));
        Assert.Equal("done", await FindAsync(house, urgent, patients[0]));
        Assert.Equal("done", await FindAsync(house, urgent, patients[0]));
        Assert.Equal("access.budget-spent", await FindAsync(house, urgent, patients[1]));
        Assert.Equal("done", await FindAsync(house, calm, patients[1]));
    }

    [Fact]
    public async Task C_20_who_has_no_card_of_their_own_has_a_smaller_budget()
    {
        await using var house = await SmallAsync("Sqlite", Stop);
        var air = Sample.As(Sample.Practitioner(1), reinforced: true);
        var patients = await PatientsAsync(house, 3, Sample.Doctor(1));
        Assert.Equal("done done access.budget-spent", await FindAllAsync(house, air, patients));
        Assert.Equal("done", await FindAsync(house, Sample.Doctor(1), patients[2]));
    }

    [Theory, OnPostgreSql]
    public async Task C_20_a_budget_holds_over_several_servers(string database)
    {
        await using var first = await SmallAsync(database, Stop);
        await using var second = await first.BesideAsync(Stop);
        await second.Get<GovernanceRefresh>().RefreshAsync(default);
        var doctor = Sample.Doctor(1);
        var patients = await PatientsAsync(first, 5, doctor);
        Assert.Equal("done done", await FindAllAsync(first, doctor, patients[..2]));
        Assert.Equal("done", await FindAsync(second, doctor, patients[0]));
        Assert.Equal("done", await FindAsync(second, doctor, patients[2]));
        Assert.Equal("access.budget-spent", await FindAsync(first, doctor, patients[3]));
        Assert.Equal("access.budget-spent", await FindAsync(second, doctor, patients[4]));
    }

    [Fact]
    public async Task C_20_over_the_budget_a_person_who_agrees_now_in_the_presence_of_the_doctor_opens_their_record()
    {
        await using var house = await SmallAsync("Sqlite", ("Budgets:Over", "StepUp"));
        var doctor = Sample.Doctor(1);
        var patients = await PatientsAsync(house, 4, doctor);
        house.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("done done done access.budget-step-up", await FindAllAsync(house, doctor, patients));
        var (late, _) = await house.OpenRecordAsync();
        Assert.Equal("done", await FindAsync(house, doctor, late, allow: true));
        Assert.Equal("access.budget-spent", await FindAsync(house, Sample.Doctor(1, AccessMode.BreakGlass), patients[3]));
    }

    [Fact]
    public async Task C_20_whoever_only_watches_stops_nobody_and_is_told()
    {
        await using var house = await SmallAsync("Sqlite", ("Budgets:Over", "Watch"));
        var doctor = Sample.Doctor(1);
        var patients = await PatientsAsync(house, 5, doctor);
        Assert.Equal("done done done done done", await FindAllAsync(house, doctor, patients));
        var lines = (await house.RunAsync<ListBudgets, IReadOnlyList<BudgetLine>>(Governors.Anne, new())).Done();
        Assert.Equal(
            [(Sample.Ps(1).Value, 5, true), (Sample.Structure(1).Value, 5, true)],
            lines.OrderBy(line => line.IsStructure).Select(line => (line.Subject, line.Count.Patients, line.IsOver)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task C_20_the_operator_sees_accounts_near_their_budget_by_number(string database)
    {
        await using var house = await SmallAsync(database, Stop);
        var patients = await PatientsAsync(house, 3, Sample.Doctor(1), Sample.Doctor(2));
        await FindAllAsync(house, Sample.Doctor(1), patients);
        await FindAsync(house, Sample.Doctor(2), patients[0]);
        var line = Assert.Single((await house.RunAsync<ListBudgets, IReadOnlyList<BudgetLine>>(Governors.Anne, new(80))).Done());
        Assert.Equal((Sample.Ps(1).Value, false, new VisitCount(3, 0), 3), (line.Subject, line.IsStructure, line.Count, line.Budget.Patients));
    }

    [Fact]
    public async Task C_20_what_was_counted_today_costs_no_look_up_and_a_refused_entry_counts_nothing()
    {
        await using var house = await SmallAsync("Sqlite", Stop);
        var doctor = Sample.Doctor(1);
        var patients = await PatientsAsync(house, 1, doctor);
        var (stranger, _) = await house.OpenRecordAsync();
        Assert.Equal("access.not-authorised", await FindAsync(house, doctor, stranger));
        Assert.Equal("done done", await FindAllAsync(house, doctor, [patients[0], patients[0]]));
        await using var db = await house.OpenAsync();
        Assert.Equal(1, await db.Set<VisitRow>().CountAsync());

        using var record = (await house.Get<Carnet.Server.Features.Records.IRecords>().FindAsync(
            db, house.Get<Carnet.Server.Platform.Keys.RecordIds>().Of(patients[0]), default))!;
        var question = new AccessQuestion(doctor, record.Facts, house.Clock.GetUtcNow());
        var granted = AccessRules.Enter(question, Transaction.FindMetadata, RuleBook.Default);
        var (decision, visit) = await house.Get<IVisits>().WeighAsync(null!, question, granted, RuleBook.Default, default);
        Assert.Same(granted, decision);
        Assert.Null(visit);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_past_days_were_counted_from_goes_by_itself(string database)
    {
        await using var house = await SmallAsync(database, Stop);
        var doctor = Sample.Doctor(1);
        var patients = await PatientsAsync(house, 2, doctor);
        await FindAsync(house, doctor, patients[0]);
        house.Clock.Advance(TimeSpan.FromDays(VisitSweep.DaysKept + 1));
        await FindAsync(house, doctor, patients[1]);
        Assert.Equal(1, await house.Get<VisitSweep>().RunBatchAsync(house.Clock.GetUtcNow(), default));
        Assert.Equal(0, await house.Get<VisitSweep>().RunBatchAsync(house.Clock.GetUtcNow(), default));
        await using var db = await house.OpenAsync();
        Assert.Equal(Visits.DayOf(house.Clock.GetUtcNow()), (await db.Set<VisitRow>().SingleAsync()).Day);
    }

    [Fact]
    public async Task A_policy_that_does_not_exist_refuses_to_start_and_says_what_is_allowed()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite, settings: ("Budgets:Over", "Ignore"));
        var refused = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(
            () => house.Get<Microsoft.Extensions.Options.IOptions<BudgetOptions>>().Value);
        Assert.Contains("allowed: Stop, StepUp, Watch", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<House> SmallAsync(string database, (string, string) policy)
    {
        var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database), settings: policy);
        await house.ChangeRulesAsync(RuleKind.Budgets, Small);
        house.Clock.Advance(DecideRulesHandler.Lead);
        return house;
    }

    private static async Task<Ins[]> PatientsAsync(House house, int count, params Caller.Professional[] allowed)
    {
        List<Ins> patients = [];
        for (var i = 0; i < count; i++)
        {
            var (ins, _) = await house.OpenRecordAsync();
            foreach (var doctor in allowed)
            {
                (await house.RunAsync<SetAuthorisation, AuthorisationChange>(doctor, new(ins, false, false))).Done();
            }

            patients.Add(ins);
        }

        return [.. patients];
    }

    private static async Task<string> FindAsync(House house, Caller caller, Ins patient, bool allow = false)
    {
        if (allow)
        {
            (await house.RunAsync<SetAuthorisation, AuthorisationChange>(caller, new(patient, false, false))).Done();
        }

        return (await house.RunAsync<FindDocuments, FoundDocuments>(caller, new(patient, DocumentCriteria.Approved))).Code();
    }

    private static async Task<string> FindAllAsync(House house, Caller caller, IEnumerable<Ins> patients)
    {
        List<string> codes = [];
        foreach (var patient in patients)
        {
            codes.Add(await FindAsync(house, caller, patient));
        }

        return string.Join(' ', codes);
    }
}
