using System.Text;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Campaigns;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Outbox;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Life;

/// <summary>L-7: information, objections, automatic openings, on both databases.</summary>
public sealed class CampaignTests
{
    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-7"), Trait("rule", "N-5"), Trait("rule", "N-1")]
    public async Task L_7_who_objects_has_no_record_and_all_others_are_opened_after_the_window_once(string database)
    {
        var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var campaign = (await house.RunAsync<StartCampaign, CampaignRow>(Sample.Desk, new StartCampaign("printemps"))).Done();
        var mother = Person();
        var (child, alone, later) = (Person(mother.Ins.Value), Person(), Person());
        var (has, hasId) = await house.OpenRecordAsync();
        foreach (var person in (CampaignPerson[])[mother, child, alone, later, alone])
        {
            Assert.Equal(CampaignState.Informed, await InformAsync(house, campaign, person));
        }

        Assert.Equal(CampaignState.HadRecord, await InformAsync(house, campaign, Person() with { Ins = has }));
        Assert.Equal(Enumerable.Repeat(NoticeKind.Campaign, 4), await house.MessagesAsync(RecordId.None));
        Assert.Equal("record.unknown", (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(alone.Ins, null))).Code());

        house.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(0, await house.WorkAsync<AutomaticOpenings>());
        Assert.Equal("campaign.not-representative", (await ObjectAsync(house, alone.Ins, mother.Ins)).Code());
        Assert.Equal("campaign.person-unknown", (await ObjectAsync(house, has)).Code());
        Assert.Equal("done", (await ObjectAsync(house, child.Ins, mother.Ins)).Code());
        Assert.Equal("done", (await ObjectAsync(house, mother.Ins)).Code());
        Assert.Equal("done", (await ObjectAsync(house, mother.Ins)).Code());
        Assert.Equal("access.no-right", (await house.RunAsync<ObjectToOpening, DateTimeOffset>(
            Sample.Doctor(1), new ObjectToOpening(alone.Ins))).Code());
        Assert.Equal(2, (await house.MessagesAsync(RecordId.None)).Count(kind => kind is NoticeKind.ObjectionRecorded));
        (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(Sample.Opening(later.Ins)))).Done();

        // The server is killed between the opening and its note, and again before the second person.
        house.Clock.Advance(TimeSpan.FromDays(20));
        for (var cut = 1; cut < 3; cut++)
        {
            house = await house.RestartAsync(LifeHouse.CutAfter(1));
            await Assert.ThrowsAnyAsync<Exception>(() => house.WorkAsync<AutomaticOpenings>());
        }

        house = await house.RestartAsync();
        await house.WorkAsync<AutomaticOpenings>();
        Assert.Equal(0, await house.WorkAsync<AutomaticOpenings>());
        var ids = house.Get<RecordIds>();
        await using (var db = await house.OpenAsync())
        {
            Assert.False(await db.Set<RecordRow>().AnyAsync(row => row.RecordId == ids.Of(mother.Ins) || row.RecordId == ids.Of(child.Ins)));
            Assert.Equal(OpeningChannel.Automatic, (await db.Set<RecordRow>().SingleAsync(row => row.RecordId == ids.Of(alone.Ins))).Channel);
            Assert.True(await db.Set<CampaignPersonRow>().AllAsync(row => row.Sealed == null && row.DueAt == null));
        }

        Assert.Single(await house.MessagesAsync(ids.Of(alone.Ins)), NoticeKind.RecordOpened);
        Assert.Equal(["channel.automatic"], (await house.TracesAsync(ids.Of(alone.Ins))).Select(trace => trace.Code));
        Assert.Equal(ActorKind.Job, (await house.TracesAsync(ids.Of(alone.Ins)))[0].Actor);
        Assert.Equal("campaign.window-over", (await ObjectAsync(house, alone.Ins)).Code());
        var figures = (await house.RunAsync<ShowCampaign, CampaignFigures>(Sample.Desk, new ShowCampaign("printemps"))).Done();
        Assert.Equal((0, 2, 1, 1), (figures.Waiting, figures.Objected, figures.Opened, figures.HadRecord));

        // An objection holds for the next campaign; by choice the person opens one all the same.
        var next = (await house.RunAsync<StartCampaign, CampaignRow>(Sample.Desk, new StartCampaign("automne"))).Done();
        Assert.Equal(CampaignState.Objected, await InformAsync(house, next, mother));
        Assert.Equal(CampaignState.HadRecord, await InformAsync(house, next, alone));
        (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(Sample.Opening(mother.Ins)))).Done();
        Assert.NotEqual(hasId, ids.Of(mother.Ins));
        await house.DisposeAsync();
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-7")]
    public async Task L_7_during_the_window_the_person_lies_sealed_and_no_record_exists(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var campaign = (await house.RunAsync<StartCampaign, CampaignRow>(Sample.Desk, new StartCampaign("essai", 14))).Done();
        var person = Person();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => InformAsync(house, campaign, person)));
        await using var db = await house.OpenAsync();
        var row = await db.Set<CampaignPersonRow>().SingleAsync();
        Assert.Single(await db.Set<OutboxRow>().ToListAsync());
        foreach (var word in (string[])["LEFEVRE", Sample.Traits.BirthName, person.Ins.Value, "zoe@example.test"])
        {
            Assert.True(row.Sealed.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) < 0, word);
        }

        Assert.False(await db.Set<RecordRow>().AnyAsync());
        Assert.Equal(house.Clock.GetUtcNow().AddDays(14), row.DueAt);
    }

    [Fact]
    [Trait("rule", "L-7")]
    public async Task L_7_a_campaign_or_person_that_is_wrong_is_refused_with_the_field()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        foreach (var (name, window, code) in ((string, int, string)[])
            [("", 30, "campaign.name"), ("Été 2027", 30, "campaign.name"), ("essai", 13, "campaign.window"), ("essai", 400, "campaign.window")])
        {
            Assert.Equal(code, (await house.RunAsync<StartCampaign, CampaignRow>(Sample.Desk, new StartCampaign(name, window))).Code());
        }

        Assert.Equal("access.no-right", (await house.RunAsync<StartCampaign, CampaignRow>(Sample.Doctor(1), new StartCampaign("essai"))).Code());
        var campaign = (await house.RunAsync<StartCampaign, CampaignRow>(Sample.Desk, new StartCampaign("essai"))).Done();
        Assert.Equal(campaign.StartedAt, (await house.RunAsync<StartCampaign, CampaignRow>(Sample.Desk, new StartCampaign("essai"))).Done().StartedAt);
        Assert.Equal("campaign.window-differs", (await house.RunAsync<StartCampaign, CampaignRow>(Sample.Desk, new StartCampaign("essai", 40))).Code());
        Assert.Equal("record.trait-missing", (await house.RunAsync<InformPerson, CampaignState>(Sample.Desk, new InformPerson(
            campaign, Person() with { Traits = Sample.Traits with { BirthName = "" } }))).Code());
        Assert.Equal("campaign.unknown", (await house.RunAsync<ShowCampaign, CampaignFigures>(Sample.Desk, new ShowCampaign("autre"))).Code());
        Assert.Equal("access.no-right", (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(
            Sample.Opening(Sample.NextIns()) with { Channel = OpeningChannel.Automatic }))).Code());
    }

    private static CampaignPerson Person(params string[] representedBy)
        => new(Sample.NextIns(), Sample.Traits, new Contact("zoe@example.test", null), representedBy);

    private static async Task<CampaignState> InformAsync(House house, CampaignRow campaign, CampaignPerson person)
        => (await house.RunAsync<InformPerson, CampaignState>(Sample.Desk, new InformPerson(campaign, person))).Done();

    private static Task<Outcome<DateTimeOffset>> ObjectAsync(House house, Ins ins, Ins? by = null)
        => house.RunAsync<ObjectToOpening, DateTimeOffset>(Sample.Desk, new ObjectToOpening(ins, by));
}
