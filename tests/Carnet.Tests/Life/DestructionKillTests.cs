using System.Security.Cryptography;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Retention;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Vault;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Carnet.Tests.Life;

/// <summary>The job is killed by the system in the middle of a destruction, again and again; the end is the same.</summary>
[Trait("Category", "slow")]
public sealed class DestructionKillTests(ITestOutputHelper output)
{
    private const int Pieces = 60_000;
    private static readonly string[] Job = ["jobs", "run", "--job", "record-destruction"];

    [Fact]
    [Trait("rule", "L-8")]
    public async Task L_8_a_destruction_that_is_killed_goes_on_and_is_certified_once()
    {
        var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        var (ins, id) = await DestructionTests.RichRecordAsync(house, Pieces);
        (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, "Fin"))).Done();
        await using (var db = await house.OpenAsync())
        {
            // The command has the clock of this machine: the closing is moved to the past instead.
            var past = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
            await db.Set<RecordRow>().Where(row => row.RecordId == id).ExecuteUpdateAsync(row => row
                .SetProperty(known => known.ClosedAt, past).SetProperty(known => known.DestructionAnnouncedAt, past));
        }

        await house.StopAsync();
        SortedSet<long> seen = [];
        for (var round = 0; round < 4; round++)
        {
            // Killed some commits after the last time, wherever that is.
            var until = (seen.Count == 0 ? Pieces : seen.Min) - RandomNumberGenerator.GetInt32(1, 5_000);
            Assert.True(await CarnetProcess.CutWhenAsync(
                house.Folder, async () => await PiecesAsync(house, id) <= until, [.. Job, "--data", house.Folder]));
            seen.Add(await PiecesAsync(house, id));
            await using var db = await house.OpenAsync();
            Assert.False(await db.Set<RecordKeyRow>().AnyAsync(row => row.RecordId == id)); // the key first
        }

        output.WriteLine($"killed with {string.Join(", ", seen.Reverse())} pieces left");
        Assert.Contains(seen, left => left is > 0 and < Pieces);
        Assert.Equal(0, (await CarnetProcess.RunAsync(house.Folder, [.. Job, "--data", house.Folder])).Exit);
        await using (var db = await house.OpenAsync())
        {
            Assert.Empty(await RecordTables.Of(db).CountAsync(db, id, default));
            Assert.Single(await db.Set<DestructionRow>().ToListAsync());
        }

        var file = Path.Combine(house.Folder, "certificat.json");
        Assert.Equal(0, (await CarnetProcess.RunAsync(house.Folder, "destruction", "certificate",
            "--patient", ins.Value, "--oid", ins.Oid, "--out", file, "--data", house.Folder)).Exit);
        var (verified, told) = await CarnetProcess.RunAsync(house.Folder, "verify-destruction", file, "--data", house.Folder);
        Assert.Equal(0, verified);
        Assert.Contains("il ne reste ni clé ni ligne", told, StringComparison.Ordinal);
        var away = Directory.CreateTempSubdirectory("carnet-away-").FullName;
        var (offline, alone) = await CarnetProcess.RunAsync(house.Folder, "verify-destruction", file,
            "--key", Path.Combine(house.Folder, "keys", "trail.pub.pem"), "--data", away);
        Assert.Equal(0, offline);
        Assert.Contains("Base non consultée", alone, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("\"vault_chunk\": 6", "\"vault_chunk\": 7", StringComparison.Ordinal));
        Assert.Equal(1, (await CarnetProcess.RunAsync(house.Folder, "verify-destruction", file, "--data", house.Folder)).Exit);
        Assert.Equal(0, (await CarnetProcess.RunAsync(house.Folder, "verify-trail", "--data", house.Folder)).Exit);
        Directory.Delete(away, recursive: true);
        await house.DisposeAsync();
    }

    private static async Task<int> PiecesAsync(House house, RecordId id)
    {
        await using var db = await house.OpenAsync();
        return await db.Set<VaultChunkRow>().CountAsync(row => row.RecordId == id);
    }
}
