using Carnet.Domain.Access;
using Carnet.Domain.Records;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Records;

/// <summary>L-1 to L-4, L-8, A-2 to A-4 and the token that is spent: the life of a record, on both databases.</summary>
public sealed class RecordTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-4")]
    public async Task L_4_a_record_is_opened_once_and_every_attempt_is_traced(string database)
    {
        var house = await databases.OnAsync(database);
        var opening = Sample.Opening(Sample.NextIns());
        var id = (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(opening))).Done().Record;
        Assert.Equal("record.exists", (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(opening))).Code());
        await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(opening.Ins, "décès"));
        Assert.Equal("record.closed", (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(opening))).Code());
        Assert.Equal(
            ["channel.desk", "record.exists", "record.closed", "record.closed"],
            (await house.TracesAsync(id)).Select(trace => trace.Code));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-4"), Trait("rule", "T-1")]
    public async Task L_4_twenty_openings_at_once_make_one_record_and_twenty_traces(string database)
    {
        var house = await databases.OnAsync(database);
        var opening = Sample.Opening(Sample.NextIns());
        var codes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(opening))).Code()));
        Assert.Single(codes, "done");
        Assert.Equal(19, codes.Count(code => code == "record.exists"));
        Assert.Equal(20, (await house.TracesAsync(house.Get<Carnet.Server.Platform.Keys.RecordIds>().Of(opening.Ins))).Count);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-2"), Trait("rule", "L-3")]
    public async Task L_2_answers_are_kept_and_what_is_missing_opens_nothing(string database)
    {
        var house = await databases.OnAsync(database);
        var opening = Sample.Opening(Sample.NextIns());
        var before = await house.CountTracesAsync();
        Assert.Equal("record.consent-missing", (await house.RunAsync<OpenRecord, OpenedAnswer>(
            Sample.Desk, new OpenRecord(opening with { Consent = null }))).Code());
        Assert.Equal(before + 1, await house.CountTracesAsync());

        var id = (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(opening with
        {
            Contact = new Contact(null, null),
            Consent = new Consent("Camille", BreakGlassRefused: true, SamuRefused: false, MaskedInEmergency: true),
        }))).Done().Record;
        await using var db = await house.OpenAsync();
        using var record = await house.Get<IRecords>().FindAsync(db, id, default);
        Assert.Equal((true, false, true), (record!.Facts.BreakGlassRefused, record.Facts.SamuRefused, record.Facts.MaskedInEmergency));
        Assert.Equal((opening.Ins, opening.Traits, "Camille"), (record.Details().Ins, record.Details().Traits, record.Details().ConsentCollectedBy));
        Assert.Equal(new Contact(null, null), record.Details().Contact);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8")]
    public async Task L_8_a_person_closes_their_own_record_and_no_other(string database)
    {
        var house = await databases.OnAsync(database);
        var (mine, myId) = await house.OpenRecordAsync();
        var (theirs, theirId) = await house.OpenRecordAsync();
        Assert.Equal("record.unknown", (await house.RunAsync<CloseRecord, RecordId>(Sample.Patient(myId), new CloseRecord(theirs, "x"))).Code());
        Assert.Equal("access.not-authorised", (await house.RunAsync<CloseRecord, RecordId>(Sample.Doctor(1), new CloseRecord(theirs, "x"))).Code());
        Assert.Equal("done", (await house.RunAsync<CloseRecord, RecordId>(Sample.Patient(myId), new CloseRecord(mine, "je ne veux plus"))).Code());
        Assert.Equal("record.unknown", (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(Sample.NextIns(), "x"))).Code());
        await using var db = await house.OpenAsync();
        Assert.Equal(RecordStatus.Open, (await db.Set<RecordRow>().SingleAsync(row => row.RecordId == theirId)).Status);
        Assert.Equal("je ne veux plus", (await house.TracesAsync(myId))[^1].Described.Detail);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-3"), Trait("rule", "A-4")]
    public async Task A_3_an_authorisation_is_recorded_changed_and_withdrawn(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        (Caller Caller, bool Remove, bool Treating, string Expected)[] steps =
        [
            (Sample.Doctor(1), true, false, "NothingToRemove"),
            (Sample.Doctor(1), false, false, "Added"),
            (Sample.Doctor(1), false, false, "AlreadyThere"),
            (Sample.Doctor(1), true, true, "access.no-right"), // not a treating doctor yet
            (Sample.Doctor(1), false, true, "Added"),
            (Sample.Doctor(1), false, false, "AlreadyThere"), // stays treating doctor
            (Sample.Doctor(1), true, true, "Removed"),
            (Sample.Doctor(1), true, false, "Removed"),
            (Sample.Doctor(1), true, false, "NothingToRemove"),
            (Sample.As(Sample.Practitioner(2, "60", null)), false, true, "access.not-physician"),
            (Sample.Establishment(1), false, false, "access.no-right"),
            (Sample.Doctor(3, AccessMode.BreakGlass), false, false, "access.no-right"),
        ];
        foreach (var (caller, remove, treating, expected) in steps)
        {
            var outcome = await house.RunAsync<SetAuthorisation, AuthorisationChange>(caller, new SetAuthorisation(ins, remove, treating));
            Assert.Equal(expected, outcome.Code() is "done" ? outcome.Done().ToString() : outcome.Code());
        }

        Assert.Equal(steps.Length + 1, (await house.TracesAsync(id)).Count);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-2"), Trait("rule", "T-1")]
    public async Task A_2_a_block_holds_however_it_races_with_a_declaration(string database)
    {
        var house = await databases.OnAsync(database);
        for (var round = 0; round < 15; round++)
        {
            var (ins, id) = await house.OpenRecordAsync();
            if (round % 2 == 1)
            {
                await house.RunAsync<SetAuthorisation, AuthorisationChange>(Sample.Doctor(1), new SetAuthorisation(ins, false, true));
            }

            var before = (await house.TracesAsync(id)).Count;
            var attempts = Enumerable.Range(0, 6).Select(i => i == 3
                ? house.RunAsync<BlockProfessional, AuthorisationChange>(Sample.Patient(id), new BlockProfessional(Sample.Ps(1)))
                : house.RunAsync<SetAuthorisation, AuthorisationChange>(Sample.Doctor(1), new SetAuthorisation(ins, i == 5, i % 2 == 0 && i != 5)));
            var outcomes = await Task.WhenAll(attempts);

            await using var db = await house.OpenAsync();
            using var record = await house.Get<IRecords>().FindAsync(db, id, default);
            Assert.True(record!.Facts.GrantOf(Sample.Ps(1))!.Blocked);
            Assert.Equal("done", outcomes[3].Code());
            Assert.Equal(before + 6, (await house.TracesAsync(id)).Count);
            Assert.Equal("access.not-authorised", (await house.RunAsync<SetAuthorisation, AuthorisationChange>(
                Sample.Doctor(1), new SetAuthorisation(ins, false, true))).Code());
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-2")]
    public async Task A_2_only_the_person_blocks_and_who_is_let_in_again_must_be_asked_again(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        await house.RunAsync<SetAuthorisation, AuthorisationChange>(Sample.Doctor(1), new SetAuthorisation(ins, false, true));
        Assert.Equal("access.no-right", (await house.RunAsync<BlockProfessional, AuthorisationChange>(
            Sample.Doctor(2), new BlockProfessional(Sample.Ps(1), Patient: ins))).Code());
        var me = Sample.Patient(id);
        (bool Unblock, AuthorisationChange Expected)[] steps =
            [(false, AuthorisationChange.Added), (false, AuthorisationChange.AlreadyThere), (true, AuthorisationChange.Removed), (true, AuthorisationChange.NothingToRemove)];
        foreach (var (unblock, expected) in steps)
        {
            Assert.Equal(expected, (await house.RunAsync<BlockProfessional, AuthorisationChange>(me, new BlockProfessional(Sample.Ps(1), unblock))).Done());
        }

        await using var db = await house.OpenAsync();
        using var record = await house.Get<IRecords>().FindAsync(db, id, default);
        var grant = record!.Facts.GrantOf(Sample.Ps(1))!;
        Assert.Equal((GrantState.Expired, false), (grant.StateAt(house.Clock.GetUtcNow()), grant.Treating));
        Assert.Equal("record.unknown", (await house.RunAsync<BlockProfessional, AuthorisationChange>(
            Sample.Patient(new RecordId(Guid.CreateVersion7())), new BlockProfessional(Sample.Ps(1)))).Code());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "T-1")]
    public async Task A_token_is_spent_by_its_first_use_and_the_second_stores_nothing(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var caller = WithToken(Sample.Doctor(1), 1);
        await house.RunAsync<SetAuthorisation, AuthorisationChange>(caller, new SetAuthorisation(ins, false, false));
        var before = await house.CountTracesAsync();
        await Assert.ThrowsAsync<SpentTokenException>(
            () => house.RunAsync<SetAuthorisation, AuthorisationChange>(caller, new SetAuthorisation(ins, true, false)));
        Assert.Equal(before, await house.CountTracesAsync());
        await using var db = await house.OpenAsync();
        using var record = await house.Get<IRecords>().FindAsync(db, id, default);
        Assert.Equal(GrantState.Active, record!.Facts.GrantOf(Sample.Ps(1))!.StateAt(house.Clock.GetUtcNow()));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_token_sent_thirty_times_at_once_works_once(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, _) = await house.OpenRecordAsync();
        var caller = WithToken(Sample.Doctor(1), 2);
        var before = await house.CountTracesAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
        {
            try
            {
                return (await house.RunAsync<SetAuthorisation, AuthorisationChange>(caller, new SetAuthorisation(ins, i % 2 == 0, false))).Code();
            }
            catch (SpentTokenException)
            {
                return "spent";
            }
        }));
        Assert.Equal(29, results.Count(result => result == "spent"));
        Assert.Equal(before + 1, await house.CountTracesAsync());
    }

    private static Caller.Professional WithToken(Caller.Professional caller, byte token) => caller with
    {
        Origin = new Origin(Door.Soap, null, new OneTimeToken(Enumerable.Repeat(token, 32).ToArray(), DateTimeOffset.UnixEpoch.AddYears(90))),
    };
}
