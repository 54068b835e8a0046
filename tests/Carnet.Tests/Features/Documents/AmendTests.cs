using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Documents;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Features.Documents;

/// <summary>F-7, V-2, V-3: who may mask, show, archive and delete what, through the use cases, on both databases.</summary>
public sealed class AmendTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    private const DocumentStatus Approved = DocumentStatus.Approved, Archived = DocumentStatus.Archived, Deleted = DocumentStatus.Deleted;
    private static readonly Caller.Professional Author = Sample.Doctor(1), Friend = Sample.Doctor(2), Treating = Sample.Doctor(4), Stranger = Sample.Doctor(3);
    private static readonly Caller.Establishment Hospital = Sample.Establishment(30);

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-7"), Trait("rule", "V-2"), Trait("rule", "V-3"), Trait("rule", "A-8"), Trait("rule", "V-6")]
    public async Task F_7_each_change_is_for_whom_the_rules_name(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await OpenAsync(house);
        var person = Sample.Patient(id);
        (string Rule, string Expected, Caller By, string[] Marks, Caller Caller, Func<DocumentId, object> Act)[] cases =
        [
            ("the person masks what a professional wrote", "done", Author, [], person, document => Mask(document, null)),
            ("and unmasks it", "done", Author, ["MASQUE_PS"], person, document => new SetMarks(document, Marks.None)),
            ("who has consent masks at the person's wish", "done", Author, [], Friend, document => Mask(document, ins)),
            ("but only its author unmasks", "document.unknown", Author, ["MASQUE_PS"], Friend, document => new SetMarks(document, Marks.None, ins)),
            ("its author unmasks", "done", Author, ["MASQUE_PS"], Author, document => new SetMarks(document, Marks.None, ins)),
            ("so does the treating doctor", "done", Author, ["MASQUE_PS"], Treating, document => new SetMarks(document, Marks.None, ins)),
            ("a stranger learns of nothing", "document.unknown", Author, [], Stranger, document => Mask(document, ins)),
            ("nobody masks in an emergency", "access.no-right", Author, [], Sample.Doctor(3, AccessMode.BreakGlass), document => Mask(document, ins)),
            ("who has consent makes visible to the person", "done", Author, ["INVISIBLE_PATIENT"], Friend, document => new SetMarks(document, Marks.None, ins)),
            ("what the person does not see they cannot change", "document.unknown", Author, ["INVISIBLE_PATIENT"], person, document => new SetMarks(document, Marks.None)),
            ("what is visible stays so", "document.visible-stays", Author, [], Author, document => new SetMarks(document, Marks.HiddenFromPatient, ins)),
            ("masked and hidden do not go together", "document.marks-together", Author, ["INVISIBLE_PATIENT"], Author, document => new SetMarks(document, Marks.HiddenFromPatient | Marks.MaskedToProfessionals, ins)),
            ("the author archives", "done", Author, [], Author, document => new SetStatus(document, Archived, ins)),
            ("who has consent does not", "document.not-author", Author, [], Friend, document => new SetStatus(document, Archived, ins)),
            ("nor a physician in an emergency", "document.not-author", Author, [], Sample.Doctor(3, AccessMode.BreakGlass), document => new SetStatus(document, Archived, ins)),
            ("the treating doctor archives", "done", Author, [], Treating, document => new SetStatus(document, Archived, ins)),
            ("the person does not archive what others wrote", "document.not-author", Author, [], person, document => new SetStatus(document, Archived)),
            ("the author deletes", "done", Author, [], Author, document => new SetStatus(document, Deleted, ins)),
            ("the author deletes in an emergency too", "done", Author, [], Sample.Doctor(1, AccessMode.Samu), document => new SetStatus(document, Deleted, ins)),
            ("who has consent does not delete", "document.not-author", Author, [], Friend, document => new SetStatus(document, Deleted, ins)),
            ("the treating doctor does not delete what others wrote", "document.not-author", Author, [], Treating, document => new SetStatus(document, Deleted, ins)),
            ("the person does not delete what others wrote", "document.not-author", Author, [], person, document => new SetStatus(document, Deleted)),
            ("the person deletes their own", "done", person, [], person, document => new SetStatus(document, Deleted)),
            ("the person archives their own", "done", person, [], person, document => new SetStatus(document, Archived)),
            ("the treating doctor deletes what the person wrote", "done", person, [], Treating, document => new SetStatus(document, Deleted, ins)),
            ("another professional does not", "document.of-the-patient", person, [], Friend, document => new SetStatus(document, Deleted, ins)),
            ("a structure deletes what it deposited", "done", Hospital, [], Hospital, document => new SetStatus(document, Deleted, ins)),
            ("so does its secretary", "done", Hospital, [], Sample.Employee(30), document => new SetStatus(document, Deleted, ins)),
            ("another structure learns of nothing", "document.unknown", Hospital, [], Sample.Establishment(31), document => new SetStatus(document, Deleted, ins)),
            ("a structure does not archive", "access.no-right", Hospital, [], Hospital, document => new SetStatus(document, Archived, ins)),
            ("nor does it mask", "access.no-right", Hospital, [], Hospital, document => Mask(document, ins)),
            ("what its professional deposited is theirs, not the structure's (A-9)", "document.unknown", Author, [], Sample.Establishment(1), document => new SetStatus(document, Deleted, ins)),
            ("not under another person's name", "record.unknown", Author, [], Author, document => new SetStatus(document, Deleted, Sample.NextIns())),
            ("another person's number opens nothing", "record.unknown", Author, [], Sample.Patient(new RecordId(Guid.CreateVersion7())), document => new SetStatus(document, Deleted)),
        ];
        foreach (var (rule, expected, by, marks, caller, act) in cases)
        {
            var document = await DepositAsync(house, ins, id, by, marks);
            var before = await RowAsync(house, id, document);
            var traces = await house.CountTracesAsync();
            var request = act(document);
            var code = (await RunAsync(house, caller, request)).Code();
            Assert.True(code == expected, $"{rule}: {code}");
            Assert.Equal(traces + 1, await house.CountTracesAsync());

            var after = await RowAsync(house, id, document);
            (Marks, DocumentStatus, int) wanted = (expected, request) switch
            {
                ("done", SetMarks set) => (set.Marks, Approved, before.Version + 1),
                ("done", SetStatus set) => (before.Marks, set.To, before.Version),
                _ => (before.Marks, before.Status, before.Version),
            };
            Assert.True(wanted == (after.Marks, after.Status, after.Version), rule);
        }

        var done = (await house.TracesAsync(id)).Where(trace => trace.Outcome is TraceOutcome.Done && trace.Document is not null)
            .Select(trace => trace.Code).ToHashSet();
        Assert.Superset(new HashSet<string> { "mask.set", "mask.lifted", "visible.patient", "document.archived", "document.deleted" }, done);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-7"), Trait("rule", "V-5")]
    public async Task V_5_archived_comes_back_deleted_does_not_and_the_person_never_sees_it_again(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await OpenAsync(house);
        var document = await DepositAsync(house, ins, id, Author);
        Assert.Equal("document.already-so", await CodeAsync(house, Author, new SetStatus(document, Approved, ins)));
        Assert.Equal("done", await CodeAsync(house, Author, new SetStatus(document, Archived, ins, From: Approved)));
        Assert.Equal("document.outdated", await CodeAsync(house, Author, new SetStatus(document, Archived, ins, From: Approved)));
        Assert.Equal("document.already-so", await CodeAsync(house, Author, new SetStatus(document, Archived, ins)));
        Assert.Empty(await ListedAsync(house, id, old: false));
        Assert.Equal([document], await ListedAsync(house, id, old: true));
        Assert.Equal("done", await CodeAsync(house, Author, new SetStatus(document, Approved, ins)));
        Assert.Equal([document], await ListedAsync(house, id, old: false));

        Assert.Equal("document.already-so", await CodeAsync(house, Author, new SetStatus(document, DocumentStatus.Deprecated, ins)));
        Assert.Equal("done", await CodeAsync(house, Author, new SetStatus(document, Deleted, ins)));
        Assert.Empty(await ListedAsync(house, id, old: true));
        Assert.Equal("document.unknown", (await house.RunAsync<ViewDocument, DocumentView>(Sample.Patient(id), new ViewDocument(document))).Code());
        foreach (var act in (object[])[new SetStatus(document, Approved, ins), new SetStatus(document, Archived, ins), new SetStatus(document, Deleted, ins), Mask(document, ins)])
        {
            Assert.Equal("document.already-so", (await RunAsync(house, Author, act)).Code());
        }

        Assert.Equal("document.unknown", await CodeAsync(house, Sample.Patient(id), new SetStatus(document, Approved)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "F-7"), Trait("rule", "V-2")]
    public async Task F_7_who_names_an_old_version_is_told_and_of_many_at_once_none_is_lost(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await OpenAsync(house);
        var document = await DepositAsync(house, ins, id, Author);
        Assert.Equal(2, (await RunAsync(house, Author, Mask(document, ins) with { Version = 1 })).Done().Version);
        Assert.Equal("document.outdated", (await RunAsync(house, Author, new SetMarks(document, Marks.None, ins, Version: 1))).Code());
        Assert.Equal(2, (await RunAsync(house, Author, Mask(document, ins) with { Version = 2 })).Done().Version);

        var many = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => RunAsync(
            house, Author, new SetMarks(document, i % 2 == 0 ? Marks.None : Marks.MaskedToProfessionals, ins)))));
        Assert.All(many, outcome => Assert.Equal("done", outcome.Code()));
        var changes = (await house.TracesAsync(id)).Count(trace => trace.Document == document && trace.Code is "mask.set" or "mask.lifted");
        Assert.Equal(1 + changes, (await RowAsync(house, id, document)).Version);

        var once = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RunAsync(
            house, Author, new SetStatus(document, Archived, ins, From: Approved)))));
        Assert.Single(once, outcome => outcome.Code() is "done");
        Assert.Equal(7, once.Count(outcome => outcome.Code() is "document.outdated"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-2"), Trait("rule", "F-6")]
    public async Task V_2_a_mask_goes_through_all_versions_so_that_none_tells_what_another_hides(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await OpenAsync(house);
        var old = await DepositAsync(house, ins, id, Author);
        var @new = await DepositAsync(house, ins, id, Author, replaces: old);
        Assert.Equal("done", await CodeAsync(house, Sample.Patient(id), Mask(@new, null)));
        Assert.Equal(Marks.MaskedToProfessionals, (await RowAsync(house, id, old)).Marks);
        var found = (await house.RunAsync<FindDocuments, FoundDocuments>(Friend, new FindDocuments(ins, DocumentCriteria.Any))).Done();
        Assert.Empty(found.Documents);
        Assert.Equal("done", await CodeAsync(house, Sample.Patient(id), new SetMarks(@new, Marks.None)));
        Assert.Equal(Marks.None, (await RowAsync(house, id, old)).Marks);
        found = (await house.RunAsync<FindDocuments, FoundDocuments>(Friend, new FindDocuments(ins, DocumentCriteria.Any))).Done();
        Assert.Equal(2, found.Documents.Count);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "V-8")]
    public async Task V_8_the_words_on_a_set_are_for_who_may_open_each_of_its_documents(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, _) = await OpenAsync(house);
        SubmitDocuments Set(params string[] marks) => new Lot(ins, Author).Add("11488-4").Add("11490-0", marks: marks)
            .Request(set => set with { Title = "Suites d'un secret", Comments = "secret" });
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(Author, Set())).Done();
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(Author, Set("MASQUE_PS"))).Done();
        (Caller Caller, int Titles)[] cases = [(Author, 2), (Treating, 2), (Friend, 1), (Sample.As(Sample.Practitioner(2, "10", "SM25")), 0)];
        foreach (var (caller, titles) in cases)
        {
            var sets = (await house.RunAsync<FindDocuments, FoundDocuments>(caller, new FindDocuments(ins, DocumentCriteria.Approved, WithSubmissions: true))).Done().Submissions;
            Assert.Equal(2, sets.Count);
            Assert.Equal((titles, titles), (sets.Count(set => set.Description.Title is not null), sets.Count(set => set.Description.Comments is not null)));
        }
    }

    private static SetMarks Mask(DocumentId document, Ins? ins) => new(document, Marks.MaskedToProfessionals, ins);

    private static async Task<(Ins Ins, RecordId Id)> OpenAsync(House house)
    {
        var (ins, id) = await house.OpenRecordAsync();
        (await house.RunAsync<SetAuthorisation, AuthorisationChange>(Friend, new SetAuthorisation(ins, false, false))).Done();
        (await house.RunAsync<SetAuthorisation, AuthorisationChange>(Treating, new SetAuthorisation(ins, false, true))).Done();
        return (ins, id);
    }

    private static Task<Outcome<AmendedDocument>> RunAsync(House house, Caller caller, object request) => request switch
    {
        SetMarks marks => house.RunAsync<SetMarks, AmendedDocument>(caller, marks),
        SetStatus status => house.RunAsync<SetStatus, AmendedDocument>(caller, status),
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    private static async Task<string> CodeAsync(House house, Caller caller, object request) => (await RunAsync(house, caller, request)).Code();

    private static async Task<IReadOnlyList<DocumentId>> ListedAsync(House house, RecordId id, bool old)
        => [.. (await house.RunAsync<ListDocuments, DocumentList>(Sample.Patient(id), new ListDocuments(WithOldVersions: old))).Done().Lines.Select(line => line.Id)];

    private static async Task<DocumentRow> RowAsync(House house, RecordId id, DocumentId document)
    {
        await using var db = await house.OpenAsync();
        return await db.Set<DocumentRow>().AsNoTracking().SingleAsync(row => row.RecordId == id && row.DocumentId == document);
    }

    private static async Task<DocumentId> DepositAsync(
        House house, Ins ins, RecordId id, Caller caller, string[]? marks = null, DocumentId? replaces = null)
    {
        var uniqueId = Lot.NextOid();
        var type = caller is Caller.Patient ? "DOCPAT03" : "11488-4";
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(
            caller, new Lot(ins, caller).Add(type, uniqueId, marks, replaces?.Value).Request())).Done();
        await using var db = await house.OpenAsync();
        return (await db.Set<DocumentRow>().SingleAsync(row => row.RecordId == id && row.UniqueId == uniqueId)).DocumentId;
    }
}
