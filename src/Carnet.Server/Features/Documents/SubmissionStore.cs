using System.Security.Cryptography;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>The documents that a set takes the place of, by the replacing document's key.</summary>
internal sealed record ReplacedDocuments(IReadOnlyDictionary<string, DocumentRow> ByKey)
{
    public static ReplacedDocuments None { get; } = new(new Dictionary<string, DocumentRow>());

    public string? UniqueIdOf(DocumentDraft draft) => ByKey.GetValueOrDefault(draft.Key)?.UniqueId;
}

/// <summary>Turns a received set into rows, and tells a set sent again from a number that is taken.</summary>
internal sealed class SubmissionStore(IDbContextFactory<CarnetDb> databases, Tracing tracing, TimeProvider clock)
{
    /// <summary>The documents to be replaced: in this record, in force, and by the same author (F-6).</summary>
    public static async Task<Outcome<ReplacedDocuments>> ReplacedAsync(
        CarnetDb db, OpenedRecord record, Caller caller, IReadOnlyList<DocumentDraft> drafts, CancellationToken ct)
    {
        var wanted = drafts.Where(draft => draft.Replaces is not null).ToList();
        if (wanted.Count == 0)
        {
            return ReplacedDocuments.None;
        }

        var ids = wanted.Select(draft => new DocumentId(draft.Replaces!.Value)).ToList();
        var rows = await db.Set<DocumentRow>().AsNoTracking()
            .Where(document => document.RecordId == record.Id && ids.Contains(document.DocumentId)).ToListAsync(ct);
        Dictionary<string, DocumentRow> found = [];
        foreach (var draft in wanted)
        {
            var row = rows.Find(document => document.DocumentId.Value == draft.Replaces && !document.IsSignature && !document.Quarantined);
            var inForce = row is not null && !found.ContainsValue(row) && IsBy(row, caller)
                && (row.Status is DocumentStatus.Approved || await IsSentAgainAsync(db, row, draft, ct));
            if (!inForce)
            {
                // One answer for absent, replaced and foreign: who may not see a document does not learn of it here.
                return DocumentFailures.ReplacesUnknown;
            }

            found[draft.Key] = row!;
        }

        return new ReplacedDocuments(found);
    }

    /// <summary>Everything that one set stores, with its traces.</summary>
    public LedgerEntry Entry(
        Caller caller, OpenedRecord record, SubmitDocuments request, ReceivedSet received, ReplacedDocuments old)
    {
        var now = clock.Now();
        var submission = new SubmissionId(Guid.CreateVersion7(now));
        var entry = new LedgerEntry
        {
            Change = old.ByKey.Count == 0 ? null : writing =>
            {
                // One that waits in quarantine takes the other's place when it comes out.
                foreach (var (_, row) in old.ByKey.Where(replaced => !received.Unexamined.Contains(replaced.Key)))
                {
                    writing.Change(row, replaced => replaced.Status = DocumentStatus.Deprecated);
                }
            },
        };
        entry.Rows.Add(Submission(caller, record, request, received, submission, now));
        foreach (var draft in request.Documents)
        {
            var content = received.Contents[draft.Key];
            var row = Document(caller, record, draft, received, old.ByKey.GetValueOrDefault(draft.Key), submission, now);
            entry.Rows.Add(row);
            entry.Rows.AddRange(content.Rows);
            if (row.Quarantined)
            {
                entry.Rows.Add(new QuarantineRow { RecordId = record.Id, DocumentId = row.DocumentId, Since = now, DueAt = now });
            }

            if (!draft.IsSignature)
            {
                entry.Traces.Add(tracing.Line(record.Id, record.Key, caller, new Happening(
                    row.Replaces is null ? TraceAct.Deposit : TraceAct.Replace, TraceOutcome.Done,
                    row.Quarantined ? "document.quarantined" : "document.stored")
                {
                    Document = row.DocumentId,
                    Secret = row.IsSecret,
                }));
            }
        }

        return entry;
    }

    /// <summary>Null where the very same set is there already (F-5); else what is taken.</summary>
    public async Task<Failure?> JudgeConflictAsync(
        OpenedRecord record, Caller caller, SubmitDocuments request, ReceivedSet received, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var known = await db.Set<SubmissionRow>().AsNoTracking().SingleOrDefaultAsync(
            stored => stored.RecordId == record.Id && stored.UniqueId == request.Set.UniqueId, ct);
        if (known is not null)
        {
            return known.Fingerprint.AsSpan().SequenceEqual(Fingerprint(caller, request, received))
                ? null
                : DocumentFailures.DuplicateSubmission;
        }

        var uniqueIds = request.Documents.Select(draft => draft.UniqueId).ToList();
        var taken = await db.Set<DocumentRow>().AsNoTracking()
            .Where(document => document.RecordId == record.Id && uniqueIds.Contains(document.UniqueId)).ToListAsync(ct);

        var entries = request.Documents.Where(draft => draft.EntryId is not null)
            .Select(draft => new DocumentId(draft.EntryId!.Value)).ToList();
        if (taken.Count == 0 && await db.Set<DocumentRow>().AnyAsync(
            document => document.RecordId == record.Id && entries.Contains(document.DocumentId), ct))
        {
            return DocumentFailures.DuplicateId;
        }

        // The same documents under a new set number: acknowledged, if it is all of them, by the same author, unchanged.
        return taken.Count == 0 ? DocumentFailures.ReplacesUnknown
            : request.Documents.All(draft => taken.Exists(row => IsSame(row, draft) && IsBy(row, caller))) ? null
            : taken.TrueForAll(row => row.Size == 0 || request.Documents.Any(draft => IsSame(row, draft))) ? DocumentFailures.DuplicateId
            : DocumentFailures.OtherContent;

        bool IsSame(DocumentRow row, DocumentDraft draft) => row.UniqueId == draft.UniqueId
            && row.Sha256.AsSpan().SequenceEqual(received.Contents[draft.Key].Sha256);
    }

    // The replacement itself, sent a second time, finds the old document replaced by the first.
    private static Task<bool> IsSentAgainAsync(CarnetDb db, DocumentRow old, DocumentDraft draft, CancellationToken ct)
        => db.Set<DocumentRow>().AnyAsync(document => document.RecordId == old.RecordId
            && document.Replaces == old.DocumentId && document.UniqueId == draft.UniqueId, ct);

    private static SubmissionRow Submission(
        Caller caller, OpenedRecord record, SubmitDocuments request, ReceivedSet received, SubmissionId id, DateTimeOffset now)
    {
        var (person, structure) = Depositor(caller);
        return new SubmissionRow
        {
            RecordId = record.Id,
            SubmissionId = id,
            UniqueId = request.Set.UniqueId,
            SourceId = request.Set.SourceId,
            SubmittedAt = now,
            AuthorPerson = person?.Value,
            AuthorStructure = structure?.Value,
            Fingerprint = Fingerprint(caller, request, received),
            Sealed = SubmissionDescriptionColumn.Seal(record.Key, id, new SubmissionDescription(
                request.Set.SubmissionTime, request.Set.ContentType, request.Set.Title, request.Set.Comments,
                request.Set.Authors, request.Set.IntendedRecipient)),
        };
    }

    private static DocumentRow Document(
        Caller caller, OpenedRecord record, DocumentDraft draft, ReceivedSet received, DocumentRow? replaced,
        SubmissionId submission, DateTimeOffset now)
    {
        var (person, structure) = Depositor(caller);
        var id = new DocumentId(draft.EntryId ?? Guid.CreateVersion7(now));
        var content = received.Contents[draft.Key];
        var stated = MarkCodes.Read(draft.MarkCodes) is Outcome<Marks>.Done(var marks) ? marks : Marks.None;
        DocumentTypes.TryFind(draft.Type.Value, out var type);
        var remark = received.Remarks.GetValueOrDefault(draft.Key)
            ?? (type is null ? null : SubmissionRules.ReservedRemark(type, caller));
        return new DocumentRow
        {
            RecordId = record.Id,
            DocumentId = id,
            LogicalId = id.Value,
            Version = 1,
            UniqueId = draft.UniqueId,
            SubmissionId = submission,
            TypeCode = draft.Type.Value,
            FormatCode = draft.Description.Format.Value,
            MimeType = draft.MimeType,
            Status = DocumentStatus.Approved,
            Marks = SubmissionRules.MarksOf(stated, replaced?.Marks)
                | SubmissionRules.ChosenMarks(record.Facts, draft.Type.Value),
            CreatedAt = draft.CreatedAt.Micro(),
            ServiceStart = draft.Description.ServiceStart?.Micro(),
            ServiceStop = draft.Description.ServiceStop?.Micro(),
            SubmittedAt = now,
            AuthorPerson = person?.Value,
            AuthorStructure = structure?.Value,
            ByPatient = caller.PersonalRecord is not null,
            Replaces = replaced?.DocumentId,
            IsSignature = draft.IsSignature,
            Quarantined = received.Unexamined.Contains(draft.Key),
            BlobId = content.BlobId,
            Size = content.Size,
            Sha256 = content.Sha256,
            Sha1 = content.Sha1,
            Sealed = DocumentDescriptionColumn.Seal(record.Key, id, draft.Description with { Remark = remark }),
        };
    }

    private static bool IsBy(DocumentRow row, Caller caller)
    {
        var (person, structure) = Depositor(caller);
        return person is { } p ? row.AuthorPerson == p.Value
            : structure is { } s ? row.AuthorPerson is null && row.AuthorStructure == s.Value
            : caller.PersonalRecord is not null && row.ByPatient;
    }

    /// <summary>To whom a deposit is imputed: the person of the card, else the structure (F-2).</summary>
    private static (PsIdNat? Person, StructIdNat? Structure) Depositor(Caller caller) => caller switch
    {
        Caller.Professional p => (p.Who.Id, p.Who.Structure),
        Caller.Establishment e => (null, e.Structure),
        Caller.Employee e => (null, e.Structure),
        _ => (null, null),
    };

    private static byte[] Fingerprint(Caller caller, SubmitDocuments request, ReceivedSet received)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (person, structure) = Depositor(caller);
        Append(hash, person?.Value ?? structure?.Value ?? "");
        Append(hash, request.Set.UniqueId);
        Append(hash, request.Set.SourceId);
        foreach (var draft in request.Documents.OrderBy(document => document.UniqueId, StringComparer.Ordinal))
        {
            Append(hash, draft.UniqueId);
            Append(hash, draft.Type.Value);
            Append(hash, string.Join(',', draft.MarkCodes.Order(StringComparer.Ordinal)));
            Append(hash, draft.Replaces?.ToString() ?? "");
            Append(hash, draft.Description.Title);
            hash.AppendData(received.Contents[draft.Key].Sha256);
        }

        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, string text)
    {
        hash.AppendData(BitConverter.GetBytes(text.Length));
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(text));
    }
}
