using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Retention;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Life;

/// <summary>
/// Eleven years of two records on a fake clock, every job again and again: once undisturbed, once with a server that is
/// killed after every few commits. The end is the same, nothing is sent twice and nothing is lost.
/// </summary>
[Trait("Category", "slow")]
public sealed class ElevenYearsTests
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7), Quarter = TimeSpan.FromDays(90);

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8"), Trait("rule", "L-10"), Trait("rule", "V-3"), Trait("rule", "N-9")]
    public async Task Eleven_years_end_the_same_however_often_the_server_is_killed(string database)
    {
        var provider = Enum.Parse<DatabaseProvider>(database);
        var calm = await LiveAsync(provider, killEvery: null);
        var killed = await LiveAsync(provider, killEvery: 2);
        Assert.Equal(calm.Told, killed.Told);
        Assert.Equal(calm.Rows, killed.Rows);
        Assert.Equal(calm.Traces, killed.Traces);
        Assert.Equal(calm.Days, killed.Days);
        Assert.True(killed.Kills > 3, $"{killed.Kills} kills");
        Assert.Equal(0, calm.Kills);
        Assert.Single(killed.Told, "MajorityReached");
        Assert.Equal(
            ["ConsultationCalled", "NewDocument", "RecordClosed", "DestructionAhead"],
            killed.Told.Where(kind => kind is "ConsultationCalled" or "NewDocument" or "RecordClosed" or "DestructionAhead"));
    }

    private sealed record Life(
        IReadOnlyList<string> Told, string Rows, string Traces, IReadOnlyList<string> Days, int Kills);

    private static async Task<Life> LiveAsync(DatabaseProvider provider, int? killEvery)
    {
        var house = await Family.HouseAsync(provider.ToString());
        try
        {
            var diary = new Diary(killEvery);
            var start = house.Clock.GetUtcNow();

            // A minor of seventeen, opened by the desk; a neighbour whose record must not be touched by any of this.
            var ins = Sample.NextIns();
            var birth = DateOnly.FromDateTime(start.UtcDateTime).AddYears(-18).AddMonths(4);
            var id = (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(
                Family.Opening(ins, birth, Family.Draft("Muriel"))))).Done().Record;
            var (neighbourIns, neighbour) = await house.OpenRecordAsync();
            await house.DepositAsync(neighbourIns, neighbour);
            await house.AllowAsync(ins, LifeHouse.Treating, treating: true);
            var delayed = await house.DepositAsync(ins, id, marks: "INVISIBLE_PATIENT");

            // Half a year: the call, the opening of the document, the majority.
            house = await diary.PassAsync(house, id, start.AddMonths(6), Week);
            Assert.Equal([delayed], await house.ListedAsync(id));
            (await house.RunAsync<CloseRecord, RecordId>(Sample.Patient(id), new CloseRecord(null, "Je n'en veux plus"))).Done();
            var closed = house.Clock.GetUtcNow();
            await diary.CollectAsync(house, id);

            // Ten years less a day: announced, still there.
            house = await diary.PassAsync(house, id, closed.AddYears(10).AddMonths(-4), Quarter);
            house = await diary.PassAsync(house, id, closed.AddYears(10).AddDays(-1), Week);
            await using (var db = await house.OpenAsync())
            {
                Assert.NotNull((await db.Set<RecordRow>().SingleAsync(row => row.RecordId == id)).DestructionAnnouncedAt);
            }

            // The end, and half a year in which nothing happens any more.
            house = await diary.PassAsync(house, id, closed.AddYears(10).AddDays(14), Week);
            await using (var db = await house.OpenAsync())
            {
                Assert.Empty(await RecordTables.Of(db).CountAsync(db, id, default));
                Assert.NotEmpty(await RecordTables.Of(db).CountAsync(db, neighbour, default));
            }

            house = await diary.PassAsync(house, id, start.AddYears(11), Quarter);
            Assert.IsType<TrailVerdict.Intact>(await house.Get<TrailVerifier>().VerifyAsync(default));
            var told = Assert.Single((await house.RunAsync<ListDestructions, IReadOnlyList<DestructionLine>>(
                Sample.Desk, new ListDestructions())).Done());
            var facts = DestructionCertificate.Read(told.Certificate!)!.Certificate;
            Assert.Null(await house.Get<DestructionCheck>().ContradictionAsync(facts, default));
            await using var end = await house.OpenAsync();
            var traces = await end.Set<TraceRow>().Where(row => row.RecordId == id).GroupBy(row => row.Code)
                .Select(of => new { of.Key, Count = of.Count() }).OrderBy(of => of.Key).ToListAsync();
            return new Life(diary.Told, string.Join(' ', facts.Rows), string.Join(' ', traces.Select(of => $"{of.Key}={of.Count}")),
                diary.Days, diary.Kills);
        }
        finally
        {
            await house.DisposeAsync();
        }
    }

    /// <summary>Lets time pass with every job at work; notes each message once, when it first lies in the outbox.</summary>
    private sealed class Diary(int? killEvery)
    {
        private readonly HashSet<Guid> _seen = [];

        public List<string> Told { get; } = [];

        /// <summary>On which day of the life each message was written.</summary>
        public List<string> Days { get; } = [];

        public int Kills { get; private set; }

        public async Task<House> PassAsync(House house, RecordId id, DateTimeOffset until, TimeSpan step)
        {
            while (house.Clock.GetUtcNow() < until)
            {
                var left = until - house.Clock.GetUtcNow();
                house.Clock.Advance(left < step ? left : step);
                house = killEvery is { } commits ? await WorkKilledAsync(house, commits) : await WorkCalmlyAsync(house);
                await CollectAsync(house, id);
            }

            return killEvery is null ? house : await house.RestartAsync();
        }

        public async Task CollectAsync(House house, RecordId id)
        {
            await using var db = await house.OpenAsync();
            foreach (var message in await db.Set<OutboxRow>().AsNoTracking().Where(row => row.RecordId == id)
                .OrderBy(row => row.CreatedAt).ThenBy(row => row.Kind).ToListAsync())
            {
                if (_seen.Add(message.MessageId))
                {
                    Told.Add(message.Kind.ToString());
                    Days.Add($"{message.Kind} {(message.CreatedAt - new DateTimeOffset(2027, 3, 1, 8, 0, 0, TimeSpan.Zero)).Days}");
                }
            }
        }

        private static async Task<House> WorkCalmlyAsync(House house)
        {
            await house.WorkAsync();
            return house;
        }

        // A server that takes a few commits and is killed, again and again until one has nothing left to do.
        private async Task<House> WorkKilledAsync(House house, int commits)
        {
            while (true)
            {
                house = await house.RestartAsync(LifeHouse.CutAfter(commits));
                try
                {
                    await house.WorkAsync();
                    return house;
                }
                catch (IOException)
                {
                    Kills++;
                }
            }
        }
    }
}
