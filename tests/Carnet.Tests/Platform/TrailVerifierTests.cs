using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Cli;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Platform;

/// <summary>T-3: whatever is done to the trail behind its back, the check names the first bad entry.</summary>
[Trait("rule", "T-3")]
public sealed class TrailVerifierTests
{
    /// <summary>The batch of three lines that the tests lay hands on; two come before, two after.</summary>
    private const long Middle = 3;

    [Theory, OnSqlite, OnPostgreSql]
    public async Task T_3_an_untouched_trail_is_intact(string database)
    {
        await using var house = await BuildAsync(database);
        Assert.Equal(new TrailVerdict.Intact(5, 7), await VerifyAsync(house));
        var (exit, line) = await VerifyTrailCommand.RunAsync(house.Services, default);
        Assert.Equal((0, "Registre intact : 5 lots, 7 lignes."), (exit, line));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task T_3_an_empty_trail_is_intact(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        Assert.Equal(new TrailVerdict.Intact(0, 0), await VerifyAsync(house));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_missing_line_is_named(string database) => BreaksAsync(database, Middle, 1, "Cette ligne manque.",
        db => Lines(db, 1).ExecuteDeleteAsync());

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_missing_last_line_of_a_batch_is_named(string database) => BreaksAsync(database, Middle, 2, "Cette ligne manque.",
        db => Lines(db, 2).ExecuteDeleteAsync());

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_copied_line_is_one_too_many(string database) => BreaksAsync(database, Middle, 1, "Cette ligne est de trop",
        db => CopyAsync(db, Middle, 1));

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_line_added_behind_its_batch_is_one_too_many(string database)
        => BreaksAsync(database, Middle, 3, "Cette ligne est de trop", db => CopyAsync(db, Middle, 3));

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_line_of_no_batch_was_added(string database)
        => BreaksAsync(database, 999, 0, "Cette ligne n'appartient à aucun lot", db => CopyAsync(db, 999, 0));

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_line_before_the_first_batch_was_added(string database)
        => BreaksAsync(database, 0, 0, "Cette ligne n'appartient à aucun lot", db => CopyAsync(db, 0, 0));

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_changed_code_is_named(string database) => BreaksAsync(database, Middle, 1, "n'est plus celle",
        db => Lines(db, 1).ExecuteUpdateAsync(set => set.SetProperty(line => line.Code, "rien")));

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_changed_outcome_is_named(string database) => BreaksAsync(database, Middle, 0, "n'est plus celle",
        db => Lines(db, 0).ExecuteUpdateAsync(set => set.SetProperty(line => line.Outcome, TraceOutcome.Refused)));

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_changed_instant_is_named(string database) => BreaksAsync(database, Middle, 2, "n'est plus celle",
        db => Lines(db, 2).ExecuteUpdateAsync(set => set.SetProperty(line => line.At, DateTimeOffset.UnixEpoch)));

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_changed_sealed_part_is_named(string database) => BreaksAsync(database, Middle, 1, "n'est plus celle",
        db => Lines(db, 1).ExecuteUpdateAsync(set => set.SetProperty(line => line.Sealed, new byte[40])));

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_an_actor_put_in_another_s_place_is_named(string database) => BreaksAsync(database, Middle, 1, "n'est plus celle",
        db => Lines(db, 1).ExecuteUpdateAsync(set => set.SetProperty(line => line.ActorId, Sample.Ps(50).Value)));

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_line_moved_to_another_record_is_named(string database) => BreaksAsync(database, Middle, 1, "n'est plus celle",
        db => Lines(db, 1).ExecuteUpdateAsync(set => set.SetProperty(line => line.RecordId, new RecordId(new Guid(7, 7, 7, new byte[8])))));

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_lines_in_another_order_are_named(string database) => BreaksAsync(database, Middle, 0, "n'est plus celle",
        async db =>
        {
            await Lines(db, 0).ExecuteUpdateAsync(set => set.SetProperty(line => line.Leaf, 77));
            await Lines(db, 2).ExecuteUpdateAsync(set => set.SetProperty(line => line.Leaf, 0));
            await Lines(db, 77).ExecuteUpdateAsync(set => set.SetProperty(line => line.Leaf, 2));
        });

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_missing_batch_is_named(string database) => BreaksAsync(database, Middle, null, "Ce lot manque.",
        async db =>
        {
            await db.Set<TraceRow>().Where(line => line.Batch == Middle).ExecuteDeleteAsync();
            await Batch(db, Middle).ExecuteDeleteAsync();
        });

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_batches_in_another_order_are_named(string database) => BreaksAsync(database, 2, null, "ne donnent pas sa tête",
        async db =>
        {
            foreach (var (from, to) in ((long, long)[])[(2, 77), (Middle, 2), (77, Middle)])
            {
                var rows = await Batch(db, from).AsNoTracking().SingleAsync();
                await Batch(db, from).ExecuteDeleteAsync();
                await db.Set<TraceRow>().Where(line => line.Batch == from).ExecuteUpdateAsync(set => set.SetProperty(line => line.Batch, to));
                db.Add(new TrailBatchRow { Number = to, At = rows.At, Leaves = rows.Leaves, Head = rows.Head, Signature = rows.Signature });
                await db.SaveChangesAsync();
            }
        });

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_changed_hashes_are_named(string database) => BreaksAsync(database, Middle, null, "ne donnent pas sa tête",
        db => Batch(db, Middle).ExecuteUpdateAsync(set => set.SetProperty(batch => batch.Leaves, new byte[96])));

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_hashes_of_a_wrong_length_are_named(string database) => BreaksAsync(database, Middle, null, "longueur attendue",
        db => Batch(db, Middle).ExecuteUpdateAsync(set => set.SetProperty(batch => batch.Leaves, new byte[95])));

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_changed_head_is_named(string database) => BreaksAsync(database, Middle, null, "ne donnent pas sa tête",
        db => Batch(db, Middle).ExecuteUpdateAsync(set => set.SetProperty(batch => batch.Head, new byte[32])));

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_batch_that_hangs_together_but_is_not_signed_is_named(string database)
        => BreaksAsync(database, Middle, null, "La signature de ce lot", async db =>
        {
            // Who may write to the database but has no key: a line is taken away and all hashes are made right again.
            var before = await Batch(db, 2).Select(batch => batch.Head).SingleAsync();
            var leaves = (await Batch(db, Middle).Select(batch => batch.Leaves).SingleAsync())[..64];
            await Lines(db, 2).ExecuteDeleteAsync();
            var head = MerkleTree.ChainHead(Middle, before, MerkleTree.Root([.. leaves.Chunk(32)]));
            await Batch(db, Middle).ExecuteUpdateAsync(set => set
                .SetProperty(batch => batch.Leaves, leaves).SetProperty(batch => batch.Head, head));
        });

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_an_end_that_was_cut_off_is_noticed(string database) => BreaksAsync(database, 5, null, "La fin du registre manque",
        async db =>
        {
            await db.Set<TraceRow>().Where(line => line.Batch == 5).ExecuteDeleteAsync();
            await Batch(db, 5).ExecuteDeleteAsync();
        });

    [Theory, OnSqlite, OnPostgreSql]
    public Task T_3_a_trail_that_was_emptied_is_noticed(string database) => BreaksAsync(database, 1, null, "La fin du registre manque",
        async db =>
        {
            await db.Set<TraceRow>().ExecuteDeleteAsync();
            await db.Set<TrailBatchRow>().ExecuteDeleteAsync();
        });

    [Theory, OnSqlite, OnPostgreSql]
    public async Task T_3_a_trail_that_was_written_anew_with_the_key_is_noticed(string database)
    {
        await using var house = await BuildAsync(database);
        await using (var db = await house.OpenAsync())
        {
            await FreeAsync(db);
            var before = await Batch(db, 4).Select(batch => batch.Head).SingleAsync();
            var line = await db.Set<TraceRow>().Where(row => row.Batch == 5).Select(row => row.TraceId).SingleAsync();
            await db.Set<TraceRow>().Where(row => row.TraceId == line).ExecuteUpdateAsync(set => set.SetProperty(row => row.Code, "rien"));
            var leaf = (await db.Set<TraceRow>().AsNoTracking().SingleAsync(row => row.TraceId == line)).LeafHash();
            var head = MerkleTree.ChainHead(5, before, MerkleTree.Root([leaf]));
            var signature = house.Get<TrailSigner>().Sign(head);
            await Batch(db, 5).ExecuteUpdateAsync(set => set.SetProperty(batch => batch.Leaves, leaf)
                .SetProperty(batch => batch.Head, head).SetProperty(batch => batch.Signature, signature));
        }

        var broken = Assert.IsType<TrailVerdict.Broken>(await VerifyAsync(house));
        Assert.Equal(5, broken.Batch);
        Assert.Contains("réécrit", broken.Sentence, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task T_3_an_unreadable_checkpoint_is_no_proof(string database)
    {
        await using var house = await BuildAsync(database);
        await File.WriteAllTextAsync(Path.Combine(house.Folder, "keys", "trail.head"), "x y");
        Assert.Contains("point de contrôle", Assert.IsType<TrailVerdict.Broken>(await VerifyAsync(house)).Sentence, StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task T_3_a_line_that_cannot_be_read_is_named_and_not_a_crash(string database)
    {
        await using var house = await BuildAsync(database);
        await using (var db = await house.OpenAsync())
        {
            await FreeAsync(db);
            await db.Database.ExecuteSqlRawAsync("update trace set record_id = x'00' where batch = 3 and leaf = 1");
        }

        var broken = Assert.IsType<TrailVerdict.Broken>(await VerifyAsync(house));
        Assert.Contains("lisible", broken.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_ends_with_0_or_1_and_one_line()
    {
        await using var house = await BuildAsync(nameof(DatabaseProvider.Sqlite));
        Assert.Equal(0, await CommandLine.RunAsync(["verify-trail", "--data", house.Folder]));

        await using (var db = await house.OpenAsync())
        {
            await FreeAsync(db);
            await Lines(db, 1).ExecuteDeleteAsync();
        }

        Assert.Equal(1, await CommandLine.RunAsync(["verify-trail", "--data", house.Folder]));
        Assert.Equal((1, "Registre altéré : lot 3, ligne 1. Cette ligne manque."), await VerifyTrailCommand.RunAsync(house.Services, default));

        File.Delete(Path.Combine(house.Folder, "keys", "trail.pem"));
        var (exit, line) = await VerifyTrailCommand.RunAsync(house.Services, default);
        Assert.Equal(1, exit);
        Assert.StartsWith("Registre non vérifiable : la clé", line, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(house.Folder, "keys", "trail.pem")));
    }

    private static async Task BreaksAsync(string database, long batch, int? leaf, string sentence, Func<CarnetDb, Task> tamper)
    {
        await using var house = await BuildAsync(database);
        await using (var db = await house.OpenAsync())
        {
            await FreeAsync(db);
            await tamper(db);
        }

        var broken = Assert.IsType<TrailVerdict.Broken>(await VerifyAsync(house));
        Assert.Equal((batch, leaf), (broken.Batch, broken.Leaf));
        Assert.Contains(sentence, broken.Sentence, StringComparison.Ordinal);
        var (exit, line) = await VerifyTrailCommand.RunAsync(house.Services, default);
        Assert.Equal(1, exit);
        Assert.DoesNotContain('\n', line);
    }

    /// <summary>Batches of 1, 1, 3, 1 and 1 lines; the checkpoint knows the last one.</summary>
    private static async Task<House> BuildAsync(string database)
    {
        var house = await House.BuildAsync(Enum.Parse<DatabaseProvider>(database));
        var (_, id) = await house.OpenRecordAsync();
        await house.OpenRecordAsync();
        await using var db = await house.OpenAsync();
        using var key = house.Get<KeyWrap>().Open(id, (await db.Set<RecordKeyRow>().SingleAsync(row => row.RecordId == id)).Wrapped);
        foreach (var lines in (int[])[3, 1, 1])
        {
            house.Clock.Advance(TimeSpan.FromSeconds(2));
            var entry = new LedgerEntry();
            for (var i = 0; i < lines; i++)
            {
                entry.Traces.Add(house.Get<Tracing>().Line(
                    id, key, Sample.Doctor(i), new Happening(TraceAct.ReadDocument, TraceOutcome.Done, "ground.consent")));
            }

            await house.Get<ILedger>().WriteAsync(entry);
        }

        return house;
    }

    private static Task<TrailVerdict> VerifyAsync(House house) => house.Get<TrailVerifier>().VerifyAsync(default);

    private static async Task FreeAsync(CarnetDb db)
    {
        string[] triggers = db.Database.IsSqlite()
            ? ["drop trigger trace_is_not_updated", "drop trigger trace_is_not_deleted",
                "drop trigger trail_batch_is_not_updated", "drop trigger trail_batch_is_not_deleted"]
            : ["drop trigger trace_is_insert_only on trace", "drop trigger trail_batch_is_insert_only on trail_batch"];
        foreach (var trigger in triggers)
        {
            await db.Database.ExecuteSqlRawAsync(trigger);
        }
    }

    private static IQueryable<TraceRow> Lines(CarnetDb db, int leaf)
        => db.Set<TraceRow>().Where(line => line.Batch == Middle && line.Leaf == leaf);

    private static IQueryable<TrailBatchRow> Batch(CarnetDb db, long number)
        => db.Set<TrailBatchRow>().Where(batch => batch.Number == number);

    private static async Task CopyAsync(CarnetDb db, long batch, int leaf)
    {
        var line = await Lines(db, 1).AsNoTracking().SingleAsync();
        db.Add(new TraceRow
        {
            RecordId = line.RecordId,
            TraceId = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddYears(80)), // sorts behind the one that was copied
            Batch = batch,
            Leaf = leaf,
            At = line.At,
            Act = line.Act,
            Outcome = line.Outcome,
            Actor = line.Actor,
            ActorId = line.ActorId,
            StructureId = line.StructureId,
            Door = line.Door,
            Mode = line.Mode,
            Code = line.Code,
            Sealed = line.Sealed,
        });
        await db.SaveChangesAsync();
    }
}
