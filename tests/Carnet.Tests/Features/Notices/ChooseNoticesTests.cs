using System.Collections.Immutable;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform.Outbox;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Notices;

/// <summary>N: the person's choices, on both databases.</summary>
public sealed class ChooseNoticesTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task N_a_topic_that_is_switched_off_is_not_told_and_the_choice_is_traced(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var choices = (await house.RunAsync<ChooseNotices, NoticeChoices>(
            Sample.Patient(id), new(Prefer(NoticeTopic.NewDocument, NoticeWay.Silent)))).Done();
        Assert.Equal(NoticeWay.Silent, choices.Preferences.Of(NoticeTopic.NewDocument));
        Assert.Equal(NoticeWay.Silent, (await house.RunAsync<ChooseNotices, NoticeChoices>(Sample.Patient(id), new()))
            .Done().Preferences.Of(NoticeTopic.NewDocument));
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(
            Sample.Doctor(1), new Lot(ins, Sample.Doctor(1)).Add("11488-4").Request())).Done();
        await using var db = await house.OpenAsync();
        Assert.Equal([NoticeKind.RecordOpened],
            await db.Set<OutboxRow>().Where(row => row.RecordId == id).Select(row => row.Kind).ToListAsync());
        Assert.Equal((TraceAct.ChooseNotices, "notices.chosen"), (await house.TracesAsync(id))[1] is var trace ? (trace.Act, trace.Code) : default);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task N_4_6_7_a_choice_to_switch_them_off_is_refused_and_stores_nothing(string database)
    {
        var house = await databases.OnAsync(database);
        var (_, id) = await house.OpenRecordAsync();
        foreach (var topic in (NoticeTopic[])[NoticeTopic.Emergency, NoticeTopic.Closing, NoticeTopic.Account])
        {
            var both = new NoticePreferences(Prefer(topic, NoticeWay.Silent).Ways.Add(NoticeTopic.Opening, NoticeWay.Silent));
            Assert.Equal("notice.always-told", (await house.RunAsync<ChooseNotices, NoticeChoices>(Sample.Patient(id), new(both))).Code());
        }

        Assert.Empty((await house.RunAsync<ChooseNotices, NoticeChoices>(Sample.Patient(id), new())).Done().Preferences.Ways);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task N_only_the_person_chooses(string database)
    {
        var house = await databases.OnAsync(database);
        var (_, id) = await house.OpenRecordAsync();
        Assert.Equal("access.no-right", (await house.RunAsync<ChooseNotices, NoticeChoices>(Sample.Doctor(1), new())).Code());
        Assert.Equal("record.unknown", (await house.RunAsync<ChooseNotices, NoticeChoices>(
            Sample.Patient(new RecordId(Guid.CreateVersion7())), new())).Code());
        Assert.Equal("zoe@example.test", (await house.RunAsync<ChooseNotices, NoticeChoices>(Sample.Patient(id), new())).Done().Contact.Email);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task N_ten_choices_at_once_lose_none_of_the_details(string database)
    {
        var house = await databases.OnAsync(database);
        var (_, id) = await house.OpenRecordAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            house.RunAsync<ChooseNotices, NoticeChoices>(Sample.Patient(id), new(Prefer(NoticeTopic.Opening, NoticeWay.Sms)))));
        var choices = (await house.RunAsync<ChooseNotices, NoticeChoices>(Sample.Patient(id), new())).Done();
        Assert.Equal((NoticeWay.Sms, "06 12 34 56 78"), (choices.Preferences.Of(NoticeTopic.Opening), choices.Contact.Phone));
    }

    private static NoticePreferences Prefer(NoticeTopic topic, NoticeWay way)
        => new(ImmutableDictionary<NoticeTopic, NoticeWay>.Empty.Add(topic, way));
}
