using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Accounts;

/// <summary>N: everybody is written to in the language that they chose, and in French until then.</summary>
public sealed class LanguageOfMessagesTests
{
    [Fact]
    public async Task N_codes_and_notices_come_in_the_language_of_the_person_and_the_choice_is_traced_once()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var cookie = (await house.EnterAsync(paper)).Cookie;
        Assert.EndsWith("Ne le donnez à personne.", (await house.MessagesAsync())[0].Body, StringComparison.Ordinal);
        var person = (await house.WhoAsync(cookie))!;

        Assert.Equal(MessageLanguage.English, (await ChooseAsync(house, person, MessageLanguage.English)).Done());
        Assert.Equal(MessageLanguage.English, (await ChooseAsync(house, person, MessageLanguage.English)).Done());
        await house.EnterAsync(paper);
        var code = (await house.MessagesAsync()).Last(message => message.Kind is NoticeKind.LoginCode);
        Assert.Equal(("Your login code", MessageLanguage.English), (code.Subject, code.Language));
        Assert.EndsWith("Give it to nobody.", code.Body, StringComparison.Ordinal);
        Assert.Single(await house.TracesAsync(), trace => trace is { Act: TraceAct.ChooseNotices, Code: "language.chosen" });

        Assert.IsType<Outcome<RecoveryStarted>.Done>(await house.RunAsync<StartRecovery, RecoveryStarted>(AccountHouse.Stranger, new(paper.Login)));
        Assert.Equal(2, (await house.MessagesAsync()).Count(message => message.Kind is NoticeKind.RecoveryCode && message.Subject == "Your code for a new password"));
        await ChooseAsync(house, person, MessageLanguage.French);
        await house.EnterAsync(paper);
        Assert.Equal("Votre code de connexion", (await house.MessagesAsync()).Last(message => message.Kind is NoticeKind.LoginCode).Subject);
    }

    [Fact]
    public async Task N_the_choice_on_the_page_of_messages_is_the_same_one_and_keeps_the_ways()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1)).Credentials;
        var person = (await house.WhoAsync((await house.EnterAsync(paper)).Cookie))!;
        var ways = NoticePreferences.Usual with { Ways = NoticePreferences.Usual.Ways.Add(NoticeTopic.NewDocument, NoticeWay.Silent) };
        await house.RunAsync<ChooseNotices, NoticeChoices>(person, new(ways) { Language = MessageLanguage.English });
        var choices = (await house.RunAsync<ChooseNotices, NoticeChoices>(person, new())).Done();
        Assert.Equal((MessageLanguage.English, NoticeWay.Silent), (choices.Language, choices.Preferences.Of(NoticeTopic.NewDocument)));

        await ChooseAsync(house, person, MessageLanguage.French);
        choices = (await house.RunAsync<ChooseNotices, NoticeChoices>(person, new(ways))).Done();
        Assert.Equal((MessageLanguage.French, NoticeWay.Silent), (choices.Language, choices.Preferences.Of(NoticeTopic.NewDocument)));
    }

    [Fact]
    public async Task N_who_acts_for_another_is_written_to_in_their_own_language_and_the_other_in_theirs()
    {
        await using var house = await AccountHouse.OpenAsync();
        var child = (await house.RunAsync<OpenRecord, OpenedAnswer>(People.Desk, new(People.Opening(3, new("zoe@example.test", null)) with
        {
            Traits = People.Opening(3, new(null, null)).Traits with { BirthDate = Family.Birth },
            Representative = Family.Draft("Muriel"),
        }))).Done();
        var (home, account, mandate) = await MotherAsync(house, child.Record);
        Caller[] ways =
        [
            new Caller.AccountHolder(home, account, "Muriel TEST") { Origin = new Origin(Door.PatientPortal) },
            new Caller.Representative(child.Record, home, account, "Muriel TEST", mandate) { Origin = new Origin(Door.PatientPortal) },
        ];
        Assert.Equal(MessageLanguage.English, (await ChooseAsync(house, ways[0], MessageLanguage.English)).Done());
        Assert.Equal(MessageLanguage.French, (await ChooseAsync(house, ways[1], MessageLanguage.French)).Done());
        Assert.Equal(MessageLanguage.English, (await ChooseAsync(house, ways[1], MessageLanguage.English)).Done());

        (await house.RunAsync<Represent, NewRepresentative>(
            People.Desk, new(People.Ins(3), Family.Draft("Erwan"), "livret de famille"))).Done();
        var told = (await house.MessagesAsync()).Where(message => message.Kind is NoticeKind.RepresentativeChanged)
            .ToDictionary(message => message.To, message => message.Subject);
        Assert.Equal("Who may act for a person you represent has changed", told["muriel@example.test"]);
        Assert.Equal("Qui peut agir pour vous a changé", told["zoe@example.test"]);
    }

    [Fact]
    public async Task Nobody_chooses_without_a_login()
    {
        await using var house = await AccountHouse.OpenAsync();
        Assert.Equal("session.none", (await ChooseAsync(house, AccountHouse.Stranger, MessageLanguage.English)).Code());
        Assert.Equal("session.none", (await ChooseAsync(house, People.Desk, MessageLanguage.English)).Code());
    }

    [Fact]
    public async Task N_a_record_that_is_opened_on_an_English_page_writes_English()
    {
        await using var house = await AccountHouse.OpenAsync();
        try
        {
            Language.Current = Language.EasyEnglish;
            await People.OpenAsync(house.Services, 5);
        }
        finally
        {
            Language.Current = Language.French;
        }

        await using var db = await house.DbAsync();
        var row = await db.Set<OutboxRow>().SingleAsync(message => message.Kind == NoticeKind.RecordOpened);
        var wrapped = await db.Set<RecordKeyRow>().SingleAsync(key => key.RecordId == row.RecordId);
        using var key = ((KeyWrap)house.Services.GetService(typeof(KeyWrap))!).Open(row.RecordId, wrapped.Wrapped);
        Assert.Equal("Your health record is open", row.Open(key).Subject);
    }

    [Fact]
    public void What_was_sealed_before_languages_were_known_is_French()
    {
        using var key = Key();
        var id = Guid.CreateVersion7();
        var older = new Packer(1).Text("TEST").Text("Muriel");
        Assert.Equal(("Muriel TEST", MessageLanguage.French),
            HolderDetails.Open(key, key.Seal(SealedColumn.HolderDetails, Guid.Empty, older.Bytes)) is var holder
                ? (holder.FullName, holder.Language) : default);

        var ins = Sample.NextIns();
        var second = new Packer(2).Text(ins.Value).Text(ins.Oid).Text("TEST").Text("ZOE").Text(null).Count(1).Long(700_000).Text("75101")
            .Text("zoe@example.test").Text(null).Text("").Text("1 RUE").Count(1).Count((int)NoticeTopic.Opening).Count((int)NoticeWay.Letter);
        var details = RecordDetails.Open(key, key.Seal(SealedColumn.RecordDetails, Guid.Empty, second.Bytes));
        Assert.Equal((MessageLanguage.French, NoticeWay.Letter), (details.Language, details.Notices.Of(NoticeTopic.Opening)));
        var english = RecordDetails.Open(key, (details with { Language = MessageLanguage.English }).Seal(key));
        Assert.Equal((MessageLanguage.English, NoticeWay.Letter), (english.Language, english.Notices.Of(NoticeTopic.Opening)));

        var message = new Packer(2).Text("zoe@example.test").Text("Objet").Text("Corps").Count(0);
        var row = new OutboxRow
        {
            RecordId = RecordId.None,
            MessageId = id,
            Kind = NoticeKind.NewDocument,
            Channel = Channel.Email,
            CreatedAt = DateTimeOffset.UnixEpoch,
            DueAt = DateTimeOffset.UnixEpoch,
            Sealed = key.Seal(SealedColumn.OutboxBody, id, message.Bytes),
        };
        Assert.Equal(("Corps", MessageLanguage.French), row.Open(key) is var opened ? (opened.Body, opened.Language) : default);
    }

    private static RecordKey Key() => new(RecordId.None, System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    private static Task<Outcome<MessageLanguage>> ChooseAsync(AccountHouse house, Caller caller, MessageLanguage language)
        => house.RunAsync<ChooseLanguage, MessageLanguage>(caller, new(language));

    private static async Task<(RecordId Home, Guid Account, Mandate Mandate)> MotherAsync(AccountHouse house, RecordId child)
    {
        await using var db = await house.DbAsync();
        var row = await db.Set<RepresentationRow>().SingleAsync(known => known.RecordId == child);
        var records = (IRecords)house.Services.GetService(typeof(IRecords))!;
        using var record = await records.FindAsync(db, child, default);
        var mandate = await ((IMandates)house.Services.GetService(typeof(IMandates))!)
            .FindAsync(db, record!, row.MandateId, row.HomeId, row.AccountId, default);
        return (row.HomeId, row.AccountId, mandate!);
    }
}
