using Carnet.Domain.Access;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Life;

/// <summary>L-8, L-4, N-6: closing, what it shuts, and the way back, on both databases.</summary>
public sealed class ClosingTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8"), Trait("rule", "N-6")]
    public async Task L_8_a_closed_record_is_read_and_fed_by_nobody_and_comes_back_whole(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        await house.AllowAsync(ins, LifeHouse.Treating, treating: true);
        var document = await house.DepositAsync(ins, id);

        Assert.Equal(id, (await house.RunAsync<CloseRecord, RecordId>(
            Sample.Patient(id), new CloseRecord(null, " Je n'en veux plus "))).Done());
        await using var db = await house.OpenAsync();
        using var record = await house.Get<IRecords>().FindAsync(db, id, default);
        var row = await db.Set<RecordRow>().AsNoTracking().SingleAsync(known => known.RecordId == id);
        Assert.Equal(new Closing(ClosingReason.PersonsRequest, "Je n'en veux plus", null, null), ClosingColumn.Open(record!.Key, row.ClosingSealed));

        Assert.Equal("record.closed", (await house.RunAsync<FindDocuments, FoundDocuments>(
            LifeHouse.Treating, new FindDocuments(ins, DocumentCriteria.Approved))).Code());
        Assert.Equal("record.closed", (await house.RunAsync<ReadDocuments, IReadOnlyList<ReadContentAnswer>>(
            LifeHouse.Author, new ReadDocuments(ins, ["1.2.3"]))).Code());
        Assert.Equal("record.closed", (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(
            LifeHouse.Author, new Lot(ins, LifeHouse.Author).Add("11488-4").Request())).Code());
        Assert.Equal("record.closed", (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(
            Sample.Patient(id), new Lot(ins, Sample.Patient(id)).Add("11488-4").Request())).Code());
        Assert.Equal("record.closed", (await house.RunAsync<SetAuthorisation, AuthorisationChange>(
            LifeHouse.Author, new SetAuthorisation(ins, false, false))).Code());
        Assert.Equal("record.closed", (await house.RunAsync<ListDocuments, DocumentList>(Sample.Patient(id), new ListDocuments())).Code());
        Assert.Equal("record.closed", (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(Sample.Opening(ins)))).Code());
        Assert.Equal("record.closed", (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, null))).Code());

        house.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(id, (await house.RunAsync<ReactivateRecord, RecordId>(Sample.Desk, new ReactivateRecord(ins, "Elle-même"))).Done());
        Assert.Equal("record.not-closed", (await house.RunAsync<ReactivateRecord, RecordId>(Sample.Desk, new ReactivateRecord(ins))).Code());
        Assert.Contains(document, await house.ListedAsync(id));
        Assert.Single((await house.RunAsync<FindDocuments, FoundDocuments>(
            LifeHouse.Treating, new FindDocuments(ins, DocumentCriteria.Approved))).Done().Documents);
        var messages = await house.MessagesAsync(id);
        Assert.Equal([NoticeKind.RecordClosed, NoticeKind.RecordReactivated],
            messages.Where(kind => NoticeRules.TopicOf(kind) is NoticeTopic.Closing));
        Assert.Contains("record.reactivated", (await house.TracesAsync(id)).Select(trace => trace.Code));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8")]
    public async Task L_8_who_may_close_and_reactivate_is_asked_of_everybody(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var (trusted, shut) = (Sample.Doctor(11), Sample.Doctor(12));
        await house.AllowAsync(ins, trusted);
        await house.RunAsync<BlockProfessional, AuthorisationChange>(Sample.Patient(id), new BlockProfessional(shut.Who.Id));
        (Caller Caller, string Close, string Reactivate)[] cases =
        [
            (Sample.Patient(new RecordId(Guid.CreateVersion7())), "record.unknown", "record.unknown"),
            (Sample.Doctor(13), "access.not-authorised", "done"),
            (shut, "access.not-authorised", "access.not-authorised"),
            (trusted with { Mode = AccessMode.BreakGlass, Reason = "Urgence vitale" }, "access.no-right", "access.no-right"),
            (Sample.As(Sample.Practitioner(11, "10", "SM25")), "access.no-right", "access.no-right"),
            (Sample.Establishment(1), "access.no-right", "access.no-right"),
            (Sample.Employee(1), "access.no-right", "access.no-right"),
            (new Caller.Insurer { Origin = Sample.Soap }, "access.no-right", "access.no-right"),
            (new Caller.Job("essai") { Origin = Sample.Soap }, "access.no-right", "access.no-right"),
            (trusted, "done", "done"),
            (Sample.Desk, "done", "done"),
            (Sample.Patient(id), "done", "done"),
        ];
        foreach (var (caller, close, reactivate) in cases)
        {
            Assert.Equal((caller, close), (caller, (await house.RunAsync<CloseRecord, RecordId>(caller, new CloseRecord(ins, "x"))).Code()));
            if (close is not "done")
            {
                (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, "x"))).Done();
            }

            Assert.Equal((caller, reactivate),
                (caller, (await house.RunAsync<ReactivateRecord, RecordId>(caller, new ReactivateRecord(ins))).Code()));
            if (reactivate is not "done")
            {
                (await house.RunAsync<ReactivateRecord, RecordId>(Sample.Desk, new ReactivateRecord(ins))).Done();
            }
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8")]
    public async Task L_8_a_wrong_reason_closes_nothing_and_names_the_field(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        Assert.Equal("record.closing-reason", (await house.RunAsync<CloseRecord, RecordId>(
            Sample.Desk, new CloseRecord(ins, "x", (ClosingReason)9))).Code());
        Assert.Equal("record.closing-text", (await house.RunAsync<CloseRecord, RecordId>(
            Sample.Desk, new CloseRecord(ins, new string('x', 1_001)))).Code());
        Assert.Equal("access.no-right", (await house.RunAsync<CloseRecord, RecordId>(
            Sample.Patient(id), new CloseRecord(ins, "x", ClosingReason.Death))).Code());
        Assert.Equal("record.closing-reason", ClosingReasons.Read("AUTRE").Code());
        Assert.Equal(ClosingReason.Death, ClosingReasons.Read("DECES").Done());
        Assert.DoesNotContain(await house.MessagesAsync(id), kind => NoticeRules.TopicOf(kind) is NoticeTopic.Closing);
        Assert.Empty(await house.ListedAsync(id)); // still open
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8")]
    public async Task L_8_after_a_death_nothing_is_written_to_the_person_and_nothing_comes_back(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, null, ClosingReason.Death, "Sa fille"))).Done();
        Assert.Equal("record.deceased", (await house.RunAsync<ReactivateRecord, RecordId>(Sample.Desk, new ReactivateRecord(ins))).Code());
        Assert.DoesNotContain(await house.MessagesAsync(id), kind => NoticeRules.TopicOf(kind) is NoticeTopic.Closing);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8")]
    public async Task L_8_ten_years_after_the_closing_the_way_back_is_shut(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<Carnet.Server.Platform.DatabaseProvider>(database));
        var (ins, _) = await house.OpenRecordAsync();
        var closedAt = house.Clock.GetUtcNow();
        (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, null))).Done();
        house.Clock.Advance(closedAt.AddYears(10) - closedAt - TimeSpan.FromMinutes(1));
        (await house.RunAsync<ReactivateRecord, RecordId>(Sample.Desk, new ReactivateRecord(ins))).Done();
        (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, null))).Done();
        closedAt = house.Clock.GetUtcNow();
        house.Clock.Advance(closedAt.AddYears(10) - closedAt);
        Assert.Equal("record.retention-over", (await house.RunAsync<ReactivateRecord, RecordId>(Sample.Desk, new ReactivateRecord(ins))).Code());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8"), Trait("rule", "T-1")]
    public async Task L_8_closings_and_reactivations_at_once_leave_one_state_and_a_line_each(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var before = (await house.TracesAsync(id)).Count;
        var codes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => i % 2 == 0
            ? (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, "x"))).Code()
            : (await house.RunAsync<ReactivateRecord, RecordId>(Sample.Desk, new ReactivateRecord(ins))).Code()));
        var traces = (await house.TracesAsync(id)).Skip(before).Select(trace => trace.Code).ToList();
        Assert.Equal(20, traces.Count);
        var changes = traces.Where(code => code is "record.closed" or "record.reactivated").ToList();
        var done = codes.Count(code => code is "done");
        await using var db = await house.OpenAsync();
        var row = await db.Set<RecordRow>().SingleAsync(known => known.RecordId == id);
        Assert.Equal(row.Status is RecordStatus.Closed, done % 2 == 1);
        Assert.Equal(row.Status is RecordStatus.Closed, row.ClosedAt is not null && row.ClosingSealed is not null);
        Assert.True(changes.Count >= done);
    }
}
