using System.Security.Cryptography;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Platform;

/// <summary>What is put into the vault comes out byte for byte, or not at all.</summary>
public sealed class VaultTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    private const int Piece = 512 * 1024;
    private static readonly RecordId Record = new(new Guid(1, 2, 3, new byte[8]));

    public static int[] Sizes => [0, 1, Piece - 1, Piece, Piece + 1, 2 * Piece, 5 * 1024 * 1024];

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Every_size_comes_back_byte_for_byte(string database)
    {
        var house = await databases.OnAsync(database);
        using var key = NewKey();
        foreach (var clear in Sizes.SelectMany(size => (byte[][])[RandomNumberGenerator.GetBytes(size), Compressible(size)]))
        {
            var staged = await StoreAsync(house, key, new Dribble(clear));
            Assert.Equal(clear.Length, staged.Size);
            Assert.Equal(SHA256.HashData(clear), staged.Sha256);
            Assert.Equal(clear.Length < Piece, staged.Clear is not null);
            Assert.True((await ReadAsync(house, key, staged)).AsSpan().SequenceEqual(clear));
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_compresses_takes_less_room_and_what_does_not_takes_no_more(string database)
    {
        var house = await databases.OnAsync(database);
        using var key = NewKey();
        var (small, large) = (await StoreAsync(house, key, new MemoryStream(Compressible(300_000))),
            await StoreAsync(house, key, new MemoryStream(RandomNumberGenerator.GetBytes(300_000))));
        Assert.InRange((await ChunksAsync(house, small)).Sum(chunk => chunk.Sealed.Length), 1, 30_000);
        Assert.InRange((await ChunksAsync(house, large)).Sum(chunk => chunk.Sealed.Length), 300_000, 300_100);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-4")]
    public async Task F_4_the_limit_itself_is_let_in_and_one_byte_more_is_not(string database)
    {
        var house = await databases.OnAsync(database);
        using var key = NewKey();
        foreach (var limit in (int[])[100, Piece, (2 * Piece) + 5])
        {
            var vault = house.Get<Vault>();
            Assert.Equal(limit, (await vault.StageAsync(Record, key, new MemoryStream(new byte[limit]), limit, default)).Size);
            await Assert.ThrowsAsync<ContentTooLargeException>(
                () => vault.StageAsync(Record, key, new MemoryStream(new byte[limit + 1]), limit, default));
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_changed_missing_or_exchanged_piece_is_noticed(string database)
    {
        var house = await databases.OnAsync(database);
        using var key = NewKey();
        var clear = RandomNumberGenerator.GetBytes((2 * Piece) + 10);

        var changed = await StoreAsync(house, key, new MemoryStream(clear));
        await ReplaceAsync(house, changed, chunks => chunks[1].Sealed[1000] ^= 1);
        await Assert.ThrowsAnyAsync<CryptographicException>(() => ReadAsync(house, key, changed));

        var exchanged = await StoreAsync(house, key, new MemoryStream(clear));
        await ReplaceAsync(house, exchanged, chunks =>
        {
            var first = chunks[0].Sealed.ToArray();
            chunks[1].Sealed.CopyTo(chunks[0].Sealed, 0);
            first.CopyTo(chunks[1].Sealed, 0);
        });
        await Assert.ThrowsAnyAsync<CryptographicException>(() => ReadAsync(house, key, exchanged));

        var cut = await StoreAsync(house, key, new MemoryStream(clear));
        await using (var db = await house.OpenAsync())
        {
            await db.Set<VaultChunkRow>().Where(chunk => chunk.BlobId == cut.BlobId && chunk.Part == 2).ExecuteDeleteAsync();
        }

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(house, key, cut));

        var whole = await StoreAsync(house, key, new MemoryStream(clear));
        using var stranger = NewKey();
        await Assert.ThrowsAnyAsync<CryptographicException>(() => ReadAsync(house, stranger, whole));
    }

    private static async Task<StagedContent> StoreAsync(House house, RecordKey key, Stream content)
    {
        var staged = await house.Get<Vault>().StageAsync(Record, key, content, long.MaxValue, default);
        var entry = new LedgerEntry();
        entry.Rows.AddRange(staged.Rows);
        await house.Get<ILedger>().WriteAsync(entry);
        return staged;
    }

    private static async Task<byte[]> ReadAsync(House house, RecordKey key, StagedContent staged)
    {
        var all = new MemoryStream();
        await using var stream = new CheckedStream(house.Get<Vault>().Open(Record, staged.BlobId, key), staged.Sha256);
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    private static async Task<List<VaultChunkRow>> ChunksAsync(House house, StagedContent staged)
    {
        await using var db = await house.OpenAsync();
        return await db.Set<VaultChunkRow>().AsNoTracking().Where(chunk => chunk.BlobId == staged.BlobId)
            .OrderBy(chunk => chunk.Part).ToListAsync();
    }

    private static async Task ReplaceAsync(House house, StagedContent staged, Action<List<VaultChunkRow>> change)
    {
        var chunks = await ChunksAsync(house, staged);
        change(chunks);
        await using var db = await house.OpenAsync();
        foreach (var chunk in chunks)
        {
            await db.Set<VaultChunkRow>().Where(row => row.BlobId == chunk.BlobId && row.Part == chunk.Part)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Sealed, chunk.Sealed));
        }
    }

    private static byte[] Compressible(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)"compte rendu "[i % 13])];

    private static RecordKey NewKey() => new(Record, RandomNumberGenerator.GetBytes(32));

    /// <summary>Gives less than it is asked for, as a network does.</summary>
    private sealed class Dribble(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => base.ReadAsync(buffer[..Math.Min(buffer.Length, 10_007)], cancellationToken);
    }
}
