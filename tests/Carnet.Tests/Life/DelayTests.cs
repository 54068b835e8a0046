using Carnet.Domain.Documents;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Delays;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Life;

/// <summary>V-3: what the person does not see yet is announced in a consultation, or opens by itself.</summary>
public sealed class DelayTests
{
    private const string Hidden = "INVISIBLE_PATIENT";

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-3"), Trait("rule", "N-8")]
    public async Task V_3_the_doctor_is_told_at_once_the_person_within_14_days_and_after_a_month_it_opens(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var (ins, id) = await house.OpenRecordAsync();
        await house.AllowAsync(ins, LifeHouse.Treating, treating: true);
        await house.AllowAsync(ins, LifeHouse.Author);
        var start = house.Clock.GetUtcNow();
        var document = await house.DepositAsync(ins, id, marks: Hidden);

        Assert.Equal([(ins, TaskKind.DocumentToAnnounce, (DocumentId?)document)],
            (await TasksAsync(house, LifeHouse.Treating)).Select(task => (task.Patient, task.Kind, task.Document)));
        Assert.Empty(await TasksAsync(house, LifeHouse.Author));
        Assert.Empty(await house.ListedAsync(id));
        Assert.Equal(0, await house.WorkAsync<DelayedDocuments>());

        house.Clock.Advance(TimeSpan.FromDays(13));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => house.WorkAsync<DelayedDocuments>())));
        Assert.Equal(0, await house.WorkAsync<DelayedDocuments>());
        Assert.Single(await house.MessagesAsync(id), NoticeKind.ConsultationCalled);
        Assert.True(house.Clock.GetUtcNow() <= start.AddDays(14));
        Assert.Empty(await house.ListedAsync(id));

        house.Clock.Advance(start.AddMonths(1) - house.Clock.GetUtcNow() - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await house.WorkAsync<DelayedDocuments>());
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => house.WorkAsync<DelayedDocuments>())));
        Assert.Equal([document], await house.ListedAsync(id));
        Assert.Empty(await TasksAsync(house, LifeHouse.Treating));
        var traces = (await house.TracesAsync(id)).Where(trace => trace.Actor is ActorKind.Job).ToList();
        Assert.Equal([("delay.called", document), ("delay.over", document)], traces.Select(trace => (trace.Code, trace.Document!.Value)));
        house.Clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal(0, await house.WorkAsync<DelayedDocuments>());
        Assert.Single(await house.MessagesAsync(id), NoticeKind.ConsultationCalled);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-3")]
    public async Task V_3_what_was_made_visible_withdrawn_or_replaced_before_gets_no_call(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var (ins, id) = await house.OpenRecordAsync();
        var (shown, withdrawn, replaced) = (
            await house.DepositAsync(ins, id, marks: Hidden), await house.DepositAsync(ins, id, marks: Hidden),
            await house.DepositAsync(ins, id, marks: Hidden));
        await ChangeAsync(house, shown, row => row.Marks = Marks.None);
        await ChangeAsync(house, withdrawn, row => row.Status = DocumentStatus.Deleted);
        await house.DepositAsync(ins, id, replaces: replaced.Value); // the mark passes on, and the clock with it
        house.Clock.Advance(TimeSpan.FromDays(13));
        await house.WorkAsync<DelayedDocuments>();
        Assert.Single(await house.MessagesAsync(id), NoticeKind.ConsultationCalled);
        house.Clock.Advance(TimeSpan.FromDays(20));
        await house.WorkAsync<DelayedDocuments>();
        await using var db = await house.OpenAsync();
        Assert.False(await db.Set<DelayedDocumentRow>().AnyAsync(row => row.DueAt != null));
        Assert.False(await db.Set<DocumentRow>().AnyAsync(row => row.Marks != Marks.None && row.Status != DocumentStatus.Deleted));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-3")]
    public async Task V_3_a_replacement_does_not_begin_the_delay_anew(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var (ins, id) = await house.OpenRecordAsync();
        var at = await house.DepositAsync(ins, id, marks: Hidden);
        for (var day = 0; day < 28; day += 7)
        {
            house.Clock.Advance(TimeSpan.FromDays(7));
            await house.WorkAsync<DelayedDocuments>();
            at = await house.DepositAsync(ins, id, replaces: at.Value);
            Assert.Empty(await house.ListedAsync(id));
        }

        Assert.Single(await house.MessagesAsync(id), NoticeKind.ConsultationCalled);
        house.Clock.Advance(TimeSpan.FromDays(4));
        await house.WorkAsync<DelayedDocuments>();
        Assert.Equal([at], await house.ListedAsync(id));
    }

    [Fact]
    [Trait("rule", "V-3"), Trait("rule", "L-8")]
    public async Task V_3_a_closed_record_waits_and_a_shorter_delay_is_a_setting()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite, null, ("Delay:OpenAfterDays", "15"), ("Delay:CallAfter", "1.00:00:00"));
        var (ins, id) = await house.OpenRecordAsync();
        var document = await house.DepositAsync(ins, id, marks: Hidden);
        (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, null))).Done();
        house.Clock.Advance(TimeSpan.FromDays(14));
        Assert.Equal(0, await house.WorkAsync<DelayedDocuments>());
        (await house.RunAsync<ReactivateRecord, RecordId>(Sample.Desk, new ReactivateRecord(ins))).Done();
        Assert.Equal(1, await house.WorkAsync<DelayedDocuments>());
        house.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await house.WorkAsync<DelayedDocuments>());
        Assert.Equal([document], await house.ListedAsync(id));
    }

    [Fact]
    [Trait("rule", "V-4")]
    public async Task V_4_no_message_tells_of_what_a_minor_keeps_secret()
    {
        await using var house = await Family.HouseAsync(nameof(DatabaseProvider.Sqlite));
        var (ins, id) = await house.OpenMinorAsync();
        await house.DepositAsync(ins, id, marks: [Hidden, "INVISIBLE_REPRESENTANTS_LEGAUX"]);
        house.Clock.Advance(TimeSpan.FromDays(13));
        await house.WorkAsync<DelayedDocuments>();
        house.Clock.Advance(TimeSpan.FromDays(20));
        await house.WorkAsync<DelayedDocuments>();
        Assert.DoesNotContain(await house.MessagesAsync(id), kind => kind is NoticeKind.ConsultationCalled or NoticeKind.NewDocument);
        Assert.All((await house.TracesAsync(id)).Where(trace => trace.Actor is ActorKind.Job), trace => Assert.True(trace.Secret));
    }

    private static async Task<IReadOnlyList<TaskLine>> TasksAsync(House house, Carnet.Domain.Access.Caller who)
        => (await house.RunAsync<ListTasks, IReadOnlyList<TaskLine>>(who, new ListTasks())).Done();

    private static async Task ChangeAsync(House house, DocumentId id, Action<DocumentRow> change)
    {
        await using var db = await house.OpenAsync();
        var row = await db.Set<DocumentRow>().AsNoTracking().SingleAsync(known => known.DocumentId == id);
        await house.Get<ILedger>().WriteAsync(new LedgerEntry { Change = writing => writing.Change(row, change) });
    }
}
