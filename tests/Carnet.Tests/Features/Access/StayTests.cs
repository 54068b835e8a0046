using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Outbox;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Access;

/// <summary>A-5, A-6, A-11, V-7, F-9: who comes in without being named, and for how long; on both databases.</summary>
public sealed class StayTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    private static readonly Caller.Professional Author = Sample.Doctor(1);
    private static readonly StructIdNat Ward = Sample.Structure(40);

    private static Caller.Professional Nurse => Sample.As(Sample.Practitioner(41, "60", null) with { Structure = Ward });

    private static Caller.Professional WardDoctor => Sample.As(Sample.Practitioner(42) with { Structure = Ward });

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-5"), Trait("rule", "A-2")]
    public async Task A_5_care_team_reads_while_the_stay_lasts(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var document = await DepositAsync(house, ins);
        var hidden = await DepositAsync(house, ins, "MASQUE_PS");
        Assert.False(await ReadsAsync(house, Nurse, ins, document));

        var stay = (await DeclareAsync(house, WardDoctor, ins)).Done();
        Assert.True(await ReadsAsync(house, Nurse, ins, document));
        Assert.Contains(await house.TracesAsync(id), trace => trace.Code == "ground.careteam" && trace.ActorId == Nurse.Who.Id.Value);
        Assert.False(await ReadsAsync(house, Nurse, ins, hidden), "masked stays masked");
        Assert.False(await ReadsAsync(house, Sample.As(Nurse.Who with { Structure = Sample.Structure(41) }), ins, document), "another activity");
        Assert.False(await ReadsAsync(house, Sample.As(Nurse.Who with { Profession = "86" }), ins, document), "the matrix holds");
        Assert.False(await ReadsAsync(house, Sample.As(WardDoctor.Who with { Qualification = "SM25" }), ins, document), "no occupational doctor");
        await house.RunAsync<BlockProfessional, AuthorisationChange>(Sample.Patient(id), new BlockProfessional(Nurse.Who.Id));
        Assert.False(await ReadsAsync(house, Nurse, ins, document), "blocked wins");
        Assert.True(await ReadsAsync(house, WardDoctor, ins, document));

        Assert.Equal("access.stay-unknown", (await EndAsync(house, Sample.Establishment(41), stay.Team, ins)).Code());
        Assert.Equal("access.stay-unknown", (await EndAsync(house, WardDoctor, Guid.CreateVersion7(), ins)).Code());
        Assert.Equal(AuthorisationChange.Removed, (await EndAsync(house, Sample.Patient(id), stay.Team, null)).Done());
        Assert.False(await ReadsAsync(house, WardDoctor, ins, document));
        Assert.Equal(AuthorisationChange.NothingToRemove, (await EndAsync(house, Sample.Establishment(40), stay.Team, ins)).Done());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-5")]
    public async Task A_5_a_stay_without_end_ends_by_itself_and_may_be_prolonged(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, _) = await house.OpenRecordAsync();
        var document = await DepositAsync(house, ins);
        var first = (await DeclareAsync(house, WardDoctor, ins)).Done();
        house.Clock.Advance(TimeSpan.FromDays(29));
        var again = (await DeclareAsync(house, WardDoctor, ins)).Done();
        Assert.Equal((first.Team, AuthorisationChange.AlreadyThere), (again.Team, again.Change));
        house.Clock.Advance(TimeSpan.FromDays(29));
        Assert.True(await ReadsAsync(house, Nurse, ins, document));
        house.Clock.Advance(TimeSpan.FromDays(1));
        Assert.False(await ReadsAsync(house, Nurse, ins, document));
        Assert.Equal(AuthorisationChange.Added, (await DeclareAsync(house, WardDoctor, ins)).Done().Change);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-5"), Trait("rule", "A-8"), Trait("rule", "T-1")]
    public async Task A_5_what_is_wrong_with_a_stay_is_named_and_nothing_is_stored(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var (closed, closedId) = await house.OpenRecordAsync();
        await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(closed, "décès"));
        var now = house.Clock.GetUtcNow();
        var good = new DeclareStay(Ward, ins, "Dre Exemple", "par oral");
        (string Rule, string Code, Caller Caller, DeclareStay Request)[] cases =
        [
            ("a consent without a name", "access.consent-name-missing", WardDoctor, good with { CollectedBy = " " }),
            ("a consent without a way", "access.consent-way-missing", WardDoctor, good with { Way = null }),
            ("a consent from tomorrow", "access.stay-dates", WardDoctor, good with { CollectedAt = now.AddDays(1) }),
            ("an end that has passed", "access.stay-dates", WardDoctor, good with { Until = now }),
            ("an end in two years", "access.stay-dates", WardDoctor, good with { Until = now.AddDays(700) }),
            ("another structure's stay", "access.not-your-structure", Sample.Doctor(2), good),
            ("another establishment's stay", "access.not-your-structure", Sample.Establishment(41), good),
            ("in an emergency", "access.no-right", Sample.As(WardDoctor.Who, AccessMode.BreakGlass), good),
            ("by an occupational doctor", "access.no-right", Sample.As(WardDoctor.Who with { Qualification = "SM25" }), good),
            ("by the insurer", "access.no-right", new Caller.Insurer { Origin = Sample.Soap }, good),
            ("for a person without a record", "record.unknown", WardDoctor, good with { Patient = Sample.NextIns() }),
            ("for a dead person, whose record is closed", "record.closed", WardDoctor, good with { Patient = closed }),
        ];
        foreach (var (rule, code, caller, request) in cases)
        {
            var traces = await house.CountTracesAsync();
            var outcome = await house.RunAsync<DeclareStay, DeclaredStay>(caller, request);
            Assert.True(outcome.Code() == code, $"{rule}: {outcome.Code()}");
            Assert.Equal(traces + 1, await house.CountTracesAsync());
        }

        Assert.Contains("collectedBy", AccessFailures.ConsentNameMissing.Detail, StringComparison.Ordinal);
        Assert.Equal("record.closed", (await house.RunAsync<SetAuthorisation, AuthorisationChange>(Author, new SetAuthorisation(closed, false, false))).Code());
        Assert.Equal("record.closed", (await house.RunAsync<AuthoriseProfessional, AuthorisationChange>(Sample.Patient(closedId), new AuthoriseProfessional(Sample.Ps(1)))).Code());
        await using var db = await house.OpenAsync();
        Assert.Equal(0, await db.Set<CareTeamRow>().CountAsync(team => team.RecordId == id || team.RecordId == closedId));
        Assert.Equal("done", (await house.RunAsync<DeclareStay, DeclaredStay>(Sample.Establishment(40), good)).Code());
        Assert.Equal("done", (await house.RunAsync<DeclareStay, DeclaredStay>(Sample.Patient(id), good with { Patient = null, Stay = "S2" })).Code());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-8"), Trait("rule", "A-5")]
    public async Task A_8_what_an_employee_declares_is_consent_to_the_structure(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var document = await DepositAsync(house, ins);
        var secretary = Sample.Employee(40);
        Assert.Equal(AuthorisationChange.Added, (await SetAsync(house, secretary, ins)).Done());
        Assert.Equal(AuthorisationChange.AlreadyThere, (await SetAsync(house, secretary, ins)).Done());
        Assert.True(await ReadsAsync(house, Nurse, ins, document));
        Assert.False(await ReadsAsync(house, secretary, ins, document));
        Assert.Equal("access.no-right", (await house.RunAsync<SetAuthorisation, AuthorisationChange>(secretary, new SetAuthorisation(ins, true, false))).Code());
        Assert.Equal("access.not-physician", (await house.RunAsync<SetAuthorisation, AuthorisationChange>(secretary, new SetAuthorisation(ins, false, true))).Code());
        Assert.Equal("access.consent-name-missing", (await SetAsync(house, secretary with { Name = "" }, ins)).Code());

        var listed = (await house.RunAsync<ListAccess, AccessList>(Sample.Patient(id), new ListAccess())).Done();
        Assert.Equal(("Secrétaire", "TD0.3, AJOUT", true), Assert.Single(listed.Stays) is var stay ? (stay.Consent.CollectedBy, stay.Consent.Way, stay.Lasts) : default);
    }

    [Fact, Trait("rule", "A-5")]
    public async Task A_5_the_older_rule_needs_a_stay_but_no_recorded_consent()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite, settings: ("Access:TeamNeedsInitialConsent", "false"));
        var (ins, _) = await house.OpenRecordAsync();
        var document = await DepositAsync(house, ins);
        Assert.False(await ReadsAsync(house, Nurse, ins, document));
        Assert.Equal("done", (await house.RunAsync<DeclareStay, DeclaredStay>(WardDoctor, new DeclareStay(Ward, ins))).Code());
        Assert.True(await ReadsAsync(house, Nurse, ins, document));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-6"), Trait("rule", "N-4")]
    public async Task A_6_an_emergency_goes_on_without_a_second_reason_until_it_is_over(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var document = await DepositAsync(house, ins);
        var declared = Sample.Doctor(3, AccessMode.BreakGlass);
        var goesOn = declared with { Reason = null };
        Assert.Equal("access.reason-missing", await FindAsync(house, goesOn, ins));
        Assert.Equal("done", await FindAsync(house, declared, ins));
        house.Clock.Advance(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        Assert.True(await ReadsAsync(house, goesOn, ins, document));
        Assert.Equal("access.reason-missing", await FindAsync(house, goesOn with { Who = goesOn.Who with { Structure = Sample.Structure(77) } }, ins));
        Assert.Equal("access.reason-missing", await FindAsync(house, Sample.Doctor(4, AccessMode.BreakGlass) with { Reason = null }, ins));
        Assert.Equal("access.not-authorised", await FindAsync(house, goesOn with { Mode = AccessMode.Normal }, ins));
        Assert.Equal(1, await MessagesAsync(house, id));

        house.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("access.emergency-over", await FindAsync(house, goesOn, ins));
        Assert.False(await ReadsAsync(house, goesOn, ins, document));
        Assert.Equal("done", await FindAsync(house, declared, ins));
        Assert.Equal("done", await FindAsync(house, declared, ins));
        Assert.Equal(2, await MessagesAsync(house, id));
        Assert.True(await ReadsAsync(house, goesOn, ins, document));

        var facts = (await house.RunAsync<ListAccess, AccessList>(Sample.Patient(id), new ListAccess())).Done();
        Assert.Equal([("Patient inconscient", true), ("Patient inconscient", false)], facts.Emergencies.Select(one => (one.Reason, one.Lasts)));
        await house.RunAsync<ChangeChoices, Choices>(Sample.Patient(id), new ChangeChoices(facts.Choices with { BreakGlassRefused = true }));
        Assert.Equal("access.emergency-refused", await FindAsync(house, goesOn, ins));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-11"), Trait("rule", "I-3")]
    public async Task A_11_a_locum_holds_the_consent_given_to_the_replaced_between_two_dates(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var document = await DepositAsync(house, ins);
        var hidden = await DepositAsync(house, ins, "MASQUE_PS");
        var practice = Sample.Structure(50);
        var owner = Sample.Practitioner(50);
        var locum = Sample.Practitioner(51) with { Structure = practice };
        await house.RunAsync<Enlist, int>(Sample.Desk, new Enlist(
            [new ListedStructure(practice, "Cabinet", "practice", "SA07")],
            [new ListedActivity(owner.Id, "NOM", "Prénom", "10", "SM26", practice)]));
        Assert.Equal("done", (await house.RunAsync<SetAuthorisation, AuthorisationChange>(Sample.As(owner), new SetAuthorisation(ins, false, true))).Code());
        Assert.Equal("directory.not-linked", (await AdmitAsync(house, locum)).Code());

        var from = house.Clock.GetUtcNow().AddDays(2);
        var place = new DeclareLocum(locum.Id, "REMPLAÇANT", "Léo", "SM26", owner.Id, practice, from, from.AddDays(7));
        Assert.Equal("access.no-right", (await LocumAsync(house, Sample.As(locum), place)).Code());
        Assert.Equal("directory.locum-dates", (await LocumAsync(house, Sample.As(owner), place with { Until = from })).Code());
        Assert.Equal("directory.locum-dates", (await LocumAsync(house, Sample.As(owner), place with { Until = from.AddDays(900) })).Code());
        Assert.Equal("directory.nothing-to-replace", (await LocumAsync(house, Sample.As(owner), place with { Locum = owner.Id })).Code());
        Assert.Equal("directory.nothing-to-replace", (await LocumAsync(house, Sample.Desk, place with { Replaced = Sample.Ps(999) })).Code());
        Assert.Equal("done", (await LocumAsync(house, Sample.As(owner), place)).Code());
        Assert.Equal("directory.locum-there", (await LocumAsync(house, Sample.As(owner), place)).Code());

        house.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromSeconds(1));
        Assert.Equal("directory.not-linked", (await AdmitAsync(house, locum)).Code());
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        var admitted = (await AdmitAsync(house, locum)).Done();
        Assert.True(await ReadsAsync(house, admitted, ins, document));
        Assert.Contains(await house.TracesAsync(id), trace => trace.Code == "ground.locum" && trace.ActorId == locum.Id.Value);
        Assert.False(await ReadsAsync(house, admitted, ins, hidden), "not the role of treating doctor");
        Assert.True(await ReadsAsync(house, Sample.As(owner), ins, hidden));
        Assert.Equal("directory.not-linked", (await AdmitAsync(house, locum with { Qualification = "SM04" })).Code());
        await house.RunAsync<BlockProfessional, AuthorisationChange>(Sample.Patient(id), new BlockProfessional(locum.Id));
        Assert.False(await ReadsAsync(house, admitted, ins, document), "blocked by name");
        await house.RunAsync<BlockProfessional, AuthorisationChange>(Sample.Patient(id), new BlockProfessional(locum.Id, Unblock: true));
        Assert.True(await ReadsAsync(house, admitted, ins, document));
        await house.RunAsync<BlockProfessional, AuthorisationChange>(Sample.Patient(id), new BlockProfessional(owner.Id));
        Assert.False(await ReadsAsync(house, admitted, ins, document), "the replaced one is blocked");

        house.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal("directory.not-linked", (await AdmitAsync(house, locum)).Code());
        Assert.False(await ReadsAsync(house, admitted, ins, document), "a call that was admitted before");
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-7"), Trait("rule", "V-2")]
    public async Task V_7_what_is_new_is_masked_by_itself_for_all_but_author_and_treating_doctor(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var (friend, treating) = (Sample.Doctor(2), Sample.Doctor(4));
        await SetAsync(house, friend, ins);
        await house.RunAsync<SetAuthorisation, AuthorisationChange>(treating, new SetAuthorisation(ins, false, true));
        var before = await DepositAsync(house, ins);
        await ChooseAsync(house, id, choices => choices with { MaskReimbursements = true });
        var plain = await DepositAsync(house, ins);
        var paid = await DepositAsync(house, ins, caller: new Caller.Insurer { Origin = Sample.Soap }, type: "REMB");
        await ChooseAsync(house, id, choices => choices with { MaskNewDocuments = true, MaskReimbursements = false });
        var masked = await DepositAsync(house, ins);
        var both = await DepositAsync(house, ins, "INVISIBLE_PATIENT");
        await ChooseAsync(house, id, choices => choices with { MaskNewDocuments = false });
        var after = await DepositAsync(house, ins);
        (string Document, string Seen)[] cases = [(before, "YYY"), (plain, "YYY"), (paid, "--Y"), (masked, "Y-Y"), (both, "Y-Y"), (after, "YYY")];
        foreach (var (document, seen) in cases)
        {
            var actual = "";
            foreach (var caller in (Caller[])[Author, friend, treating])
            {
                actual += await ReadsAsync(house, caller, ins, document) ? 'Y' : '-';
            }

            Assert.Equal(seen, actual);
        }

        Assert.Contains(await house.TracesAsync(id), trace => trace is { Act: TraceAct.ChangeChoices, Described.Detail: "mask-reimbursements=yes" });
        Assert.Equal("record.unknown", (await house.RunAsync<ChangeChoices, Choices>(treating, new ChangeChoices(new(true, true, false, false, false)))).Code());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-9")]
    public async Task F_9_the_person_opposes_only_for_a_reason_that_the_professional_records(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        (string Code, Caller Caller, NoteOpposition Request)[] cases =
        [
            ("document.opposition-refused", Sample.Patient(id), new(ins, "11488-4", "je ne veux pas du tout")),
            ("document.opposition-reason", Author, new(ins, "11488-4", "  non    ")),
            ("document.unknown-type", Author, new(ins, "0-0", "travaille au même hôpital")),
            ("access.no-right", Sample.As(Author.Who, reinforced: true), new(ins, "11488-4", "travaille au même hôpital")),
            ("document.opposition-refused", Sample.Establishment(1), new(ins, "11488-4", "travaille au même hôpital")),
            ("record.unknown", Author, new(Sample.NextIns(), "11488-4", "travaille au même hôpital")),
            ("done", Author, new(ins, "11488-4", "travaille au même hôpital")),
        ];
        foreach (var (code, caller, request) in cases)
        {
            Assert.Equal(code, (await house.RunAsync<NoteOpposition, NotedOpposition>(caller, request)).Code());
        }

        var noted = Assert.Single(await house.TracesAsync(id), trace => trace.Code == "opposition.noted");
        Assert.EndsWith("travaille au même hôpital", noted.Described.Detail, StringComparison.Ordinal);
        Assert.Contains((await house.RunAsync<ListTraces, TraceList>(Sample.Patient(id), new())).Done().Lines,
            line => line.Reason?.EndsWith("travaille au même hôpital", StringComparison.Ordinal) is true);
        await DepositAsync(house, ins); // it stops nobody
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-2"), Trait("rule", "A-4")]
    public async Task A_4_the_person_names_withdraws_and_blocks_the_treating_doctor_blocks_at_their_request(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var person = Sample.Patient(id);
        var document = await DepositAsync(house, ins);
        var (friend, doctor) = (Sample.Doctor(61), Sample.Doctor(60));
        await house.RunAsync<Enlist, int>(Sample.Desk, new Enlist([], [new ListedActivity(doctor.Who.Id, "NOM", "Prénom", "10", "SM26", doctor.Who.Structure)]));

        Assert.Equal("access.not-physician", (await AllowAsync(house, person, new(friend.Who.Id, Treating: true))).Code());
        Assert.Equal("access.end-passed", (await AllowAsync(house, person, new(friend.Who.Id, Until: house.Clock.GetUtcNow()))).Code());
        Assert.Equal("record.unknown", (await AllowAsync(house, doctor, new(friend.Who.Id))).Code());
        Assert.Equal(AuthorisationChange.Added, (await AllowAsync(house, person, new(friend.Who.Id, Until: house.Clock.GetUtcNow().AddDays(1)))).Done());
        Assert.True(await ReadsAsync(house, friend, ins, document));
        house.Clock.Advance(TimeSpan.FromDays(1));
        Assert.False(await ReadsAsync(house, friend, ins, document), "the end that the person set");
        Assert.Equal(AuthorisationChange.Added, (await AllowAsync(house, person, new(friend.Who.Id))).Done());
        Assert.Equal(AuthorisationChange.AlreadyThere, (await AllowAsync(house, person, new(friend.Who.Id))).Done());
        Assert.Equal(AuthorisationChange.Added, (await AllowAsync(house, person, new(doctor.Who.Id, Treating: true))).Done());

        Assert.Equal("access.no-right", (await BlockAsync(house, friend, new(Sample.Ps(9), Patient: ins))).Code());
        Assert.Equal(AuthorisationChange.Added, (await BlockAsync(house, doctor, new(friend.Who.Id, Patient: ins))).Done());
        Assert.False(await ReadsAsync(house, friend, ins, document));
        Assert.Equal("access.no-right", (await BlockAsync(house, doctor, new(friend.Who.Id, Unblock: true, Patient: ins))).Code());
        Assert.Equal("access.is-blocked", (await AllowAsync(house, person, new(friend.Who.Id))).Code());
        Assert.Equal(AuthorisationChange.Removed, (await BlockAsync(house, person, new(friend.Who.Id, Unblock: true))).Done());
        Assert.False(await ReadsAsync(house, friend, ins, document), "unblocked is not allowed");

        Assert.Equal(AuthorisationChange.Removed, (await AllowAsync(house, person, new(doctor.Who.Id, Withdraw: true, Treating: true))).Done());
        Assert.Equal("access.no-right", (await BlockAsync(house, doctor, new(friend.Who.Id, Patient: ins))).Code());
        Assert.True(await ReadsAsync(house, doctor, ins, document));
        Assert.Equal(AuthorisationChange.Removed, (await AllowAsync(house, person, new(doctor.Who.Id, Withdraw: true))).Done());
        Assert.False(await ReadsAsync(house, doctor, ins, document));
        Assert.Equal(AuthorisationChange.NothingToRemove, (await AllowAsync(house, person, new(doctor.Who.Id, Withdraw: true))).Done());
    }

    private static Task<Outcome<DeclaredStay>> DeclareAsync(House house, Caller caller, Ins ins)
        => house.RunAsync<DeclareStay, DeclaredStay>(caller, new DeclareStay(Ward, ins, "Dre Exemple", "par oral", "S1"));

    private static Task<Outcome<AuthorisationChange>> EndAsync(House house, Caller caller, Guid team, Ins? ins)
        => house.RunAsync<EndStay, AuthorisationChange>(caller, new EndStay(team, ins));

    private static Task<Outcome<AuthorisationChange>> SetAsync(House house, Caller caller, Ins ins)
        => house.RunAsync<SetAuthorisation, AuthorisationChange>(caller, new SetAuthorisation(ins, false, false));

    private static Task<Outcome<AuthorisationChange>> AllowAsync(House house, Caller caller, AuthoriseProfessional request)
        => house.RunAsync<AuthoriseProfessional, AuthorisationChange>(caller, request);

    private static Task<Outcome<AuthorisationChange>> BlockAsync(House house, Caller caller, BlockProfessional request)
        => house.RunAsync<BlockProfessional, AuthorisationChange>(caller, request);

    private static Task<Outcome<DeclaredLocum>> LocumAsync(House house, Caller caller, DeclareLocum request)
        => house.RunAsync<DeclareLocum, DeclaredLocum>(caller, request);

    private static async Task<Outcome<Caller>> AdmitAsync(House house, Practitioner who)
    {
        house.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return await house.Get<IAdmission>().AdmitAsync(Sample.As(who), default);
    }

    private static async Task ChooseAsync(House house, RecordId id, Func<Choices, Choices> change)
    {
        var now = (await house.RunAsync<ListAccess, AccessList>(Sample.Patient(id), new ListAccess())).Done().Choices;
        Assert.Equal(change(now), (await house.RunAsync<ChangeChoices, Choices>(Sample.Patient(id), new ChangeChoices(change(now)))).Done());
    }

    // Only those about an emergency: opening, deposit and first reading have messages of their own.
    private static async Task<int> MessagesAsync(House house, RecordId id)
    {
        await using var db = await house.OpenAsync();
        var wrapped = await db.Set<RecordKeyRow>().Where(row => row.RecordId == id).Select(row => row.Wrapped).SingleAsync();
        using var key = house.Get<KeyWrap>().Open(id, wrapped);
        return (await db.Set<OutboxRow>().AsNoTracking().Where(row => row.RecordId == id).ToListAsync())
            .Count(row => row.Open(key).Body.Contains("en urgence", StringComparison.Ordinal));
    }

    private static async Task<string> FindAsync(House house, Caller caller, Ins ins)
        => (await house.RunAsync<FindDocuments, FoundDocuments>(caller, new FindDocuments(ins, DocumentCriteria.Approved))).Code();

    private static async Task<bool> ReadsAsync(House house, Caller caller, Ins ins, string uniqueId)
        => Assert.Single((await house.RunAsync<ReadDocuments, IReadOnlyList<ReadContentAnswer>>(caller, new ReadDocuments(ins, [uniqueId]))).Done()).Content is not null;

    private static async Task<string> DepositAsync(House house, Ins ins, string? mark = null, Caller? caller = null, string type = "11488-4")
    {
        var uniqueId = Lot.NextOid();
        var by = caller ?? Author;
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(
            by, new Lot(ins, by).Add(type, uniqueId, mark is null ? [] : [mark]).Request())).Done();
        return uniqueId;
    }
}
