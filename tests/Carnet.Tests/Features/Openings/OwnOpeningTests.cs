using System.Text.RegularExpressions;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Campaigns;
using Carnet.Server.Features.Openings;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Outbox;
using Carnet.Tests.Life;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Openings;

/// <summary>L-1 INTERNET, L-2, L-7: a person opens their own record or objects, after proving who they are.</summary>
public sealed partial class OwnOpeningTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    private const string Password = "quatre mots sans lien entre eux";
    private static readonly Caller Stranger = new Caller.Unidentified { Origin = new Origin(Door.PatientPortal) };
    private static readonly OpeningDraft Draft = new("zoe@example.test", null, Consents: true, BreakGlassAllowed: false, SamuAllowed: true);

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-2"), Trait("rule", "L-1")]
    public async Task L_2_a_person_proves_who_they_are_consents_answers_and_has_a_record(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await RegisterAsync(house);
        var ticket = await ProveAsync(house, ins);
        Assert.Equal(OpeningStatus.None, (await ShowAsync(house, ticket)).Status);
        Assert.Equal("opening.details-missing", (await OpenAsync(house, ticket)).Code());
        Assert.Equal("opening.consent-missing", (await SaveAsync(house, ticket, Draft with { Consents = false })).Code());
        Assert.Equal("opening.unreachable", (await SaveAsync(house, ticket, Draft with { Email = null })).Code());
        Assert.Equal("done", (await SaveAsync(house, ticket, Draft)).Code());
        Assert.Equal("password.short", (await OpenAsync(house, ticket, "court")).Code());
        Assert.Equal("done", (await OpenAsync(house, ticket)).Code());
        Assert.Equal("opening.proof-missing", (await OpenAsync(house, ticket)).Code());

        await using var db = await house.OpenAsync();
        var record = await db.Set<RecordRow>().SingleAsync(row => row.RecordId == id);
        Assert.Equal((OpeningChannel.Internet, true, false), (record.Channel, record.BreakGlassRefused, record.SamuRefused));
        var opened = (await house.TracesAsync(id)).Single(line => line.Act is TraceAct.OpenRecord);
        Assert.Equal((ActorKind.Patient, "channel.internet", Door.PatientPortal), (opened.Actor, opened.Code, opened.Door));
        Assert.Contains(NoticeKind.RecordOpened, await house.MessagesAsync(id));
    }

    [Fact]
    [Trait("rule", "L-2")]
    public async Task L_2_what_was_saved_is_found_again_after_a_new_proof_and_is_gone_after_a_month()
    {
        var house = await databases.OnAsync(nameof(DatabaseProvider.Sqlite));
        var (ins, _) = await RegisterAsync(house);
        (await SaveAsync(house, await ProveAsync(house, ins), Draft)).Done();
        house.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(Draft, (await ShowAsync(house, await ProveAsync(house, ins))).Draft);
        house.Clock.Advance(TimeSpan.FromDays(31));
        await house.WorkAsync<OpeningSweep>();
        Assert.Null((await ShowAsync(house, await ProveAsync(house, ins))).Draft);
    }

    [Fact]
    [Trait("rule", "V-6")]
    public async Task V_6_nobody_learns_whether_somebody_is_known_and_only_the_known_person_gets_a_code()
    {
        var house = await databases.OnAsync(nameof(DatabaseProvider.Sqlite));
        var (ins, _) = await RegisterAsync(house);
        var before = (await house.MessagesAsync(RecordId.None)).Count;
        foreach (var wrong in new[]
        {
            Asking(Sample.NextIns()), Asking(ins) with { BirthName = "DUPONT" }, Asking(ins) with { GivenName = "Marie" },
            Asking(ins) with { GivenName = "-" }, Asking(ins) with { BirthDate = new(1980, 2, 1) }, Asking(ins) with { Sex = Sex.Male },
            Asking(ins) with { Number = "pas un numero " },
        })
        {
            var started = (await house.RunAsync<ProveIdentity, ProofStarted>(Stranger, wrong)).Done();
            Assert.Equal("opening.code-wrong", (await house.RunAsync<ConfirmIdentity, RecordId>(Stranger, new(started.Proof, "123456"))).Code());
            Assert.Equal("opening.proof-missing", (await house.RunAsync<ShowOpening, OpeningState>(Stranger, new(started.Proof))).Code());
        }

        Assert.Equal(before, (await house.MessagesAsync(RecordId.None)).Count);
        await ProveAsync(house, ins);
    }

    [Fact]
    public async Task Five_wrong_codes_end_a_proof_and_five_codes_an_hour_end_the_sending()
    {
        var house = await databases.OnAsync(nameof(DatabaseProvider.Sqlite));
        var (ins, _) = await RegisterAsync(house);
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        var started = (await house.RunAsync<ProveIdentity, ProofStarted>(Stranger, Asking(ins))).Done();
        var code = await CodeAsync(house);
        for (var round = 0; round < 5; round++)
        {
            Assert.Equal(round < 4 ? "opening.code-wrong" : "opening.proof-missing",
                (await house.RunAsync<ConfirmIdentity, RecordId>(Stranger, new(started.Proof, code == "000000" ? "111111" : "000000"))).Code());
        }

        Assert.Equal("opening.proof-missing", (await house.RunAsync<ConfirmIdentity, RecordId>(Stranger, new(started.Proof, code))).Code());
        var before = (await house.MessagesAsync(RecordId.None)).Count;
        for (var round = 0; round < 8; round++)
        {
            (await house.RunAsync<ProveIdentity, ProofStarted>(Stranger, Asking(ins))).Done();
        }

        Assert.Equal(before + 4, (await house.MessagesAsync(RecordId.None)).Count);
        house.Clock.Advance(TimeSpan.FromHours(1));
        await ProveAsync(house, ins);
    }

    [Fact]
    [Trait("rule", "L-4"), Trait("rule", "L-6")]
    public async Task L_4_who_has_a_record_and_L_6_who_is_a_minor_learn_it_only_after_their_code()
    {
        var house = await databases.OnAsync(nameof(DatabaseProvider.Sqlite));
        var (ins, id) = await RegisterAsync(house);
        (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(Sample.Opening(ins)))).Done();
        var ticket = await ProveAsync(house, ins);
        Assert.Equal(OpeningStatus.HasRecord, (await ShowAsync(house, ticket)).Status);
        (await SaveAsync(house, ticket, Draft)).Done();
        Assert.Equal("record.exists", (await OpenAsync(house, ticket)).Code());
        Assert.Contains(await house.TracesAsync(id), line => line is { Act: TraceAct.SendCode, Code: "opening.code-sent" });
        (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, "Demande"))).Done();
        Assert.Equal(OpeningStatus.Closed, (await ShowAsync(house, await ProveAsync(house, ins))).Status);

        var (child, _) = await RegisterAsync(house, new DateOnly(2015, 1, 31));
        var minor = await ProveAsync(house, child, new DateOnly(2015, 1, 31));
        Assert.Equal(OpeningStatus.Minor, (await ShowAsync(house, minor)).Status);
        (await SaveAsync(house, minor, Draft)).Done();
        Assert.Equal("opening.minor", (await OpenAsync(house, minor)).Code());
    }

    [Fact]
    [Trait("rule", "L-1")]
    public async Task L_1_a_person_opens_their_own_record_by_internet_and_no_other()
    {
        var house = await databases.OnAsync(nameof(DatabaseProvider.Sqlite));
        var (mine, theirs) = (Sample.NextIns(), Sample.NextIns());
        var me = Sample.Patient(house.Get<RecordIds>().Of(mine));
        var internet = Sample.Opening(mine) with { Channel = OpeningChannel.Internet };
        Assert.Equal("access.no-right", (await house.RunAsync<OpenRecord, OpenedAnswer>(me, new OpenRecord(internet with { Ins = theirs }))).Code());
        Assert.Equal("access.no-right", (await house.RunAsync<OpenRecord, OpenedAnswer>(
            me, new OpenRecord(internet with { Channel = OpeningChannel.Desk }))).Code());
        Assert.Equal("done", (await house.RunAsync<OpenRecord, OpenedAnswer>(me, new OpenRecord(internet))).Code());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-7"), Trait("rule", "N-5")]
    public async Task L_7_who_objects_online_is_left_out_of_every_later_campaign_and_told_so(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, _) = await RegisterAsync(house);
        var ticket = await ProveAsync(house, ins);
        var told = (await house.MessagesAsync(RecordId.None)).Count(kind => kind is NoticeKind.ObjectionRecorded);
        Assert.Equal("done", (await house.RunAsync<ObjectForOneself, DateTimeOffset>(Stranger, new(ticket))).Code());
        Assert.Equal("done", (await house.RunAsync<ObjectForOneself, DateTimeOffset>(Stranger, new(ticket))).Code());
        Assert.Equal(told + 1, (await house.MessagesAsync(RecordId.None)).Count(kind => kind is NoticeKind.ObjectionRecorded));
        var campaign = (await house.RunAsync<StartCampaign, CampaignRow>(Sample.Desk, new StartCampaign("apres"))).Done();
        Assert.Equal(CampaignState.Objected, (await house.RunAsync<InformPerson, CampaignState>(Sample.Desk, new InformPerson(
            campaign, new(ins, Sample.Traits, new Contact("zoe@example.test", null), [])))).Done());

        var somebody = Sample.Patient(house.Get<RecordIds>().Of(Sample.NextIns()));
        Assert.Equal("access.no-right", (await house.RunAsync<ObjectToOpening, DateTimeOffset>(
            somebody, new ObjectToOpening(ins))).Code());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-7"), Trait("rule", "N-5"), Trait("rule", "V-6")]
    public async Task L_7_a_parent_objects_online_for_their_child_and_for_nobody_elses(string database)
    {
        var house = await databases.OnAsync(database);
        var (parent, _) = await RegisterAsync(house);
        var (child, _) = await RegisterChildAsync(house, parent);
        var (other, _) = await RegisterChildAsync(house, Sample.NextIns());
        var ticket = await ProveAsync(house, parent);
        foreach (var stated in new[]
        {
            Stated(other), Stated(Sample.NextIns()), Stated(parent), Stated(child) with { GivenName = "Marie" },
            Stated(child) with { BirthDate = Born.AddDays(1) }, Stated(child) with { Number = "pas un numéro" },
        })
        {
            Assert.Equal("opening.not-represented", (await ObjectForAsync(house, ticket, stated)).Code());
        }

        Assert.Equal("opening.proof-missing", (await ObjectForAsync(house, Ticket.Draw(), Stated(child))).Code());
        var told = (await house.MessagesAsync(RecordId.None)).Count(kind => kind is NoticeKind.ObjectionRecorded);
        Assert.Equal((await ObjectForAsync(house, ticket, Stated(child))).Done(), (await ObjectForAsync(house, ticket, Stated(child))).Done());
        Assert.Equal(told + 1, (await house.MessagesAsync(RecordId.None)).Count(kind => kind is NoticeKind.ObjectionRecorded));
        var campaign = (await house.RunAsync<StartCampaign, CampaignRow>(Sample.Desk, new StartCampaign("enfants"))).Done();
        Assert.Equal(CampaignState.Objected, (await house.RunAsync<InformPerson, CampaignState>(Sample.Desk, new InformPerson(
            campaign, new(child, Sample.Traits with { BirthDate = Born }, new Contact("zoe@example.test", null), [parent.Value])))).Done());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-13"), Trait("rule", "N-1"), Trait("rule", "N-5")]
    public async Task A_13_the_other_parent_is_told_when_one_opens_or_objects_and_nobody_else(string database)
    {
        var house = await databases.OnAsync(database);
        var (mother, father) = (Sample.NextIns(), Sample.NextIns());
        var opener = await ParentAsync(house, mother);
        await house.RunAsync<RegisterPerson, RecordId>(Sample.Desk, new(new RegisteredPerson(
            mother, Sample.Traits, new Contact("mere@example.test", "06 12 34 56 78"))));
        await house.RunAsync<RegisterPerson, RecordId>(Sample.Desk, new(new RegisteredPerson(
            father, Sample.Traits with { GivenNames = "Yann" }, new Contact("pere@example.test", null))));
        var (opened, objected) = (await RegisterChildAsync(house, mother, father), await RegisterChildAsync(house, mother, father));
        Assert.IsType<Outcome<ChildRecordOpened>.Failed>(await OpenForAsync(house, opener, Stated(opened.Ins), consents: false));
        Assert.Empty(await ToldAsync(house, "pere@example.test"));

        var child = (await OpenForAsync(house, opener, Stated(opened.Ins))).Done().Record;
        Assert.Equal([NoticeKind.RepresentedRecordOpened], await ToldAsync(house, "pere@example.test"));
        Assert.Contains(NoticeKind.RecordOpened, await house.MessagesAsync(child));

        var ticket = await ProveAsync(house, mother);
        await ObjectForAsync(house, ticket, Stated(objected.Ins));
        await ObjectForAsync(house, ticket, Stated(objected.Ins));
        Assert.Equal([NoticeKind.RepresentedRecordOpened, NoticeKind.RepresentedObjection], await ToldAsync(house, "pere@example.test"));
        Assert.DoesNotContain(await ToldAsync(house, "mere@example.test"),
            kind => kind is NoticeKind.RepresentedObjection or NoticeKind.RepresentedRecordOpened);
    }

    [Theory, InlineData(MessageLanguage.French), InlineData(MessageLanguage.English)]
    [Trait("rule", "A-13")]
    public async Task A_13_the_other_parent_is_told_in_the_language_of_their_own_record(MessageLanguage language)
    {
        var house = await databases.OnAsync(nameof(DatabaseProvider.Sqlite));
        var address = $"pere-{language}@example.test".ToLowerInvariant();
        var (mother, father) = (Sample.NextIns(), Sample.NextIns());
        var (opener, other) = (await ParentAsync(house, mother), await ParentAsync(house, father));
        await house.RunAsync<ChooseLanguage, MessageLanguage>(other, new(language));
        await house.RunAsync<RegisterPerson, RecordId>(Sample.Desk, new(new RegisteredPerson(
            father, Sample.Traits with { GivenNames = "Yann" }, new Contact(address, null))));
        var (child, _) = await RegisterChildAsync(house, mother, father);

        (await OpenForAsync(house, opener, Stated(child))).Done();

        Assert.Equal([language], await ToldInAsync(house, address));
    }

    [Fact]
    [Trait("rule", "L-7")]
    public async Task L_7_a_minor_objects_for_nobody_else()
    {
        var house = await databases.OnAsync(nameof(DatabaseProvider.Sqlite));
        var (minor, _) = await RegisterAsync(house, Born);
        var (child, _) = await RegisterChildAsync(house, minor);
        Assert.Equal("opening.not-represented", (await ObjectForAsync(house, await ProveAsync(house, minor, Born), Stated(child))).Code());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-6"), Trait("rule", "A-13"), Trait("rule", "L-1")]
    public async Task L_6_a_parent_opens_their_childs_record_online_under_their_own_account(string database)
    {
        var house = await databases.OnAsync(database);
        var ins = Sample.NextIns();
        var parent = await ParentAsync(house, ins);
        var (child, id) = await RegisterChildAsync(house, ins);
        var (other, _) = await RegisterChildAsync(house, Sample.NextIns());
        var (adult, _) = await RegisterChildAsync(house, ins, Sample.Traits.BirthDate);
        Assert.Equal("opening.not-represented", (await OpenForAsync(house, parent, Stated(other))).Code());
        Assert.Equal("opening.protected-adult", (await OpenForAsync(house, parent, Stated(adult) with { BirthDate = Sample.Traits.BirthDate })).Code());
        Assert.Equal("opening.consent-missing", (await OpenForAsync(house, parent, Stated(child), consents: false)).Code());
        Assert.Equal("access.no-right", (await OpenForAsync(house, Stranger, Stated(child))).Code());

        Assert.Equal("done", (await OpenForAsync(house, parent, Stated(child))).Code());

        Assert.Equal("record.exists", (await OpenForAsync(house, parent, Stated(child))).Code());
        await using var db = await house.OpenAsync();
        var record = await db.Set<RecordRow>().SingleAsync(row => row.RecordId == id);
        Assert.Equal((OpeningChannel.Internet, false, true), (record.Channel, record.BreakGlassRefused, record.SamuRefused));
        var mandate = await db.Set<RepresentationRow>().SingleAsync(row => row.RecordId == id);
        Assert.Equal((parent.Record, parent.Account, RepresentativeKind.Parent), (mandate.HomeId, mandate.AccountId, mandate.Kind));
        var opened = (await house.TracesAsync(id)).First(line => line.Act is TraceAct.OpenRecord);
        Assert.Equal((ActorKind.Representative, "channel.internet"), (opened.Actor, opened.Code));
        var represented = (await house.RunAsync<ListRepresented, RepresentedList>(parent, new())).Done();
        Assert.Single(represented.Persons);
    }

    [Fact]
    public async Task Nothing_of_a_registered_person_lies_in_clear()
    {
        var house = await databases.OnAsync(nameof(DatabaseProvider.Sqlite));
        var (ins, id) = await RegisterAsync(house);
        (await SaveAsync(house, await ProveAsync(house, ins), Draft with { Email = "canari@example.test" })).Done();
        await using var db = await house.OpenAsync();
        var row = await db.Set<RegisteredPersonRow>().SingleAsync(known => known.PersonId == id);
        foreach (var bytes in new[] { row.Sealed, row.Draft! })
        {
            var text = System.Text.Encoding.UTF8.GetString(bytes);
            Assert.DoesNotContain("LEF", text, StringComparison.Ordinal);
            Assert.DoesNotContain("canari", text, StringComparison.Ordinal);
        }
    }

    private static readonly DateOnly Born = new(2015, 1, 31);

    private static StatedPerson Stated(Ins ins) => new(ins.Value.Insert(1, " "), "zoé", Born);

    private static Task<Outcome<DateTimeOffset>> ObjectForAsync(House house, Ticket ticket, StatedPerson stated)
        => house.RunAsync<ObjectForRepresented, DateTimeOffset>(Stranger, new(ticket, stated));

    private static Task<Outcome<ChildRecordOpened>> OpenForAsync(House house, Caller who, StatedPerson stated, bool consents = true)
        => house.RunAsync<OpenForChild, ChildRecordOpened>(who, new(stated, consents, BreakGlassAllowed: true, SamuAllowed: false));

    private static async Task<Caller.Patient> ParentAsync(House house, Ins ins)
    {
        var record = (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(Sample.Opening(ins)))).Done().Record;
        await using var db = await house.OpenAsync();
        using var opened = await house.Get<IRecords>().FindAsync(db, record, default);
        var (account, login) = (Guid.CreateVersion7(), $"parent-{ins.Value}");
        db.AddRange(
            new AccountRow
            {
                RecordId = record,
                AccountId = account,
                Salt = new byte[16],
                Password = new byte[32],
                MustChangePassword = false,
                Sealed = new AccountDetails(login, new Contact("zoe@example.test", null)).Seal(opened!.Key, account),
            },
            new AccountLoginRow { LoginHash = house.Get<KnownAccounts>().Hash(login), RecordId = record, AccountId = account });
        await db.SaveChangesAsync();
        return new Caller.Patient(record, account) { Origin = Stranger.Origin };
    }

    private static async Task<(Ins Ins, RecordId Id)> RegisterChildAsync(House house, Ins parent, DateOnly? birth = null)
    {
        var ins = Sample.NextIns();
        var person = new RegisteredPerson(ins, Sample.Traits with { BirthDate = birth ?? Born }, new Contact("zoe@example.test", null))
        {
            RepresentedBy = [parent.Value],
        };
        return (ins, (await house.RunAsync<RegisterPerson, RecordId>(Sample.Desk, new(person))).Done());
    }

    private static async Task<(Ins Ins, RecordId Id)> RegisterChildAsync(House house, Ins mother, Ins father)
    {
        var ins = Sample.NextIns();
        var person = new RegisteredPerson(ins, Sample.Traits with { BirthDate = Born }, new Contact("zoe@example.test", null))
        {
            RepresentedBy = [mother.Value, father.Value],
        };
        return (ins, (await house.RunAsync<RegisterPerson, RecordId>(Sample.Desk, new(person))).Done());
    }

    // What waits for one address, oldest first; words without a name, a number or anything of the child.
    private static async Task<IReadOnlyList<NoticeKind>> ToldAsync(House house, string address)
    {
        await using var db = await house.OpenAsync();
        using var key = await house.Get<SystemKey>().OpenAsync(default);
        var rows = await db.Set<OutboxRow>().Where(row => row.RecordId == RecordId.None).OrderBy(row => row.MessageId).ToListAsync();
        var mine = rows.Select(row => row.Open(key)).Where(message => message.To == address).ToList();
        Assert.All(mine, message => Assert.DoesNotContain(Sample.Traits.BirthName, message.Body, StringComparison.OrdinalIgnoreCase));
        return [.. mine.Select(message => message.Kind)];
    }

    private static async Task<IReadOnlyList<MessageLanguage>> ToldInAsync(House house, string address)
    {
        await using var db = await house.OpenAsync();
        using var key = await house.Get<SystemKey>().OpenAsync(default);
        return [.. (await db.Set<OutboxRow>().Where(row => row.RecordId == RecordId.None).ToListAsync())
            .Select(row => row.Open(key)).Where(message => message.To == address).Select(message => message.Language)];
    }

    private static ProveIdentity Asking(Ins ins, DateOnly? birth = null)
        => new(ins.Value.Insert(1, " ").Insert(4, " "), "Lefevre", "zoé", birth ?? Sample.Traits.BirthDate, Sex.Female);

    private static async Task<(Ins Ins, RecordId Id)> RegisterAsync(House house, DateOnly? birth = null)
    {
        var ins = Sample.NextIns();
        var person = new RegisteredPerson(
            ins, Sample.Traits with { BirthDate = birth ?? Sample.Traits.BirthDate }, new Contact("zoe@example.test", "06 12 34 56 78"));
        Assert.Equal("access.no-right", (await house.RunAsync<RegisterPerson, RecordId>(Stranger, new(person))).Code());
        return (ins, (await house.RunAsync<RegisterPerson, RecordId>(Sample.Desk, new(person))).Done());
    }

    private static async Task<Ticket> ProveAsync(House house, Ins ins, DateOnly? birth = null)
    {
        house.Clock.Advance(TimeSpan.FromSeconds(1)); // messages are ordered by their instant
        var started = (await house.RunAsync<ProveIdentity, ProofStarted>(Stranger, Asking(ins, birth))).Done();
        (await house.RunAsync<ConfirmIdentity, RecordId>(Stranger, new(started.Proof, await CodeAsync(house)))).Done();
        return started.Proof;
    }

    private static async Task<OpeningState> ShowAsync(House house, Ticket ticket)
        => (await house.RunAsync<ShowOpening, OpeningState>(Stranger, new(ticket))).Done();

    private static Task<Outcome<OpeningDraft>> SaveAsync(House house, Ticket ticket, OpeningDraft draft)
        => house.RunAsync<SaveOpening, OpeningDraft>(Stranger, new(ticket, draft));

    private static Task<Outcome<OwnRecordOpened>> OpenAsync(House house, Ticket ticket, string password = Password)
        => house.RunAsync<OpenOwnRecord, OwnRecordOpened>(Stranger, new(ticket, password));

    private static async Task<string> CodeAsync(House house)
    {
        await using var db = await house.OpenAsync();
        var row = await db.Set<OutboxRow>().Where(message => message.Kind == NoticeKind.IdentityCode && message.Failure == OutboxFailure.None)
            .OrderByDescending(message => message.MessageId).FirstAsync();
        using var key = await house.Get<SystemKey>().OpenAsync(default);
        return SixDigits().Match(row.Open(key).Body).Value;
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
