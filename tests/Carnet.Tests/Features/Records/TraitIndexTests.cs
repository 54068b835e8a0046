using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Jobs;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Records;

/// <summary>TD0.5: the index of traits holds nothing to read, is filled for old records, and cannot be browsed.</summary>
[Trait("rule", "I-2")]
public sealed class TraitIndexTests
{
    private static readonly TraitSearch Zoe = new("LEFEVRE", "Zoé", "19800131", Sex.Female);

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Records_that_were_opened_before_are_indexed_once(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<Carnet.Server.Platform.DatabaseProvider>(database));
        var (ins, id) = await house.OpenRecordAsync();
        Assert.Equal([ins.Value], await FoundAsync(house));
        await using (var db = await house.OpenAsync())
        {
            await db.Set<TraitIndexRow>().ExecuteDeleteAsync();
        }

        Assert.Empty(await FoundAsync(house));
        var job = house.Services.GetService(typeof(TraitIndexing)) as IJob;
        Assert.Equal(1, await job!.RunBatchAsync(house.Clock.GetUtcNow(), default));
        Assert.Equal(0, await job.RunBatchAsync(house.Clock.GetUtcNow(), default));
        Assert.Equal([ins.Value], await FoundAsync(house));
        await using var again = await house.OpenAsync();
        Assert.InRange(await again.Set<TraitIndexRow>().CountAsync(row => row.RecordId == id), 5, 8);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_search_that_many_answer_must_be_narrowed(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<Carnet.Server.Platform.DatabaseProvider>(database));
        for (var i = 0; i <= 50; i++)
        {
            await house.OpenRecordAsync();
        }

        var lines = await house.CountTracesAsync();
        Assert.Equal("search.too-wide", (await SearchAsync(house, Zoe)).Code());
        Assert.Equal(lines + 1, await house.CountTracesAsync());
    }

    private static async Task<IEnumerable<string>> FoundAsync(House house)
        => (await SearchAsync(house, Zoe)).Done().Select(candidate => candidate.Ins.Value);

    private static Task<Carnet.Domain.Common.Outcome<IReadOnlyList<Candidate>>> SearchAsync(House house, TraitSearch search)
        => house.RunAsync<FindCandidates, IReadOnlyList<Candidate>>(Sample.Doctor(1, AccessMode.Samu), new(search, 0, 10));
}
