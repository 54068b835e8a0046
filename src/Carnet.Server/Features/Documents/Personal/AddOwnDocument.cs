using System.Numerics;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents.Personal;

/// <summary>The person, or who acts for them, adds a document of their own.</summary>
/// <param name="Number">Drawn when the form was shown: the same form sent twice adds one document.</param>
/// <param name="Written">The day that stands on it; not ahead.</param>
/// <param name="Text">Written in the portal, where there is no file.</param>
internal sealed record AddOwnDocument(
    Guid Number, string TypeCode, string Title, DateOnly? Written, string Text, IReadOnlyList<ReadOnlyMemory<byte>> Files)
{
    /// <summary>Sections of a form, instead of text and files.</summary>
    public IReadOnlyList<PersonalSection>? Sections { get; init; }

    /// <summary>The own document that it takes the place of.</summary>
    public DocumentId? Replaces { get; init; }

    public override string ToString() => "add own document ***";
}

/// <summary>It is in the record.</summary>
/// <param name="Waits">Nobody could examine it yet, so nobody sees it yet (F-10).</param>
internal sealed record OwnDocumentAdded(DocumentId Document, bool Waits);

/// <summary>Makes a clinical document of what people bring and deposits it by the same way as everybody's.</summary>
/// <remarks>
/// Only the kinds that are the person's own (F-2); files are cleaned before anything of them is stored; an examiner looks
/// at them on the way (F-10). Source: rules F-1 to F-4, F-6, F-10, A-12.
/// </remarks>
internal sealed class AddOwnDocumentHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, IRuleBooks rules, RecordIds ids, IPersonalDocuments personal,
    IUseCase<SubmitDocuments, SubmissionAccepted> submit, Scribe scribe, TimeProvider clock)
    : IUseCase<AddOwnDocument, OwnDocumentAdded>
{
    private const int LongestTitle = 100;
    private const int LongestText = 20_000;

    public async Task<Outcome<OwnDocumentAdded>> RunAsync(Caller caller, AddOwnDocument request, CancellationToken ct)
    {
        if (caller.PersonalRecord is not { } id)
        {
            return await scribe.RefuseAsync(caller, TraceAct.Deposit, RecordFailures.Unknown, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, id, ct);
        if (record is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.Deposit, RecordFailures.Unknown, ct);
        }

        if (AccessRules.Feed(new AccessQuestion(caller, record.Facts, clock.Now()), rules.Current)
            is AccessDecision.Refused(var cause, _))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.Deposit, AccessFailures.Of(cause));
        }

        if (Defect(request) is { } defect)
        {
            return defect;
        }

        var body = request.Sections is { } sections ? new PersonalBody.Words(sections)
            : request.Files.Count == 0 ? Note(request)
            : personal.Take(request.Files);
        return body switch
        {
            Outcome<PersonalBody>.Failed(var unfit) => await scribe.RefuseAsync(caller, record, TraceAct.Deposit, unfit),
            Outcome<PersonalBody>.Done(var content) => await SubmitAsync(db, caller, record, request, content, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<Outcome<OwnDocumentAdded>> SubmitAsync(
        CarnetDb db, Caller caller, OpenedRecord record, AddOwnDocument request, PersonalBody body, CancellationToken ct)
    {
        DocumentTypes.TryFind(request.TypeCode, out var type);
        var now = clock.Now();
        var details = record.Details();
        var rows = await db.Set<DocumentRow>().AsNoTracking()
            .Where(row => row.RecordId == record.Id && row.ByPatient && row.TypeCode == type!.Code).ToListAsync(ct);
        var old = rows.Find(row => row.DocumentId == request.Replaces && row.Status is DocumentStatus.Approved);
        var chain = old is null ? [] : VersionChain.Of(rows, old);
        var document = new PersonalDocument(
            Oid(request.Number), SetOid(record, chain is [.., var first] ? first.DocumentId.Value : request.Number),
            chain.Count + 1,
            old?.UniqueId, type!, request.Title.Trim(), CreatedAt(request.Written, now), details.Ins, details.Traits, body);
        var description = personal.Describe(document);
        const string Key = "document";
        var draft = new DocumentDraft(
            Key, request.Number, details.Ins, document.UniqueId, new Code(type!.Code, type.CodeSystem, type.Label),
            new Code(type.ClassCode, DocumentTypes.ClassSystem, DocumentTypes.ClassLabel(type.ClassCode)), "text/xml", [],
            description,
            document.Created, null, null, old?.DocumentId.Value, IsSignature: false);
        var set = new SubmissionDraft(
            SetOid(record, request.Number), SourceOid, details.Ins, description.CreationTime,
            new Code("04", "1.2.250.1.213.2.2", "Document ajouté par le patient"), null, null, description.Authors, null);
        var contents = new OneContent(Key, personal.Write(document));
        return await submit.RunAsync(caller, new SubmitDocuments(details.Ins, set, [draft], contents), ct) switch
        {
            Outcome<SubmissionAccepted>.Failed({ Kind: FailureKind.Conflict }) when rows.Exists(row => row.DocumentId.Value == request.Number)
                => new OwnDocumentAdded(new DocumentId(request.Number), Waits: false),
            Outcome<SubmissionAccepted>.Failed(var failure) => failure,
            _ => new OwnDocumentAdded(new DocumentId(request.Number),
                await WaitsAsync(record.Id, new DocumentId(request.Number), ct)),
        };
    }

    private async Task<bool> WaitsAsync(RecordId record, DocumentId document, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<DocumentRow>().AnyAsync(row => row.RecordId == record && row.DocumentId == document
            && row.Quarantined, ct);
    }

    private Failure? Defect(AddOwnDocument request) => request switch
    {
        _ when !DocumentTypes.TryFind(request.TypeCode, out var type) || !type.IsPatients => PersonalFailures.TypeMissing,
        _ when request.Title.Trim().Length is 0 or > LongestTitle || request.Title.Any(char.IsControl)
            => PersonalFailures.TitleMissing,
        { Written: { } day } when day.Year < 1900 || day > DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddDays(1))
            => PersonalFailures.DateWrong,
        { Sections: not null } => null,
        { Files.Count: > 0, Text: { Length: > 0 } text } when !string.IsNullOrWhiteSpace(text) => PersonalFailures.Both,
        { Files.Count: 0 } when string.IsNullOrWhiteSpace(request.Text) => PersonalFailures.Nothing,
        { Text.Length: > LongestText } => PersonalFailures.TextTooLong,
        { Files.Count: > PersonalFailures.MostPictures } => PersonalFailures.TooMany,
        _ => null,
    };

    private static Outcome<PersonalBody> Note(AddOwnDocument request) => new PersonalBody.Words(
    [
        new("48767-8", "Texte",
            [.. request.Text.ReplaceLineEndings("\n").Split('\n').Select(Printable).Where(line => line.Length > 0)],
            IsList: false),
    ]);

    /// <summary>The text without signs that no page can show.</summary>
    internal static string Printable(string line)
        => string.Concat(line.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\uFFFE' or '\uFFFF'))).Trim();

    // Today's is of this instant, so that two of one day keep their order; an older one is of its noon.
    private static DateTimeOffset CreatedAt(DateOnly? written, DateTimeOffset now)
        => written is not { } day || day >= DateOnly.FromDateTime(now.UtcDateTime)
            ? now
            : new DateTimeOffset(day.ToDateTime(new TimeOnly(11, 0)), TimeSpan.Zero);

    private static string SourceOid { get; } = Oid(new Guid("4f3c8d52-0d3e-4a7e-9b25-3f1f4f5c7a10"));

    /// <summary>The OID that belongs to a UUID, below 2.25.</summary>
    private static string Oid(Guid number)
        => $"2.25.{new BigInteger(number.ToByteArray(bigEndian: true), isUnsigned: true, isBigEndian: true)}";

    private string SetOid(OpenedRecord record, Guid first)
        => Oid(new Guid(ids.Hash("own-document-set", $"{record.Id}\n{first}").AsSpan(0, 16), bigEndian: true));

    private sealed class OneContent(string key, byte[] bytes) : IContentSource
    {
        private bool _given;

        public ValueTask<(string? Key, Stream Content)?> NextAsync(CancellationToken ct)
        {
            (string?, Stream)? next = _given ? null : (key, new MemoryStream(bytes, writable: false));
            _given = true;
            return new(next);
        }
    }
}
