using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Platform.Outbox;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Representation;

/// <summary>Those who act for another, through the use cases.</summary>
public sealed class RepresentationTests
{
    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-6")]
    public async Task L_6_a_minors_record_opens_with_the_consent_of_a_representative_who_then_acts(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var ins = Sample.NextIns();
        var refused = await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new(Family.Opening(ins, Family.Birth)));
        Assert.Equal("representative.missing", refused.Code());
        Assert.Contains("representative", ((Outcome<OpenedAnswer>.Failed)refused).Failure.Detail, StringComparison.Ordinal);

        var opened = (await house.RunAsync<OpenRecord, OpenedAnswer>(
            Sample.Desk, new(Family.Opening(ins, Family.Birth, Family.Draft("Muriel"))))).Done();
        Assert.NotNull(opened.Representative);
        Assert.NotEqual("", opened.Credentials.Login); // at sixteen with access of one's own
        var trace = (await house.TracesAsync(opened.Record)).Single(line => line.Act is TraceAct.OpenRecord);
        Assert.Equal("Muriel TEST", trace.Described.Detail);

        var child = (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk,
            new(Family.Opening(Sample.NextIns(), new DateOnly(2020, 1, 1), Family.Draft("Muriel"))))).Done();
        Assert.Equal("", child.Credentials.Login);
        Assert.NotNull(child.Representative);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-12")]
    public async Task A_12_a_caregiver_acts_from_the_start_to_the_end_and_never_further_than_allowed(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var (_, id) = await house.OpenRecordAsync();
        var (person, now) = (Sample.Patient(id), house.Clock.GetUtcNow());
        (string Code, RepresentativeDraft Draft)[] beyond =
        [
            ("caregiver.extent", Family.Caregiver("Paul", Extent.Full, null, now.AddDays(30))),
            ("caregiver.extent", Family.Caregiver("Paul", Extent.None, null, now.AddDays(30))),
            ("caregiver.until", Family.Caregiver("Paul", Extent.Read, null, null)),
            ("representative.period", Family.Caregiver("Paul", Extent.Read, now.AddDays(9), now.AddDays(8))),
            ("representative.period", Family.Caregiver("Paul", Extent.Read, null, now)),
            ("representative.name", Family.Caregiver("", Extent.Read, null, now.AddDays(30))),
            ("representative.contact", Family.Caregiver("Paul", Extent.Read, null, now.AddDays(30)) with { Contact = new(null, null) }),
            ("record.trait-missing", Family.Caregiver("Paul", Extent.Read, null, now.AddDays(30)) with { Contact = new("paul", null) }),
            ("representative.login", Family.Caregiver("Paul", Extent.Read, null, now.AddDays(30)) with { Login = "personne" }),
        ];
        foreach (var (code, draft) in beyond)
        {
            Assert.Equal(code, (await house.RunAsync<NameCaregiver, NewRepresentative>(person, new(null, draft))).Code());
        }

        await using (var db = await house.OpenAsync())
        {
            Assert.Equal(0, await db.Set<RepresentationRow>().CountAsync());
            Assert.Equal(0, await db.Set<ActingForRow>().CountAsync());
        }

        var named = (await house.RunAsync<NameCaregiver, NewRepresentative>(
            person, new(null, Family.Caregiver("Paul", Extent.Add, now.AddDays(2), now.AddDays(10))))).Done();
        var login = await LoginAsync(house, id, named.Mandate);
        Assert.Empty(await RepresentedAsync(house, login)); // not yet: as if absent
        house.Clock.Advance(TimeSpan.FromDays(2));
        var represented = Assert.Single(await RepresentedAsync(house, login));
        Assert.Equal((Extent.Add, RepresentativeKind.Caregiver), (represented.Extent, represented.Kind));
        house.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Empty(await RepresentedAsync(house, login));

        // The same person, named again, keeps the account; the end comes at once when the person says so.
        var again = (await house.RunAsync<NameCaregiver, NewRepresentative>(person, new(null, Family.Caregiver(
            "Anna", Extent.Manage, null, house.Clock.GetUtcNow().AddDays(5))))).Done();
        var second = await LoginAsync(house, id, again.Mandate);
        Assert.Single(await RepresentedAsync(house, second));
        Assert.Equal("done", (await house.RunAsync<EndMandate, MandateEnded>(person, new(null, again.Mandate))).Code());
        Assert.Empty(await RepresentedAsync(house, second));
        Assert.Equal("representative.unknown", (await house.RunAsync<EndMandate, MandateEnded>(person, new(null, again.Mandate))).Code());
        Assert.Contains(await house.TracesAsync(id), line => line is { Act: TraceAct.EndRepresentation, Outcome: TraceOutcome.Done });
    }

    [Theory, OnSqlite]
    [Trait("rule", "L-6")]
    public async Task L_6_an_account_is_joined_to_a_record_only_under_the_name_of_its_holder(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var first = (await house.RunAsync<OpenRecord, OpenedAnswer>(
            Sample.Desk, new(Family.Opening(Sample.NextIns(), Family.Birth, Family.Draft("Muriel"))))).Done();
        var (sibling, login) = (Sample.NextIns(), first.Representative!.Login);
        (await house.RunAsync<OpenRecord, OpenedAnswer>(
            Sample.Desk, new(Family.Opening(sibling, Family.Birth, Family.Draft("Erwan"))))).Done();

        Assert.Equal("representative.login", await NamedAsync("Nolwenn", login)); // her identifier, another's paper
        Assert.Equal("representative.login", await NamedAsync("Muriel", "personne"));
        Assert.Equal("done", await NamedAsync("MURIEL", login));

        var (_, own) = await house.OpenRecordAsync();
        Assert.Equal("done", (await house.RunAsync<NameCaregiver, NewRepresentative>(Sample.Patient(own), new(null,
            Family.Caregiver("Muriel", Extent.Read, null, house.Clock.GetUtcNow().AddDays(30)) with { Login = login }))).Code());
        Assert.Equal("representative.login", (await house.RunAsync<NameCaregiver, NewRepresentative>(Sample.Patient(own), new(null,
            Family.Caregiver("Nolwenn", Extent.Read, null, house.Clock.GetUtcNow().AddDays(30)) with { Login = login }))).Code());

        async Task<string> NamedAsync(string given, string with) => (await house.RunAsync<Represent, NewRepresentative>(
            Sample.Desk, new(sibling, Family.Draft(given) with { Login = with }, "Livret de famille"))).Code();
    }

    [Theory, OnSqlite]
    [Trait("rule", "A-12")]
    public async Task A_12_trusted_persons_are_shown_to_those_who_may_enter_and_enter_nowhere(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var person = Sample.Patient(id);
        Assert.Equal("done", (await NameAsync(house, person, NamedRole.Trusted, "Yves Frère", "06 39 98 00 71")).Code());
        Assert.Equal("named.trusted", (await NameAsync(house, person, NamedRole.Trusted, "Autre", "06 39 98 00 72")).Code());
        Assert.Equal("named.phone", (await NameAsync(house, person, NamedRole.ToCall, "Autre", "")).Code());
        Assert.Equal("representative.name", (await NameAsync(house, person, NamedRole.ToCall, " ", "06 39 98 00 72")).Code());

        var stranger = await house.RunAsync<ReadPersonsToCall, PersonsToCall>(Sample.Doctor(5), new(ins));
        Assert.Equal("access.not-authorised", stranger.Code());
        var urgent = (await house.RunAsync<ReadPersonsToCall, PersonsToCall>(
            Sample.Doctor(5, AccessMode.BreakGlass), new(ins))).Done();
        Assert.Equal(("Yves Frère", "06 39 98 00 71"), (urgent.Named[0].Name, urgent.Named[0].Phone));

        await using var db = await house.OpenAsync();
        Assert.Equal(0, await db.Set<ActingForRow>().CountAsync());
        var list = (await house.RunAsync<ListPersons, PersonsList>(person, new())).Done();
        Assert.Equal("done", (await house.RunAsync<RemoveNamedPerson, PersonRemoved>(person, new(null, list.Named[0].Person))).Code());
        Assert.Empty((await house.RunAsync<ListPersons, PersonsList>(person, new())).Done().Named);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-13")]
    public async Task A_13_parents_act_and_are_traced_each_alone_and_see_no_contact_of_the_other(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var family = await Family.OpenAsync(house);
        var father = await family.AddFatherAsync();
        await house.RunAsync<NamePerson, PersonNamed>(family.Child, new(null, NamedRole.ToCall, "Muriel TEST", "ma mère", "0639980052"));

        var erwan = await family.ActAsync(father);
        var seen = (await house.RunAsync<ListPersons, PersonsList>(erwan, new())).Done();
        Assert.Null(seen.Representatives.Single(one => one.Name == "Muriel TEST").Contact);
        Assert.Equal("erwan@example.test", seen.Representatives.Single(one => one.IsMine).Contact!.Email);
        Assert.Null(Assert.Single(seen.Named).Phone);
        var own = (await house.RunAsync<ListPersons, PersonsList>(family.Child, new())).Done();
        Assert.All(own.Representatives, one => Assert.NotNull(one.Contact));

        await family.ListAsync(await family.ActAsync(family.Mother));
        await family.ListAsync(erwan);
        var lines = (await house.TracesAsync(family.Id)).Where(line => line.Act is TraceAct.FindDocuments).ToList();
        Assert.Equal(["Muriel TEST", "Erwan TEST"], lines.Select(line => line.Described.ActorName));
        Assert.All(lines, line => Assert.Equal((ActorKind.Representative, "Parent"), (line.Actor, line.Described.ActorTrade)));
        Assert.NotEqual(lines[0].ActorId, lines[1].ActorId);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-13")]
    public async Task A_13_a_court_restriction_holds_from_its_day_to_its_day_and_never_twice(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var family = await Family.OpenAsync(house);
        var father = await family.AddFatherAsync();
        var now = house.Clock.GetUtcNow();
        Assert.Equal("done", await RestrictAsync(Extent.Read, now.AddDays(1), now.AddDays(10)));
        Assert.Equal("restriction.overlaps", await RestrictAsync(Extent.None, now.AddDays(9), null));
        Assert.Equal("restriction.overlaps", await RestrictAsync(Extent.None, now, now.AddDays(2)));
        Assert.Equal("representative.evidence", await RestrictAsync(Extent.None, now.AddDays(20), null, " "));
        Assert.Equal("representative.period", await RestrictAsync(Extent.None, now.AddDays(20), now.AddDays(20)));
        Assert.Equal("restriction.extent", await RestrictAsync(Extent.Full, now.AddDays(20), null));
        Assert.Equal("done", await RestrictAsync(Extent.None, now.AddDays(10), now.AddDays(20)));
        Assert.Equal("representative.unknown", (await house.RunAsync<RestrictRepresentative, DecisionRecorded>(Sample.Desk,
            new(family.Ins, Guid.CreateVersion7(), Extent.None, now, null, "Jugement"))).Code());

        await using (var db = await house.OpenAsync())
        {
            Assert.Equal(2, await db.Set<CourtDecisionRow>().CountAsync());
        }

        Assert.Equal(Extent.Full, await LeftAsync());
        house.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(Extent.Read, await LeftAsync());
        house.Clock.Advance(TimeSpan.FromDays(9));
        Assert.Equal(Extent.None, await LeftAsync());
        Assert.Equal("record.unknown", (await house.RunAsync<ListDocuments, DocumentList>(await family.ActAsync(father), new())).Code());
        house.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(Extent.Full, await LeftAsync());

        async Task<string> RestrictAsync(Extent extent, DateTimeOffset since, DateTimeOffset? until, string evidence = "Jugement 26/42")
            => (await house.RunAsync<RestrictRepresentative, DecisionRecorded>(Sample.Desk,
                new(family.Ins, father, extent, since, until, evidence))).Code();

        async Task<Extent> LeftAsync() => (await family.ActAsync(father)).Mandate.ExtentAt(house.Clock.GetUtcNow());
    }

    [Theory, OnSqlite]
    [Trait("rule", "A-13")]
    public async Task A_13_only_the_desk_records_and_only_on_evidence(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var family = await Family.OpenAsync(house);
        Assert.Equal("representative.evidence", (await house.RunAsync<Represent, NewRepresentative>(
            Sample.Desk, new(family.Ins, Family.Draft("Erwan"), ""))).Code());
        Assert.Equal("conflict.parents", (await house.RunAsync<DeclareConflict, DecisionRecorded>(
            Sample.Desk, new(family.Ins, house.Clock.GetUtcNow(), null, "Lettre"))).Code());
        Caller[] others = [family.Child, await family.ActAsync(family.Mother), Sample.Doctor(1), Sample.Employee(1)];
        foreach (var caller in others)
        {
            Assert.Equal("access.no-right", (await house.RunAsync<Represent, NewRepresentative>(
                caller, new(family.Ins, Family.Draft("Erwan"), "Livret"))).Code());
            Assert.Equal("access.no-right", (await house.RunAsync<RestrictRepresentative, DecisionRecorded>(
                caller, new(family.Ins, family.Mother, Extent.None, house.Clock.GetUtcNow(), null, "Jugement"))).Code());
            Assert.Equal("access.no-right", (await house.RunAsync<DeclareConflict, DecisionRecorded>(
                caller, new(family.Ins, house.Clock.GetUtcNow(), null, "Lettre"))).Code());
        }
    }

    [Theory, OnSqlite]
    [Trait("rule", "L-10")]
    public async Task L_10_at_the_instant_of_majority_parents_are_nobody_and_a_guardian_stays(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var majority = Majority.InstantOf(Family.Birth);
        var family = await Family.OpenAsync(house);
        var guardian = (await house.RunAsync<Represent, NewRepresentative>(Sample.Desk,
            new(family.Ins, Family.Draft("Gildas", RepresentativeKind.Guardian), "Jugement de tutelle"))).Done().Mandate;
        house.Clock.Advance(majority - house.Clock.GetUtcNow() - TimeSpan.FromTicks(10));
        Assert.Equal("done", (await house.RunAsync<ListDocuments, DocumentList>(await family.ActAsync(family.Mother), new())).Code());
        house.Clock.Advance(TimeSpan.FromTicks(10));
        var mother = await family.ActAsync(family.Mother);
        Assert.Equal("record.unknown", (await house.RunAsync<ListDocuments, DocumentList>(mother, new())).Code());
        Assert.Empty(await RepresentedAsync(house, mother));
        Assert.Equal("done", (await house.RunAsync<ListDocuments, DocumentList>(await family.ActAsync(guardian), new())).Code());
        Assert.Equal("representative.of-age", (await house.RunAsync<Represent, NewRepresentative>(
            Sample.Desk, new(family.Ins, Family.Draft("Erwan"), "Livret"))).Code());
    }

    [Theory, OnSqlite]
    [Trait("rule", "N-7")]
    public async Task N_7_the_person_and_those_who_act_are_told_each_at_their_own_address(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var family = await Family.OpenAsync(house);
        await family.AddFatherAsync();
        await using var db = await house.OpenAsync();
        using var record = await house.Get<IRecords>().FindAsync(db, family.Id, default);
        var messages = (await db.Set<OutboxRow>().Where(row => row.RecordId == family.Id
            && row.Kind == NoticeKind.RepresentativeChanged).ToListAsync())
            .ConvertAll(row => row.Open(record!.Key));
        Assert.Equal(["muriel@example.test", "zoe@example.test"], messages.Select(message => message.To).Order(StringComparer.Ordinal));
        Assert.All(messages, message => Assert.DoesNotContain("erwan", message.Body, StringComparison.OrdinalIgnoreCase));
    }

    private static Task<Outcome<PersonNamed>> NameAsync(House house, Caller caller, NamedRole role, string name, string phone)
        => house.RunAsync<NamePerson, PersonNamed>(caller, new(null, role, name, "", phone));

    private static async Task<Caller> LoginAsync(House house, RecordId record, Guid mandate)
    {
        await using var db = await house.OpenAsync();
        var row = await db.Set<RepresentationRow>().SingleAsync(known => known.RecordId == record && known.MandateId == mandate);
        return new Caller.AccountHolder(row.HomeId, row.AccountId, "TEST") { Origin = new Origin(Door.PatientPortal) };
    }

    private static async Task<IReadOnlyList<RepresentedPerson>> RepresentedAsync(House house, Caller login)
        => (await house.RunAsync<ListRepresented, RepresentedList>(login, new())).Done().Persons;
}
