using System.Text;
using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Documents;

/// <summary>F-3 to F-6, V-1 to V-6, T-1: deposit, find and read, on both databases.</summary>
public sealed class DocumentTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    private static readonly Caller.Professional Author = Sample.Doctor(1), Friend = Sample.Doctor(2), Stranger = Sample.Doctor(3);

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-3"), Trait("rule", "T-1")]
    public async Task F_3_a_set_is_stored_whole_or_not_at_all_and_each_refusal_leaves_one_trace(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        (string Code, SubmitDocuments Request)[] cases =
        [
            ("document.part-missing", Three(ins).Parts(parts => parts.Take(2)).Request()),
            ("document.part-extra", Three(ins).Parts(parts => parts.Append(("Document09", [1]))).Request()),
            ("document.part-extra", Three(ins).Parts(parts => parts.Append((null, [1]))).Request()),
            ("document.part-extra", Three(ins).Parts(parts => parts.Append(parts[0])).Request()),
            ("document.empty", Three(ins).Parts(parts => [parts[0], parts[1], (parts[2].Key, [])]).Request()),
            ("document.cda-invalid", Three(ins).Parts(parts => [parts[0], parts[1], (parts[2].Key, "bruit"u8.ToArray())]).Request()),
            ("document.size-mismatch", new Lot(ins, Author).Add("11488-4").Add("11488-4", change: draft => draft with { DeclaredSize = 1 }).Request()),
            ("document.hash-mismatch", new Lot(ins, Author).Add("11488-4").Add("11488-4", change: draft => draft with { DeclaredSha1 = new string('0', 40) }).Request()),
            ("document.traits-mismatch", new Lot(ins, Author, "AUTRE").Add("11488-4").Request()),
            ("document.patient-mismatch", Three(ins).Request(set => set with { Patient = Sample.NextIns() })),
            ("document.wrong-class", Three(ins).Add("11488-4", change: draft => draft with { Class = draft.Class with { Value = "11" } }).Request()),
            ("document.foreign-author", Three(ins).Request(set => set with { Authors = [] })),
            ("document.replaces-unknown", new Lot(ins, Author).Add("11488-4").Add("11488-4", replaces: Guid.CreateVersion7()).Request()),
            ("submission.signature-invalid", Three(ins).AddSignature("bruit").Request()),
        ];
        foreach (var (code, request) in cases)
        {
            var before = (await house.TracesAsync(id)).Count;
            Assert.Equal(code, (await SubmitAsync(house, Author, request)).Code());
            Assert.Equal(before + 1, (await house.TracesAsync(id)).Count);
        }

        await using var db = await house.OpenAsync();
        Assert.Equal(0, await db.Set<DocumentRow>().CountAsync(row => row.RecordId == id));
        Assert.Equal(0, await db.Set<SubmissionRow>().CountAsync(row => row.RecordId == id));

        Assert.Equal(4, (await SubmitAsync(house, Author, Three(ins).AddSignature("signed").Request())).Done().Documents);
        Assert.Equal(3, (await house.TracesAsync(id)).Count(trace => trace.Code == "document.stored"));
        Assert.Equal("record.unknown", (await SubmitAsync(house, Author, Three(Sample.NextIns()).Request())).Code());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-4")]
    public async Task F_4_a_large_document_goes_in_and_comes_out_byte_for_byte(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, _) = await house.OpenRecordAsync();
        foreach (var size in (int[])[100, 512 * 1024, (2 * 1024 * 1024) + 7])
        {
            var uniqueId = Lot.NextOid();
            var filling = new string('é', size / 2);
            Assert.Equal("done", (await SubmitAsync(house, Author, new Lot(ins, Author).Add("11488-4", uniqueId, filling: filling).AddSignature("signed").Request())).Code());
            var read = Encoding.UTF8.GetString(await ContentAsync(house, Author, ins, uniqueId));
            Assert.EndsWith("|" + filling, read, StringComparison.Ordinal);
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-5")]
    public async Task F_5_the_same_set_again_is_acknowledged_and_changes_nothing(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var (set, document) = (Lot.NextOid(), Lot.NextOid());
        SubmitDocuments Again(string filling = "texte", Caller? caller = null, string? other = null)
            => new Lot(ins, caller ?? Author) { UniqueId = other ?? set }.Add("11488-4", document, filling: filling).Request();

        Assert.False((await SubmitAsync(house, Author, Again())).Done().WasThere);
        Assert.True((await SubmitAsync(house, Author, Again())).Done().WasThere);
        Assert.True((await SubmitAsync(house, Author, Again(other: Lot.NextOid()))).Done().WasThere);
        Assert.Equal("submission.duplicate-id", (await SubmitAsync(house, Author, Again("autre"))).Code());
        Assert.Equal("submission.duplicate-id", (await SubmitAsync(house, Friend, Again(caller: Friend))).Code());
        Assert.Equal("document.other-content", (await SubmitAsync(house, Author, Again("autre", other: Lot.NextOid()))).Code());
        Assert.Equal("document.other-content", (await SubmitAsync(house, Friend, Again(caller: Friend, other: Lot.NextOid()))).Code());
        await using var db = await house.OpenAsync();
        Assert.Equal(1, await db.Set<DocumentRow>().CountAsync(row => row.RecordId == id));
        Assert.Equal(8, (await house.TracesAsync(id)).Count);

        var many = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => SubmitAsync(house, Author, Again()))));
        Assert.All(many, outcome => Assert.True(outcome.Done().WasThere));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-6"), Trait("rule", "F-5")]
    public async Task F_6_a_replacement_retires_the_old_one_once_even_when_sent_again(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var old = await DepositAsync(house, ins, Author, marks: ["MASQUE_PS"]);
        var (set, document) = (Lot.NextOid(), Lot.NextOid());
        SubmitDocuments Replace(Caller caller, string? number = null, string? unique = null) => new Lot(ins, caller) { UniqueId = number ?? set }
            .Add("11488-4", unique ?? document, replaces: old.Value).Request();

        Assert.Equal("document.replaces-unknown", (await SubmitAsync(house, Friend, Replace(Friend, Lot.NextOid(), Lot.NextOid()))).Code());
        Assert.False((await SubmitAsync(house, Author, Replace(Author))).Done().WasThere);
        Assert.True((await SubmitAsync(house, Author, Replace(Author))).Done().WasThere);
        Assert.Equal("document.replaces-unknown", (await SubmitAsync(house, Author, Replace(Author, Lot.NextOid(), Lot.NextOid()))).Code());

        await using var db = await house.OpenAsync();
        var rows = await db.Set<DocumentRow>().AsNoTracking().Where(row => row.RecordId == id).ToListAsync();
        Assert.Equal(2, rows.Count);
        var (before, after) = (rows.Single(row => row.DocumentId == old), rows.Single(row => row.DocumentId != old));
        Assert.Equal((DocumentStatus.Deprecated, DocumentStatus.Approved), (before.Status, after.Status));
        Assert.Equal((old, Marks.MaskedToProfessionals), (after.Replaces, after.Marks));
        Assert.Contains(await house.TracesAsync(id), trace => trace is { Act: TraceAct.Replace, Code: "document.stored" });
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-6")]
    public async Task F_6_of_many_replacements_at_once_one_wins(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var old = await DepositAsync(house, ins, Author);
        var codes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () => (await SubmitAsync(
            house, Author, new Lot(ins, Author).Add("11488-4", replaces: old.Value).Request())).Code())));
        Assert.Single(codes, "done");
        Assert.Equal(9, codes.Count(code => code == "document.replaces-unknown"));
        await using var db = await house.OpenAsync();
        Assert.Equal(2, await db.Set<DocumentRow>().CountAsync(row => row.RecordId == id));
        Assert.Equal(12, (await house.TracesAsync(id)).Count);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-1"), Trait("rule", "V-2"), Trait("rule", "V-3"), Trait("rule", "A-1"), Trait("rule", "A-6")]
    public async Task V_2_everybody_finds_and_reads_what_the_rules_give_them(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        await house.RunAsync<SetAuthorisation, AuthorisationChange>(Friend, new SetAuthorisation(ins, false, false));
        await house.RunAsync<SetAuthorisation, AuthorisationChange>(Sample.Doctor(4), new SetAuthorisation(ins, false, true));
        await house.RunAsync<BlockProfessional, AuthorisationChange>(Sample.Patient(id), new BlockProfessional(Sample.Ps(5)));
        string[] marks = ["", "MASQUE_PS", "INVISIBLE_PATIENT"];
        string[] uniqueIds = ["1.2.3.1", "1.2.3.2", "1.2.3.3"];
        foreach (var (mark, uniqueId) in marks.Zip(uniqueIds))
        {
            await DepositAsync(house, ins, Author, uniqueId, mark is "" ? [] : [mark]);
        }

        (string Rule, Caller Caller, string Sees)[] cases =
        [
            ("the author sees all of their own", Author, "YYY"),
            ("who has consent does not see what is masked", Friend, "Y-Y"),
            ("the treating doctor does", Sample.Doctor(4), "YYY"),
            ("a stranger sees nothing", Stranger, "---"),
            ("who is blocked sees nothing", Sample.Doctor(5), "---"),
            ("who is blocked breaks no glass", Sample.Doctor(5, AccessMode.BreakGlass), "---"),
            ("broken glass does not see what is masked", Sample.Doctor(3, AccessMode.BreakGlass), "Y-Y"),
            ("the SAMU neither", Sample.Doctor(3, AccessMode.Samu), "Y-Y"),
            ("an optician reads no report, consent or not", Sample.As(Sample.Practitioner(2, "28", null)), "---"),
            ("an establishment reads nothing", Sample.Establishment(1), "---"),
            ("the person waits for what is hidden", Sample.Patient(id), "YY-"),
        ];
        foreach (var (rule, caller, sees) in cases)
        {
            var found = await house.RunAsync<FindDocuments, FoundDocuments>(caller, new FindDocuments(ins, DocumentCriteria.Approved));
            var seen = found.Code() is "done" ? found.Done().Documents.Select(document => document.Row.UniqueId).ToHashSet() : [];
            Assert.True(sees == string.Concat(uniqueIds.Select(uniqueId => seen.Contains(uniqueId) ? 'Y' : '-')), rule);

            var read = (await house.RunAsync<ReadDocuments, IReadOnlyList<ReadContentAnswer>>(caller, new ReadDocuments(ins, uniqueIds))).Done();
            Assert.True(sees == string.Concat(read.Select(answer => answer.Content is null ? '-' : 'Y')), rule + ", read");
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-6"), Trait("rule", "T-1")]
    public async Task V_6_refused_and_unknown_are_the_same_answer_and_the_trail_knows_better(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        await house.RunAsync<SetAuthorisation, AuthorisationChange>(Friend, new SetAuthorisation(ins, false, false));
        var masked = Lot.NextOid();
        var number = await DepositAsync(house, ins, Author, masked, ["MASQUE_PS"]);
        var before = (await house.TracesAsync(id)).Count;

        foreach (var uniqueId in (string[])[masked, "1.2.3.404"])
        {
            var answers = (await house.RunAsync<ReadDocuments, IReadOnlyList<ReadContentAnswer>>(Friend, new ReadDocuments(ins, [uniqueId]))).Done();
            Assert.Equal([new ReadContentAnswer(uniqueId, null)], answers);
            var named = (await house.RunAsync<FindDocuments, FoundDocuments>(
                Friend, new FindDocuments(ins, DocumentCriteria.Any with { UniqueIds = [uniqueId] }, WithSubmissions: true))).Done();
            Assert.Empty(named.Documents);
            Assert.Empty(named.Submissions);
        }

        var traces = (await house.TracesAsync(id)).Skip(before).ToList();
        Assert.Equal(["refused.masked", "ground.consent", "document.unknown", "ground.consent"], traces.Select(trace => trace.Code));
        Assert.Equal([number, null, null, null], traces.Select(trace => trace.Document));

        // Blocked, expired and never asked: one answer, three truths.
        await house.RunAsync<BlockProfessional, AuthorisationChange>(Sample.Patient(id), new BlockProfessional(Sample.Ps(5)));
        var (blocked, never) = (await FindAsync(house, Sample.Doctor(5), ins), await FindAsync(house, Stranger, ins));
        Assert.Equal(never, blocked);
        Assert.Equal("access.not-authorised", never);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "T-1")]
    public async Task T_1_each_attempt_to_find_or_read_leaves_exactly_one_trace(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var uniqueId = Lot.NextOid();
        await DepositAsync(house, ins, Author, uniqueId);
        Caller[] callers =
        [
            Author, Stranger, Sample.Doctor(3, AccessMode.BreakGlass), Sample.Doctor(3, AccessMode.BreakGlass, "court"), Sample.Doctor(3, AccessMode.Samu),
            Sample.Establishment(1), Sample.Employee(1), new Caller.Insurer { Origin = Sample.Soap }, Sample.Patient(new RecordId(Guid.CreateVersion7())),
        ];
        foreach (var caller in callers)
        {
            foreach (var references in (bool[])[false, true])
            {
                var before = await house.CountTracesAsync();
                await house.RunAsync<FindDocuments, FoundDocuments>(caller, new FindDocuments(ins, DocumentCriteria.Approved, references));
                Assert.Equal(before + 1, await house.CountTracesAsync());
            }

            var reading = await house.CountTracesAsync();
            await house.RunAsync<ReadDocuments, IReadOnlyList<ReadContentAnswer>>(caller, new ReadDocuments(ins, [uniqueId, uniqueId]));
            Assert.Equal(reading + 1, await house.CountTracesAsync());
        }

        var glass = (await house.TracesAsync(id)).First(trace => trace.Mode is AccessMode.BreakGlass && trace.Outcome is TraceOutcome.Done);
        Assert.Equal((true, "Patient inconscient"), (glass.IsEmergency, glass.Described.Reason));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-8")]
    public async Task L_8_nobody_reads_or_feeds_a_closed_record(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var uniqueId = Lot.NextOid();
        await DepositAsync(house, ins, Author, uniqueId);
        await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, "à la demande"));
        foreach (var caller in (Caller[])[Author, Sample.Patient(id), Sample.Doctor(3, AccessMode.BreakGlass), Sample.Establishment(1)])
        {
            Assert.Equal("record.closed", await FindAsync(house, caller, ins));
            Assert.Equal("record.closed", (await house.RunAsync<ReadDocuments, IReadOnlyList<ReadContentAnswer>>(caller, new ReadDocuments(ins, [uniqueId]))).Code());
        }

        Assert.Equal("record.closed", (await SubmitAsync(house, Author, Three(ins).Request())).Code());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "A-9")]
    public async Task A_9_an_establishment_finds_the_number_of_what_it_deposited_and_no_more(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, _) = await house.OpenRecordAsync();
        var hospital = Sample.Establishment(30);
        var mine = await DepositAsync(house, ins, hospital);
        await DepositAsync(house, ins, Author);
        var found = (await house.RunAsync<FindDocuments, FoundDocuments>(hospital, new FindDocuments(ins, DocumentCriteria.Approved, ReferencesOnly: true))).Done();
        var only = Assert.Single(found.Documents);
        Assert.Equal((mine, null, false), (only.Row.DocumentId, only.Description, only.MayOpen));
        Assert.Equal("access.no-right", await FindAsync(house, hospital, ins));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "T-2"), Trait("rule", "V-6")]
    public async Task T_2_the_person_sees_every_line_newest_first_but_those_on_what_they_may_not_see(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        await DepositAsync(house, ins, Author);
        await DepositAsync(house, ins, Author, marks: ["INVISIBLE_PATIENT"]);
        for (var i = 0; i < 12; i++)
        {
            house.Clock.Advance(TimeSpan.FromSeconds(1));
            await FindAsync(house, i % 2 == 0 ? Stranger : Sample.Doctor(3, AccessMode.BreakGlass), ins);
        }

        List<TraceLine> lines = [];
        Guid? before = null;
        for (var more = true; more;)
        {
            var page = (await house.RunAsync<ListTraces, TraceList>(Sample.Patient(id), new ListTraces(4, before))).Done();
            lines.AddRange(page.Lines);
            (more, before) = (page.More, page.Lines[^1].Id);
            Assert.InRange(page.Lines.Count, 1, 4);
        }

        Assert.Equal(14, lines.Count); // opening, one deposit, twelve looks
        Assert.Equal(lines.OrderByDescending(line => line.At).Select(line => line.At), lines.Select(line => line.At));
        Assert.Equal(14, lines.Select(line => line.Id).Distinct().Count());
        Assert.Equal(6, lines.Count(line => line.IsEmergency));
        Assert.Equal("record.unknown", (await house.RunAsync<ListTraces, TraceList>(Stranger, new ListTraces())).Code());
    }

    private static Lot Three(Ins ins) => new Lot(ins, Author).Add("11488-4").Add("11490-0").Add("60591-5");

    private static Task<Carnet.Domain.Common.Outcome<SubmissionAccepted>> SubmitAsync(House house, Caller caller, SubmitDocuments request)
        => house.RunAsync<SubmitDocuments, SubmissionAccepted>(caller, request);

    private static async Task<DocumentId> DepositAsync(House house, Ins ins, Caller caller, string? uniqueId = null, string[]? marks = null)
    {
        uniqueId ??= Lot.NextOid();
        (await SubmitAsync(house, caller, new Lot(ins, caller).Add("11488-4", uniqueId, marks).Request())).Done();
        await using var db = await house.OpenAsync();
        var record = house.Get<Carnet.Server.Platform.Keys.RecordIds>().Of(ins);
        return (await db.Set<DocumentRow>().SingleAsync(row => row.RecordId == record && row.UniqueId == uniqueId)).DocumentId;
    }

    private static async Task<string> FindAsync(House house, Caller caller, Ins ins)
        => (await house.RunAsync<FindDocuments, FoundDocuments>(caller, new FindDocuments(ins, DocumentCriteria.Approved))).Code();

    private static async Task<byte[]> ContentAsync(House house, Caller caller, Ins ins, string uniqueId)
    {
        var answer = Assert.Single((await house.RunAsync<ReadDocuments, IReadOnlyList<ReadContentAnswer>>(caller, new ReadDocuments(ins, [uniqueId]))).Done());
        await using var stream = answer.Content!.Open();
        var all = new MemoryStream();
        await stream.CopyToAsync(all);
        Assert.Equal(answer.Content.Size, all.Length);
        return all.ToArray();
    }
}
