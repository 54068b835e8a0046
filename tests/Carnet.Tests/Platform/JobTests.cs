using System.Security.Cryptography;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Platform;

/// <summary>Jobs run batch after batch, may be cut off anywhere, and two servers never do the same row twice.</summary>
public sealed class JobTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_job_runs_until_nothing_is_due_and_a_second_server_finds_nothing(string database)
    {
        var house = await databases.OnAsync(database);
        var (_, record) = await house.OpenRecordAsync();
        var orphans = new LedgerEntry();
        for (var part = 0; part < 450; part++)
        {
            var blob = Guid.CreateVersion7();
            orphans.Rows.Add(new VaultArrivalRow { RecordId = record, BlobId = blob, StartedAt = house.Clock.GetUtcNow() });
            orphans.Rows.Add(new VaultChunkRow
            {
                RecordId = record,
                BlobId = blob,
                Part = 0,
                StoredAt = house.Clock.GetUtcNow(),
                Sealed = new byte[40],
            });
        }

        await house.Get<ILedger>().WriteAsync(orphans);
        var (runner, sweep) = (house.Get<JobRunner>(), house.Get<VaultSweep>());
        Assert.Contains(sweep, runner.Jobs);
        Assert.Equal(0, await runner.RunAsync(sweep, default));
        house.Clock.Advance(TimeSpan.FromHours(2));
        var done = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => runner.RunAsync(sweep, default))));
        Assert.Equal(450, done.Sum() + await runner.RunAsync(sweep, default));
        await using var db = await house.OpenAsync();
        Assert.False(await db.Set<VaultChunkRow>().AnyAsync(chunk => chunk.RecordId == record));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Tokens_past_their_time_are_erased_in_any_number_and_the_others_stay(string database)
    {
        var house = await databases.OnAsync(database);
        var now = house.Clock.GetUtcNow();
        var entry = new LedgerEntry();
        for (var number = 0; number < 2_100; number++)
        {
            entry.Rows.Add(new SeenTokenRow
            {
                Hash = RandomNumberGenerator.GetBytes(32),
                ExpiresAt = number < 2_050 ? now.AddSeconds(-1) : now.AddMinutes(5),
            });
        }

        await house.Get<ILedger>().WriteAsync(entry);
        Assert.Equal(2_050, await house.Get<JobRunner>().RunAsync(house.Get<TokenSweep>(), default));
        await using var db = await house.OpenAsync();
        Assert.Equal(50, await db.Set<SeenTokenRow>().CountAsync());
    }

    [Fact]
    public async Task A_cut_job_goes_on_where_it_was()
    {
        var house = await databases.OnAsync("Sqlite");
        var job = new CountingJob { FailsAt = 3 };
        await Assert.ThrowsAsync<IOException>(() => house.Get<JobRunner>().RunAsync(job, default));
        job.FailsAt = -1;
        Assert.Equal(3, await house.Get<JobRunner>().RunAsync(job, default));
        Assert.Equal(0, job.Left);
    }

    [Fact]
    public async Task Every_job_has_a_name_of_its_own_and_says_what_it_is_for()
    {
        var jobs = (await databases.OnAsync("Sqlite")).Get<JobRunner>().Jobs;
        Assert.Equal(jobs.Count, jobs.Select(job => job.Name).Distinct().Count());
        Assert.All(jobs, job => Assert.Matches("^[a-z]+(-[a-z]+)*$", job.Name));
        Assert.All(jobs, job => Assert.True(job.Purpose.Length > 10 && job.Period > TimeSpan.Zero, job.Name));
    }

    private sealed class CountingJob : IJob
    {
        public int Left { get; private set; } = 6;

        public int FailsAt { get; set; }

        public string Name => "counting";

        public string Purpose => "Compte";

        public TimeSpan Period => TimeSpan.FromMinutes(1);

        public Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
        {
            if (Left == FailsAt)
            {
                throw new IOException("cut");
            }

            return Task.FromResult(Left == 0 ? 0 : Math.Sign(Left--));
        }
    }
}
