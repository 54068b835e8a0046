using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Carnet.Tests.Features.Notices;

/// <summary>Which act tells the person what, in the transaction of the act, on both databases.</summary>
public sealed class ActNoticeTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task N_1_the_opening_is_told_and_a_refused_one_is_not(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var message = Assert.Single(await MessagesAsync(house, id));
        Assert.Equal((NoticeKind.RecordOpened, Channel.Email, "zoe@example.test"), (message.Kind, message.Channel, message.To));
        Assert.Equal("record.exists", (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(Sample.Opening(ins)))).Code());
        Assert.Single(await MessagesAsync(house, id));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task N_2_the_first_reading_by_a_professional_is_told_once(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        await FindAsync(house, ins, Sample.Doctor(1)); // no consent: sees nothing, has read nothing
        Assert.Empty(await MessagesAsync(house, id, NoticeKind.FirstReading));

        await AllowAsync(house, ins, Sample.Doctor(1), Sample.Doctor(2));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FindAsync(house, ins, Sample.Doctor(1))));
        await ReadAsync(house, ins, Sample.Doctor(1), "1.2.3");
        Assert.Single(await MessagesAsync(house, id, NoticeKind.FirstReading));
        Assert.Equal(10, (await house.TracesAsync(id)).Count(trace => trace.Act is Carnet.Domain.Traces.TraceAct.FindDocuments
            or Carnet.Domain.Traces.TraceAct.ReadDocument)); // none of the readings lost its trace

        await ReadAsync(house, ins, Sample.Doctor(2), "1.2.3");
        Assert.Equal(2, (await MessagesAsync(house, id, NoticeKind.FirstReading)).Count);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task N_2_the_person_and_a_structure_are_no_new_professional(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        await house.RunAsync<ListDocuments, DocumentList>(Sample.Patient(id), new ListDocuments());
        await FindAsync(house, ins, Sample.Establishment(1));
        await FindAsync(house, ins, Sample.Doctor(3, AccessMode.BreakGlass));
        Assert.Empty(await MessagesAsync(house, id, NoticeKind.FirstReading));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task N_3_new_documents_from_professionals_are_told_once_an_hour(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        await DepositAsync(house, ins, Sample.Doctor(1));
        await DepositAsync(house, ins, Sample.Doctor(2));
        await DepositAsync(house, ins, Sample.Establishment(1));
        Assert.Single(await MessagesAsync(house, id, NoticeKind.NewDocument));
        house.Clock.Advance(TimeSpan.FromHours(1));
        await DepositAsync(house, ins, Sample.Doctor(1));
        Assert.Equal(2, (await MessagesAsync(house, id, NoticeKind.NewDocument)).Count);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task N_3_what_the_person_or_a_representative_does_not_see_yet_is_not_told(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var (ins, id) = await house.OpenMinorAsync();
        await DepositAsync(house, ins, Sample.Doctor(1), "INVISIBLE_PATIENT");
        await DepositAsync(house, ins, Sample.Doctor(1), "INVISIBLE_REPRESENTANTS_LEGAUX");
        await DepositAsync(house, ins, new Caller.Insurer { Origin = Sample.Soap });
        Assert.Empty(await MessagesAsync(house, id, NoticeKind.NewDocument));
        await DepositAsync(house, ins, Sample.Doctor(1), "MASQUE_PS");
        Assert.Single(await MessagesAsync(house, id, NoticeKind.NewDocument));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task N_4_each_emergency_is_told_to_the_person_and_to_the_treating_doctor(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var (treating, unknown) = (Sample.Doctor(11), Sample.Doctor(12));
        await house.RunAsync<Enlist, int>(new Caller.Job("test") { Origin = Sample.Soap }, new Enlist(
            [], [new(treating.Who.Id, "NOM", "Prénom", "10", "SM26", treating.Who.Structure, "medecin@mssante.example.test")]));
        await house.RunAsync<SetAuthorisation, AuthorisationChange>(treating, new SetAuthorisation(ins, Remove: false, TreatingRole: true));
        await house.RunAsync<SetAuthorisation, AuthorisationChange>(unknown, new SetAuthorisation(ins, Remove: false, TreatingRole: true));

        await FindAsync(house, ins, Sample.Doctor(13, AccessMode.BreakGlass));
        await ReadAsync(house, ins, Sample.Doctor(13, AccessMode.BreakGlass), "1.2.3");
        Assert.Single(await MessagesAsync(house, id, NoticeKind.EmergencyAccess));
        Assert.Equal([$"ps:{treating.Who.Id.Value}", $"ps:{unknown.Who.Id.Value}"],
            (await MessagesAsync(house, id, NoticeKind.EmergencyAccessOfPatient)).Select(message => message.To).Order(StringComparer.Ordinal));

        var mail = new MailBag();
        await new OutboxPump(house.Get<IDbContextFactory<CarnetDb>>(), house.Get<ILedger>(), house.Get<KeyWrap>(), [mail],
            house.Get<IProfessionalMail>(), new OutboxSignal(), house.Clock, NullLogger<OutboxPump>.Instance).PumpAsync(default);
        Assert.Single(mail.Sent, message => message.To == "medecin@mssante.example.test");
        await using var db = await house.OpenAsync();
        Assert.Equal(OutboxFailure.NoAddress, (await db.Set<OutboxRow>().SingleAsync(row => row.RecordId == id
            && row.Kind == NoticeKind.EmergencyAccessOfPatient && row.Failure != OutboxFailure.None)).Failure);

        await FindAsync(house, ins, treating with { Mode = AccessMode.BreakGlass, Reason = "Patient inconscient" });
        Assert.Single(await MessagesAsync(house, id, NoticeKind.EmergencyAccess)); // the first one has left
        Assert.Equal([$"ps:{unknown.Who.Id.Value}"], // not about themselves
            (await MessagesAsync(house, id, NoticeKind.EmergencyAccessOfPatient)).Select(message => message.To).Order(StringComparer.Ordinal));
    }

    private static Task FindAsync(House house, Ins ins, Caller caller)
        => house.RunAsync<FindDocuments, FoundDocuments>(caller, new FindDocuments(ins, DocumentCriteria.Approved));

    private static Task ReadAsync(House house, Ins ins, Caller caller, string uniqueId)
        => house.RunAsync<ReadDocuments, IReadOnlyList<ReadContentAnswer>>(caller, new ReadDocuments(ins, [uniqueId]));

    private static async Task AllowAsync(House house, Ins ins, params Caller[] callers)
    {
        foreach (var caller in callers)
        {
            (await house.RunAsync<SetAuthorisation, AuthorisationChange>(caller, new SetAuthorisation(ins, Remove: false, TreatingRole: false))).Done();
        }
    }

    private static async Task DepositAsync(House house, Ins ins, Caller author, params string[] marks)
        => (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(
            author, new Lot(ins, author).Add(author is Caller.Insurer ? "REMB" : "11488-4", marks: marks).Request())).Done();

    private sealed class MailBag : INoticeChannel
    {
        public List<OutboxMessage> Sent { get; } = [];

        public Channel Channel => Channel.Email;

        public Task<Delivery> SendAsync(Guid messageId, DateTimeOffset at, OutboxMessage message, CancellationToken ct)
        {
            Sent.Add(message);
            return Task.FromResult(Delivery.Taken);
        }
    }

    /// <summary>What waits in the outbox for one record, opened.</summary>
    private static async Task<IReadOnlyList<OutboxMessage>> MessagesAsync(House house, RecordId id, NoticeKind? kind = null)
    {
        await using var db = await house.OpenAsync();
        using var record = await house.Get<IRecords>().FindAsync(db, id, default);
        var rows = await db.Set<OutboxRow>().AsNoTracking()
            .Where(row => row.RecordId == id && row.SentAt == null).OrderBy(row => row.MessageId).ToListAsync();
        return [.. rows.Where(row => kind is null || row.Kind == kind).Select(row => row.Open(record!.Key))];
    }
}
