using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Rights;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform.Vault;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Life;

/// <summary>L-9: copy of everything, rectification, destruction of one's own documents, on both databases.</summary>
public sealed class RightsTests(TestDatabases databases) : IClassFixture<TestDatabases>
{
    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-9"), Trait("rule", "V-3"), Trait("rule", "V-6"), Trait("rule", "T-1")]
    public async Task L_9_the_copy_holds_all_that_the_person_sees_and_nothing_else(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        await house.AllowAsync(ins, LifeHouse.Treating);
        var first = await house.DepositAsync(ins, id, filling: "contenu un", title: "Titre <un>");
        await house.DepositAsync(ins, id, filling: "contenu deux", replaces: first.Value, title: "Titre deux");
        await house.DepositAsync(ins, id, filling: "contenu masqué", title: "Titre masqué", marks: "MASQUE_PS");
        var hidden = await house.DepositAsync(ins, id, filling: "contenu futur", title: "Titre futur", marks: "INVISIBLE_PATIENT");
        await house.RunAsync<FindDocuments, FoundDocuments>(
            Sample.As(Sample.Practitioner(7) with { FamilyName = "=CMD" }, AccessMode.BreakGlass, "+1 motif de l'urgence"),
            new FindDocuments(ins, DocumentCriteria.Approved));

        var files = await CopyAsync(house, Sample.Patient(id), new CopyRecord());
        var documents = files.Where(file => file.Key.EndsWith("original.xml", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, documents.Count);
        Assert.Equal(["contenu deux", "contenu masqué", "contenu un"],
            documents.Select(file => Encoding.UTF8.GetString(file.Value).Split('|')[6]).Order(StringComparer.Ordinal));
        var all = string.Join('\n', files.Values.Select(Encoding.UTF8.GetString));
        Assert.DoesNotContain("futur", all, StringComparison.Ordinal);
        Assert.DoesNotContain(hidden.ToString(), all, StringComparison.Ordinal);
        var index = Encoding.UTF8.GetString(files["index.html"]);
        Assert.Contains("Titre &lt;un&gt;", index, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"fr\">", index, StringComparison.Ordinal);
        Assert.Contains("Remplacé", index, StringComparison.Ordinal);
        Assert.Contains(Sample.Traits.BirthName, Encoding.UTF8.GetString(files["resume.html"]), StringComparison.Ordinal);
        var csv = Encoding.UTF8.GetString(files["historique.csv"]);
        Assert.Contains("\"'+1 motif de l'urgence\"", csv, StringComparison.Ordinal);
        var lines = csv.TrimEnd().Split("\r\n").Length - 1;
        Assert.Equal((await HistoryAsync(house, id)).Count, lines);
        Assert.All(files.Keys.Where(name => name.EndsWith(".html", StringComparison.Ordinal)), name => Assert.DoesNotContain(
            "<script", Encoding.UTF8.GetString(files[name]), StringComparison.OrdinalIgnoreCase));

        CheckManifest(files);
        Assert.Single((await house.TracesAsync(id)), trace => trace is { Act: TraceAct.CopyRecord, Outcome: TraceOutcome.Done });
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-9"), Trait("rule", "L-8")]
    public async Task L_9_after_the_closing_the_desk_copies_and_nobody_else(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        await house.AllowAsync(ins, LifeHouse.Treating, treating: true);
        await house.DepositAsync(ins, id, filling: "contenu");
        var open = await CopyAsync(house, Sample.Patient(id), new CopyRecord());
        (await house.RunAsync<CloseRecord, RecordId>(Sample.Desk, new CloseRecord(ins, null))).Done();
        var closed = await CopyAsync(house, Sample.Desk, new CopyRecord(ins, "Elle-même"));
        Assert.Equal(open.Keys.Order(StringComparer.Ordinal), closed.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(open.Single(file => file.Key.EndsWith("original.xml", StringComparison.Ordinal)).Value,
            closed.Single(file => file.Key.EndsWith("original.xml", StringComparison.Ordinal)).Value);
        foreach (var (caller, code) in ((Caller, string)[])
            [
                (Sample.Patient(id), "record.closed"), (LifeHouse.Treating, "record.closed"), (Sample.Establishment(1), "record.closed"),
            ])
        {
            Assert.Equal((caller, code), (caller, (await house.RunAsync<CopyRecord, RecordCopy>(caller, new CopyRecord(ins))).Code()));
        }

        (await house.RunAsync<ReactivateRecord, RecordId>(Sample.Desk, new ReactivateRecord(ins))).Done();
        var (_, other) = await house.OpenRecordAsync();
        Assert.Equal("record.unknown", (await house.RunAsync<CopyRecord, RecordCopy>(Sample.Patient(other), new CopyRecord(ins))).Code());
        Assert.Equal("access.no-right", (await house.RunAsync<CopyRecord, RecordCopy>(LifeHouse.Treating, new CopyRecord(ins))).Code());
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-9"), Trait("rule", "V-4")]
    public async Task L_9_a_parents_copy_lacks_what_the_minor_keeps_secret(string database)
    {
        await using var house = await Family.HouseAsync(database);
        var (ins, id) = await house.OpenMinorAsync();
        await house.DepositAsync(ins, id, filling: "contenu partagé");
        var secret = await house.DepositAsync(ins, id, filling: "contenu secret", title: "Titre secret", marks: "INVISIBLE_REPRESENTANTS_LEGAUX");
        var now = house.Clock.GetUtcNow();
        var parent = Sample.Representative(id, new Mandate(
            Guid.CreateVersion7(), RepresentativeKind.Parent, Extent.Full, now, null, now.AddYears(5), [], InConflict: false));
        var all = string.Join('\n', (await CopyAsync(house, parent, new CopyRecord())).Values.Select(Encoding.UTF8.GetString));
        Assert.Contains("contenu partagé", all, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", all, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret.ToString(), all, StringComparison.Ordinal);
        Assert.Contains("contenu secret", string.Join('\n', (await CopyAsync(house, Sample.Patient(id), new CopyRecord()))
            .Values.Select(Encoding.UTF8.GetString)), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-9")]
    public async Task L_9_a_rectification_is_asked_of_the_author_answered_once_and_shown(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var document = await house.DepositAsync(ins, id);
        var hidden = await house.DepositAsync(ins, id, marks: "INVISIBLE_PATIENT");
        var me = Sample.Patient(id);
        var own = await OwnAsync(house, ins, id);
        foreach (var (about, text, code) in ((DocumentId, string, string)[])
            [
                (hidden, "x", "document.unknown"), (new DocumentId(Guid.CreateVersion7()), "x", "document.unknown"),
                (own, "x", "rectification.own-document"), (document, " ", "rectification.text"), (document, new string('x', 2_001), "rectification.text"),
            ])
        {
            Assert.Equal(code, (await house.RunAsync<AskRectification, Guid>(me, new AskRectification(about, text))).Code());
        }

        var asked = (await house.RunAsync<AskRectification, Guid>(me, new AskRectification(document, "Je n'ai jamais fumé"))).Done();
        Assert.Equal("access.no-right", (await house.RunAsync<ListRectifications, IReadOnlyList<RectificationLine>>(
            Sample.Establishment(1), new ListRectifications(ins))).Code());
        Assert.Empty(await ListAsync(house, LifeHouse.Treating, ins));
        Assert.Equal("Je n'ai jamais fumé", Assert.Single(await ListAsync(house, LifeHouse.Author, ins)).Texts.Asked);
        Assert.Equal("rectification.unknown", (await AnswerAsync(house, LifeHouse.Treating, ins, asked)).Code());
        Assert.Equal("rectification.unknown", (await AnswerAsync(house, LifeHouse.Author, ins, Guid.CreateVersion7())).Code());
        Assert.Equal(asked, (await AnswerAsync(house, LifeHouse.Author, ins, asked)).Done());
        Assert.Equal("rectification.answered", (await AnswerAsync(house, Sample.Desk, ins, asked)).Code());
        var line = Assert.Single(await ListAsync(house, me, null));
        Assert.Equal((RectificationState.Accepted, "Corrigé"), (line.State, line.Texts.Answer));
        Assert.Single(await house.MessagesAsync(id), NoticeKind.RectificationAnswered);
        Assert.Equal(["rectification.asked", "rectification.accepted"], (await house.TracesAsync(id))
            .Where(trace => trace is { Act: TraceAct.Rectify, Outcome: TraceOutcome.Done } && trace.Code != "rectification.listed").Select(trace => trace.Code));
    }

    [Theory, OnSqlite, OnPostgreSql]
    [Trait("rule", "L-9")]
    public async Task L_9_ones_own_document_is_destroyed_for_good_and_its_number_stays_taken(string database)
    {
        var house = await databases.OnAsync(database);
        var (ins, id) = await house.OpenRecordAsync();
        var me = Sample.Patient(id);
        var theirs = await house.DepositAsync(ins, id);
        var own = await OwnAsync(house, ins, id);
        Assert.Equal("document.not-own", (await house.RunAsync<DestroyOwnDocument, bool>(me, new DestroyOwnDocument(theirs))).Code());
        Assert.Equal("document.unknown", (await house.RunAsync<DestroyOwnDocument, bool>(
            me, new DestroyOwnDocument(new DocumentId(Guid.CreateVersion7())))).Code());
        Assert.True((await house.RunAsync<DestroyOwnDocument, bool>(me, new DestroyOwnDocument(own))).Done());
        Assert.Equal([theirs], await house.ListedAsync(id));
        Assert.Equal("document.unknown", (await house.RunAsync<DestroyOwnDocument, bool>(me, new DestroyOwnDocument(own))).Code());

        await using var db = await house.OpenAsync();
        var row = await db.Set<DocumentRow>().AsNoTracking().SingleAsync(known => known.RecordId == id && known.DocumentId == own);
        Assert.Equal((DocumentStatus.Deleted, 0L), (row.Status, row.Size));
        Assert.All(row.Sha256.Concat(row.Sha1), value => Assert.Equal(0, value));
        Assert.False(await db.Set<VaultChunkRow>().AnyAsync(chunk => chunk.RecordId == id && chunk.BlobId == row.BlobId));
        using var record = await house.Get<IRecords>().FindAsync(db, id, default);
        Assert.Equal("", DocumentDescriptionColumn.Open(record!.Key, own, row.Sealed).Title);
        var set = await db.Set<SubmissionRow>().AsNoTracking().SingleAsync(known => known.RecordId == id && known.SubmissionId == row.SubmissionId);
        Assert.Null(SubmissionDescriptionColumn.Open(record.Key, set.SubmissionId, set.Sealed).Title);
        Assert.Contains(await HistoryAsync(house, id), line => line is { Act: TraceAct.DestroyDocument, Outcome: TraceOutcome.Done });
        var again = new Lot(ins, me).Add("EXPPAT_1", uniqueId: row.UniqueId);
        Assert.Equal("document.duplicate-id", (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(me, again.Request())).Code());
    }

    private static async Task<DocumentId> OwnAsync(House house, Ins ins, RecordId id)
        => await house.DepositAsync(ins, id, Sample.Patient(id), type: "EXPPAT_1", title: "Mes allergies");

    private static async Task<Carnet.Domain.Common.Outcome<Guid>> AnswerAsync(House house, Caller caller, Ins ins, Guid id)
        => await house.RunAsync<AnswerRectification, Guid>(caller, new AnswerRectification(ins, id, Accept: true, "Corrigé"));

    private static async Task<IReadOnlyList<RectificationLine>> ListAsync(House house, Caller caller, Ins? ins)
        => (await house.RunAsync<ListRectifications, IReadOnlyList<RectificationLine>>(caller, new ListRectifications(ins))).Done();

    private static async Task<IReadOnlyList<TraceLine>> HistoryAsync(House house, RecordId id)
        => (await house.RunAsync<ListTraces, TraceList>(Sample.Patient(id), new ListTraces(200))).Done().Lines;

    private static async Task<Dictionary<string, byte[]>> CopyAsync(House house, Caller caller, CopyRecord request)
    {
        var copy = (await house.RunAsync<CopyRecord, RecordCopy>(caller, request)).Done();
        Assert.Matches(@"^carnet-\d{4}-\d\d-\d\d\.zip$", copy.FileName);
        var bytes = new MemoryStream();
        await copy.WriteAsync(new Forward(bytes), default);
        Dictionary<string, byte[]> files = [];
        using var zip = new ZipArchive(new MemoryStream(bytes.ToArray()), ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            await using var stream = entry.Open();
            await stream.CopyToAsync(content);
            files[entry.FullName] = content.ToArray();
        }

        return files;
    }

    private static void CheckManifest(Dictionary<string, byte[]> files)
    {
        using var manifest = JsonDocument.Parse(files["manifest.json"]);
        var listed = manifest.RootElement.GetProperty("files").EnumerateArray().ToList();
        Assert.Equal(files.Count - 1, listed.Count);
        Assert.All(listed, file =>
        {
            var content = files[file.GetProperty("path").GetString()!];
            Assert.Equal(content.Length.ToString(CultureInfo.InvariantCulture), file.GetProperty("size").GetRawText());
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), file.GetProperty("sha256").GetString());
        });
    }

    /// <summary>A network: it goes forward only, and a write that blocks a thread is a defect.</summary>
    private sealed class Forward(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            => inner.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("A blocking write.");

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
