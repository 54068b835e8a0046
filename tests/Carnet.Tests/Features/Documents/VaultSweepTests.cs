using Carnet.Domain.Access;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Vault;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Documents;

/// <summary>F-5: pieces that were stored before their document go where it never came, and stay where it did.</summary>
[Trait("rule", "F-5")]
public sealed class VaultSweepTests
{
    private const int Large = (1024 * 1024) + 7;
    private static readonly Caller.Professional Author = Sample.Doctor(1);

    [Theory, OnSqlite, OnPostgreSql]
    public async Task F_5_the_pieces_of_a_broken_off_deposit_go_and_those_of_a_document_stay(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<Carnet.Server.Platform.DatabaseProvider>(database));
        var (ins, record) = await house.OpenRecordAsync();
        await house.RunAsync<SubmitDocuments, SubmissionAccepted>(
            Author, new Lot(ins, Author).Add("11488-4", Lot.NextOid(), filling: new string('x', Large)).Request());
        await BreakOffAsync(house, record);
        await using var db = await house.OpenAsync();
        Assert.Equal(2, await db.Set<VaultArrivalRow>().CountAsync());

        var (runner, sweep) = (house.Get<JobRunner>(), house.Get<VaultSweep>());
        Assert.Equal(0, await runner.RunAsync(sweep, default)); // it may still come
        house.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(2, await runner.RunAsync(sweep, default));
        Assert.Equal(0, await db.Set<VaultArrivalRow>().CountAsync());

        var document = await db.Set<DocumentRow>().AsNoTracking().SingleAsync(row => row.RecordId == record);
        var left = await db.Set<VaultChunkRow>().Where(row => row.RecordId == record).Select(row => row.BlobId).Distinct().ToListAsync();
        Assert.Equal([document.BlobId], left);
        using var opened = await house.Get<IRecords>().FindAsync(db, record, default);
        await using var content = house.Get<Vault>().Open(record, document.BlobId, opened!.Key);
        var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        Assert.True(bytes.Length > Large);
    }

    private static async Task BreakOffAsync(House house, Carnet.Domain.Records.RecordId record)
    {
        await using var db = await house.OpenAsync();
        using var opened = await house.Get<IRecords>().FindAsync(db, record, default);
        await Assert.ThrowsAsync<IOException>(() => house.Get<Vault>().StageAsync(
            record, opened!.Key, new BrokenStream(), 10 * Large, default));
        Assert.True(await db.Set<VaultChunkRow>().CountAsync() > 3);
    }

    /// <summary>A sender who goes away after a megabyte.</summary>
    private sealed class BrokenStream() : MemoryStream(new byte[Large])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("The sender is gone.");
    }
}
