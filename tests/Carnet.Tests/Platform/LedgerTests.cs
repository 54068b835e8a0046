using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Platform;

/// <summary>The only way to write: what it acknowledges is there, and only the culprit fails.</summary>
public sealed class LedgerTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "T-1")]
    public async Task T_1_two_hundred_parallel_entries_share_commits_and_the_chain_holds(string database)
    {
        var house = await databases.OnAsync(database);
        var (_, id) = await house.OpenRecordAsync();
        var before = await BatchesAsync(house);

        List<LedgerEntry> entries = [.. Enumerable.Range(0, 200).Select(_ => Entry(house, id))];
        var results = await Task.WhenAll(entries.Select(house.Get<ILedger>().WriteAsync));

        var batches = (await BatchesAsync(house)) - before;
        Assert.All(results, result => Assert.Equal(LedgerResult.Stored, result));
        Assert.Equal(200, (await house.TracesAsync(id)).Count(trace => trace.Code == "test"));
        Assert.InRange(batches, 1, 100);
        Assert.IsType<TrailVerdict.Intact>(await house.Get<TrailVerifier>().VerifyAsync(default));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_conflicting_entry_fails_alone_and_leaves_nothing(string database)
    {
        var house = await databases.OnAsync(database);
        var (_, id) = await house.OpenRecordAsync();
        var taken = Grant(id, 900);
        Assert.Equal(LedgerResult.Stored, await house.Get<ILedger>().WriteAsync(Entry(house, id, taken)));

        List<LedgerEntry> entries = [.. Enumerable.Range(0, 40).Select(i => Entry(house, id, Grant(id, i == 20 ? 900 : 1000 + i)))];
        var results = await Task.WhenAll(entries.Select(house.Get<ILedger>().WriteAsync));

        Assert.Equal([20], results.Select((result, i) => (result, i)).Where(x => x.result is LedgerResult.Conflict).Select(x => x.i));
        Assert.Equal(40, (await house.TracesAsync(id)).Count(trace => trace.Code == "test"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Two_entries_that_add_the_same_row_at_once_harm_nobody_else(string database)
    {
        var house = await databases.OnAsync(database);
        var (_, id) = await house.OpenRecordAsync();

        List<LedgerEntry> entries = [.. Enumerable.Range(0, 60).Select(i => Entry(house, id, Grant(id, i < 10 ? 2000 : 2000 + i)))];
        var results = await Task.WhenAll(entries.Select(house.Get<ILedger>().WriteAsync));

        Assert.Equal(9, results.Count(result => result is LedgerResult.Conflict));
        Assert.Equal(51, (await house.TracesAsync(id)).Count(trace => trace.Code == "test"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Entries_that_change_the_same_row_at_once_are_all_written(string database)
    {
        var house = await databases.OnAsync(database);
        var (_, id) = await house.OpenRecordAsync();

        await using var reading = await house.OpenAsync();
        var read = await reading.Set<RecordRow>().AsNoTracking().SingleAsync(row => row.RecordId == id);
        List<LedgerEntry> entries = [.. Enumerable.Range(0, 30).Select(_ => new LedgerEntry
        {
            Change = writing => writing.Change(read, row => row.BreakGlassRefused = true), // no other writer is asked about
        })];
        var results = await Task.WhenAll(entries.Select(house.Get<ILedger>().WriteAsync));

        Assert.All(results, result => Assert.Equal(LedgerResult.Stored, result));
        await using var db = await house.OpenAsync();
        Assert.True((await db.Set<RecordRow>().SingleAsync(row => row.RecordId == id)).BreakGlassRefused);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_change_survives_a_group_that_another_entry_breaks(string database)
    {
        var house = await databases.OnAsync(database);
        var (_, taken) = await house.OpenRecordAsync();
        await house.Get<ILedger>().WriteAsync(Entry(house, taken, Grant(taken, 3000)));
        List<RecordId> closing = [];
        for (var i = 0; i < 10; i++)
        {
            closing.Add((await house.OpenRecordAsync()).Id);
        }

        List<LedgerEntry> entries =
            [.. closing.SelectMany(id => (LedgerEntry[])[Closing(house, id), Entry(house, taken, Grant(taken, 3000))])];
        var results = await Task.WhenAll(entries.Select(house.Get<ILedger>().WriteAsync));
        Assert.Equal(10, results.Count(result => result is LedgerResult.Stored));
        await using var db = await house.OpenAsync();
        var open = await db.Set<RecordRow>().CountAsync(row => closing.Contains(row.RecordId) && row.Status == RecordStatus.Open);
        Assert.Equal(0, open);
    }

    [Theory, OnPostgreSql]
    public async Task A_value_that_the_database_refuses_fails_alone(string database)
    {
        var house = await databases.OnAsync(database);
        var (_, id) = await house.OpenRecordAsync();

        var tooLong = new GrantRow { RecordId = id, Holder = new string('8', 65), Since = house.Clock.GetUtcNow() };
        List<LedgerEntry> entries = [.. Enumerable.Range(0, 30).Select(i => Entry(house, id, i == 15 ? tooLong : Grant(id, 4000 + i)))];
        List<Task<LedgerResult>> writes = [.. entries.Select(house.Get<ILedger>().WriteAsync)];

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => writes[15]);
        writes.RemoveAt(15);
        Assert.All(await Task.WhenAll(writes), result => Assert.Equal(LedgerResult.Stored, result));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "T-3")]
    public async Task T_3_the_database_itself_refuses_to_change_or_delete_the_trail(string database)
    {
        var house = await databases.OnAsync(database);
        await house.OpenRecordAsync();
        await using var db = await house.OpenAsync();
        foreach (var sql in (string[])[
            "update trace set code = 'x'", "delete from trace", "update trail_batch set number = number + 1000", "delete from trail_batch"])
        {
            var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(sql));
            Assert.Contains("the trail is insert only", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_was_handed_over_before_the_stop_is_written(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<Carnet.Server.Platform.DatabaseProvider>(database));
        var (_, id) = await house.OpenRecordAsync();
        var writes = Enumerable.Range(0, 50).Select(_ => house.Get<ILedger>().WriteAsync(Entry(house, id))).ToList();
        await house.StopAsync();
        Assert.All(await Task.WhenAll(writes), result => Assert.Equal(LedgerResult.Stored, result));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await house.Get<ILedger>().WriteAsync(Entry(house, id)));
        Assert.Equal(50, (await house.TracesAsync(id)).Count(trace => trace.Code == "test"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_row_that_many_remove_at_once_is_removed_by_one_of_them(string database)
    {
        var house = await databases.OnAsync(database);
        var (_, id) = await house.OpenRecordAsync();
        for (var round = 0; round < 5; round++)
        {
            var row = Grant(id, 950);
            Assert.Equal(LedgerResult.Stored, await house.Get<ILedger>().WriteAsync(Entry(house, id, row)));
            var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => house.Get<ILedger>().WriteAsync(
                new LedgerEntry { Change = writing => writing.Discard(row) })));
            Assert.Single(results, LedgerResult.Stored);
        }
    }

    private static LedgerEntry Closing(House house, RecordId id)
    {
        using var db = house.Get<IDbContextFactory<CarnetDb>>().CreateDbContext();
        var row = db.Set<RecordRow>().AsNoTracking().Single(stored => stored.RecordId == id);
        var entry = new LedgerEntry { Change = writing => writing.Change(row, closing => closing.Status = RecordStatus.Closed) };
        using var key = Key(house, id);
        entry.Traces.Add(Line(house, id, key));
        return entry;
    }

    private static LedgerEntry Entry(House house, RecordId id, params object[] rows)
    {
        using var key = Key(house, id);
        var entry = new LedgerEntry();
        entry.Rows.AddRange(rows);
        entry.Traces.Add(Line(house, id, key));
        return entry;
    }

    private static RecordKey Key(House house, RecordId id)
    {
        using var db = house.Get<IDbContextFactory<CarnetDb>>().CreateDbContext();
        return house.Get<KeyWrap>().Open(id, db.Set<RecordKeyRow>().Single(row => row.RecordId == id).Wrapped);
    }

    private static TraceRow Line(House house, RecordId id, RecordKey key)
        => house.Get<Tracing>().Line(id, key, Sample.Desk, new Happening(TraceAct.Knock, TraceOutcome.Done, "test"));

    private static GrantRow Grant(RecordId id, int number)
        => new() { RecordId = id, Holder = Sample.Ps(number).Value, Since = DateTimeOffset.UnixEpoch };

    private static async Task<int> BatchesAsync(House house)
    {
        await using var db = await house.OpenAsync();
        return await db.Set<TrailBatchRow>().CountAsync();
    }
}
