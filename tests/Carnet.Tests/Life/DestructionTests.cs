using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Retention;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Carnet.Tests.Life;

/// <summary>L-8, T-3: the end of a record: announced, key first, every table, certified, however often it is cut off.</summary>
[Trait("Category", "slow")]
public sealed class DestructionTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(90);

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8"), Trait("rule", "T-3"), Trait("rule", "N-6")]
    public async Task L_8_after_ten_years_no_table_holds_a_row_of_the_record_and_the_neighbours_are_whole(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var (gone, stays) = (await RichRecordAsync(house), await RichRecordAsync(house));
        var (before, neighbour) = (await CountAsync(house, gone.Id), await CountAsync(house, stays.Id));
        await using (var db = await house.OpenAsync())
        {
            var all = RecordTables.Of(db).Tables.Select(table => table.Name).ToList();
            Assert.Equal(all, before.Keys);
            Assert.True(all.Count > 12, string.Join(' ', all));
        }

        var wrapped = await KeyAsync(house, gone.Id);
        (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(gone.Ins, "Fin"))).Done();
        PassRetention(house);
        Assert.Equal(0, await house.WorkAsync<RecordDestruction>()); // not before it was announced
        Assert.Equal(1, await house.WorkAsync<DestructionNotice>());
        Assert.Equal(0, await house.WorkAsync<DestructionNotice>());
        Assert.Equal(1, (await house.MessagesAsync(gone.Id)).Count(kind => kind is NoticeKind.DestructionAhead));
        house.Clock.Advance(Ahead - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await house.WorkAsync<RecordDestruction>());
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        var lines = await house.CountTracesAsync();
        Assert.True(await house.WorkAsync<RecordDestruction>() > before.Count);

        Assert.Empty(await CountAsync(house, gone.Id));
        Assert.Equal(neighbour, await CountAsync(house, stays.Id));
        Assert.Equal("record.unknown", (await house.RunAsync<ReactivateRecord, RecordId>(Sample.Desk, new ReactivateRecord(gone.Ins))).Code());
        Assert.Equal(lines + 2, await house.CountTracesAsync()); // the destruction and this refusal
        Assert.IsType<TrailVerdict.Intact>(await house.Get<TrailVerifier>().VerifyAsync(default));

        var told = Assert.Single((await house.RunAsync<ListDestructions, IReadOnlyList<DestructionLine>>(
            Sample.Desk, new ListDestructions(gone.Ins))).Done());
        var certificate = DestructionCertificate.Read(told.Certificate!)!;
        using var key = await PublicKeyAsync(house);
        Assert.True(certificate.IsSignedBy(key));
        Assert.Equal(before.Where(table => table.Value > 0).Sum(table => table.Value) + 2, certificate.Certificate.Rows.Values.Sum()); // two messages more
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(wrapped)), certificate.Certificate.KeyHash);
        Assert.Null(await house.Get<DestructionCheck>().ContradictionAsync(certificate.Certificate, default));
        Assert.DoesNotContain(gone.Id.ToString(), told.Certificate!, StringComparison.Ordinal);
        Assert.False(await IsInFilesAsync(house, wrapped));
        Assert.True(await IsInFilesAsync(house, await KeyAsync(house, stays.Id)) || database is not "Sqlite");
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8")]
    public async Task L_8_who_comes_back_after_the_announcement_keeps_everything(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var (ins, id) = await RichRecordAsync(house);
        (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, "Fin"))).Done();
        PassRetention(house, TimeSpan.FromDays(-80));
        Assert.Equal(1, await house.WorkAsync<DestructionNotice>());
        (await house.RunAsync<ReactivateRecord, RecordId>(Sample.Desk, new ReactivateRecord(ins))).Done();
        (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, "Encore"))).Done();
        house.Clock.Advance(TimeSpan.FromDays(200));
        Assert.Equal(0, await house.WorkAsync<DestructionNotice>() + await house.WorkAsync<RecordDestruction>());
        Assert.NotEmpty(await CountAsync(house, id));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8")]
    public async Task L_8_a_destruction_cut_at_any_commit_goes_on_and_ends_the_same(string database)
    {
        var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var (ins, id) = await RichRecordAsync(house, chunks: 1_200);
        (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, "Fin"))).Done();
        PassRetention(house);
        await house.WorkAsync<DestructionNotice>();
        house.Clock.Advance(Ahead);
        var expected = await CountAsync(house, id);
        var (cuts, left) = (0, expected.Values.Sum());
        for (var finished = false; !finished; cuts++)
        {
            // One commit more each time, then the server is gone; the key is the first thing to go.
            house = await house.RestartAsync(LifeHouse.CutAfter(1));
            try
            {
                finished = await house.WorkAsync<RecordDestruction>() >= 0;
            }
            catch (IOException)
            {
                await using var db = await house.OpenAsync();
                Assert.False(await db.Set<RecordKeyRow>().AnyAsync(key => key.RecordId == id));
                Assert.False(await db.Set<RecordRow>().AnyAsync(row => row.RecordId == id));
                var now = (await CountAsync(house, id)).Values.Sum();
                Assert.True(now < left || now == 0);
                left = now;
            }
        }

        Assert.True(cuts > expected.Count, $"{cuts} cuts");
        Assert.Empty(await CountAsync(house, id));
        var told = Assert.Single((await house.RunAsync<ListDestructions, IReadOnlyList<DestructionLine>>(
            Sample.Desk, new ListDestructions())).Done());
        Assert.Equal(expected, DestructionCertificate.Read(told.Certificate!)!.Certificate.Rows);
        house = await house.RestartAsync();
        Assert.Equal(0, await house.WorkAsync<RecordDestruction>());
        await house.DisposeAsync();
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8")]
    public async Task L_8_several_servers_and_a_reactivation_at_once_destroy_once_or_not_at_all(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database), null, ("Retention:YearsAfterClosing", "1"));
        for (var round = 0; round < 6; round++)
        {
            var (ins, id) = await house.OpenRecordAsync();
            (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, "Fin"))).Done();
            house.Clock.Advance(TimeSpan.FromDays(300));
            await house.WorkAsync<DestructionNotice>();
            house.Clock.Advance(Ahead);
            var reactivation = Task.Run(() => house.RunAsync<ReactivateRecord, RecordId>(Sample.Desk, new ReactivateRecord(ins)));
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => house.WorkAsync<RecordDestruction>())));
            await house.WorkAsync<RecordDestruction>();
            Assert.Contains((await reactivation).Code(), (string[])["record.retention-over", "record.unknown"]);
            Assert.Empty(await CountAsync(house, id));
            Assert.Single((await house.RunAsync<ListDestructions, IReadOnlyList<DestructionLine>>(
                Sample.Desk, new ListDestructions(ins))).Done());
        }
    }

    [Fact]
    [Trait("rule", "L-8")]
    public async Task L_8_a_certificate_that_was_changed_or_is_contradicted_does_not_hold()
    {
        await using var house = await House.BuildAsync(DatabaseProvider.Sqlite);
        var (ins, id) = await RichRecordAsync(house);
        (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, "Fin"))).Done();
        PassRetention(house);
        await house.WorkAsync<DestructionNotice>();
        house.Clock.Advance(Ahead);
        await house.WorkAsync<RecordDestruction>();
        var text = (await house.RunAsync<ListDestructions, IReadOnlyList<DestructionLine>>(
            Sample.Desk, new ListDestructions())).Done()[0].Certificate!;
        var certificate = DestructionCertificate.Read(text)!;
        using var key = await PublicKeyAsync(house);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(certificate.IsSignedBy(key));
        Assert.False(certificate.IsSignedBy(other));
        Assert.False((certificate with { Signature = "AAAA" }).IsSignedBy(key));
        Assert.False((certificate with { Signature = "?" }).IsSignedBy(key));
        var facts = certificate.Certificate;
        foreach (var changed in (DestructionFacts[])
            [
                facts with { RecordHash = facts.KeyHash }, facts with { KeyDestroyedAt = facts.KeyDestroyedAt.AddDays(-1) },
                facts with { Rows = new() { ["document"] = 1 } }, facts with { TrailBatch = 1 }, facts with { Id = Guid.CreateVersion7() },
            ])
        {
            Assert.False((certificate with { Certificate = changed }).IsSignedBy(key));
        }

        Assert.Null(DestructionCertificate.Read(text.Replace("\"version\"", "\"sauf\": 1, \"version\"", StringComparison.Ordinal)));
        Assert.Null(DestructionCertificate.Read("{}"));
        Assert.Null(DestructionCertificate.Read("bruit"));

        var check = house.Get<DestructionCheck>();
        Assert.Contains("lot 1 ", await check.ContradictionAsync(facts with { TrailBatch = 1 }, default), StringComparison.Ordinal);
        await using var db = await house.OpenAsync();
        db.Add(Chunk(house, id));
        await db.SaveChangesAsync();
        Assert.Contains("vault_chunk", await check.ContradictionAsync(facts, default), StringComparison.Ordinal);
        db.Add(new RecordKeyRow { RecordId = id, Wrapped = [1] });
        await db.SaveChangesAsync();
        Assert.Contains("clé", await check.ContradictionAsync(facts, default), StringComparison.Ordinal);
    }

    /// <summary>A record with at least one row in every table that the model knows.</summary>
    internal static async Task<(Carnet.Domain.Identity.Ins Ins, RecordId Id)> RichRecordAsync(House house, int chunks = 0)
    {
        var (ins, id) = await house.OpenRecordAsync();
        await house.AllowAsync(ins, LifeHouse.Treating, treating: true);
        await house.DepositAsync(ins, id, marks: "INVISIBLE_PATIENT");
        await using var db = await house.OpenAsync();
        var present = await RecordTables.Of(db).CountAsync(db, id, default);
        foreach (var table in db.Model.GetEntityTypes().Where(table => table.ClrType != typeof(TraceRow) && table.ClrType != typeof(DestructionRow)
            && table.GetProperties().Any(property => property.GetColumnName() == "record_id") && !present.ContainsKey(table.GetTableName()!)))
        {
            db.Add(Filled(db, table, id, house.Clock.GetUtcNow()));
        }

        for (var part = 0; part < chunks; part++)
        {
            db.Add(Chunk(house, id));
        }

        await db.SaveChangesAsync();
        return (ins, id);
    }

    // A row that no use case made: only its being there counts, so its values are just what the checks of its table ask.
    private static object Filled(CarnetDb db, IEntityType table, RecordId id, DateTimeOffset now)
    {
        var row = RuntimeHelpers.GetUninitializedObject(table.ClrType);
        var entry = db.Entry(row);
        foreach (var property in table.GetProperties())
        {
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            entry.Property(property.Name).CurrentValue = type switch
            {
                _ when type == typeof(RecordId) => property.GetColumnName() == "record_id" || !property.IsNullable ? id : null,
                _ when type == typeof(byte[]) => new byte[property.GetColumnName() switch { "salt" => 16, "sha1" => 20, _ => 32 }],
                _ when type == typeof(Guid) => Guid.CreateVersion7(),
                _ when type == typeof(Carnet.Domain.Documents.DocumentId) => new Carnet.Domain.Documents.DocumentId(Guid.CreateVersion7()),
                _ when type == typeof(Carnet.Domain.Documents.SubmissionId) => new Carnet.Domain.Documents.SubmissionId(Guid.CreateVersion7()),
                _ when type == typeof(DateTimeOffset) => property.IsNullable ? null : now,
                _ when type == typeof(string) => property.GetColumnName() switch
                {
                    "holder" => Sample.Ps(9).Value, // numbers hold their check whenever the record is read
                    "structure_id" => Sample.Structure(9).Value,
                    _ => "x",
                },
                _ when type == typeof(bool) => false,
                _ when type.IsEnum => Enum.ToObject(type, 1),
                _ => Convert.ChangeType(1, type, null),
            };
        }

        // Bytes that are a key must differ from record to record.
        foreach (var property in table.FindPrimaryKey()!.Properties.Where(key => key.ClrType == typeof(byte[])))
        {
            entry.Property(property.Name).CurrentValue = RandomNumberGenerator.GetBytes(32);
        }

        return row;
    }

    private static void PassRetention(House house, TimeSpan more = default)
        => house.Clock.Advance(house.Clock.GetUtcNow().AddYears(10) - house.Clock.GetUtcNow() + more);

    private static VaultChunkRow Chunk(House house, RecordId id) => new()
    {
        RecordId = id,
        BlobId = Guid.CreateVersion7(),
        Part = 0,
        StoredAt = house.Clock.GetUtcNow(),
        Sealed = new byte[40],
    };

    private static async Task<SortedDictionary<string, long>> CountAsync(House house, RecordId id)
    {
        await using var db = await house.OpenAsync();
        return await RecordTables.Of(db).CountAsync(db, id, default);
    }

    private static async Task<byte[]> KeyAsync(House house, RecordId id)
    {
        await using var db = await house.OpenAsync();
        return (await db.Set<RecordKeyRow>().AsNoTracking().SingleAsync(key => key.RecordId == id)).Wrapped;
    }

    private static async Task<ECDsa> PublicKeyAsync(House house)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(house.Folder, "keys", "trail.pub.pem")));
        return key;
    }

    private static async Task<bool> IsInFilesAsync(House house, byte[] wanted)
    {
        foreach (var path in Directory.EnumerateFiles(house.Folder, "carnet.db*"))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new MemoryStream();
            await file.CopyToAsync(bytes);
            if (bytes.ToArray().AsSpan().IndexOf(wanted) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
