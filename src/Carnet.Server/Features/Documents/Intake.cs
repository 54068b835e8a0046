using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Antivirus;
using Carnet.Server.Platform.Vault;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Documents;

/// <summary>The contents of a set after they were read, hashed, sealed and judged.</summary>
/// <param name="Contents">By the document's key in the message.</param>
/// <param name="Remarks">Visible remarks on the origin, by the same key.</param>
/// <param name="Unexamined">Keys of those that nobody could examine yet (F-10).</param>
internal sealed record ReceivedSet(
    IReadOnlyDictionary<string, StagedContent> Contents, IReadOnlyDictionary<string, string> Remarks,
    IReadOnlySet<string> Unexamined);

/// <summary>Takes the contents of a set as they stream by; nothing becomes visible here.</summary>
/// <remarks>Source: rules F-3, F-4, F-8, I-2.</remarks>
internal sealed class Intake(
    Vault vault, IClinicalDocuments clinical, ILotSignatures signatures, IContentExaminer examiner,
    IOptions<FeedingOptions> options)
{
    public async Task<Outcome<ReceivedSet>> TakeAsync(
        Caller caller, OpenedRecord record, SubmitDocuments request, ReplacedDocuments old, CancellationToken ct)
    {
        var drafts = request.Documents.ToDictionary(document => document.Key, StringComparer.Ordinal);
        Dictionary<string, StagedContent> contents = [];
        Dictionary<string, string> remarks = [];
        HashSet<string> unexamined = [];
        var details = record.Details();
        try
        {
            while (await request.Contents.NextAsync(ct) is var (key, stream))
            {
                if (key is null || !drafts.TryGetValue(key, out var draft) || contents.ContainsKey(key))
                {
                    return DocumentFailures.PartExtra;
                }

                var content = await vault.StageAsync(record.Id, record.Key, stream, options.Value.MaxDocumentBytes, ct);
                contents[key] = content;
                if (Measure(draft, content) is { } wrong)
                {
                    return wrong;
                }

                if (draft is { IsSignature: false, MimeType: "text/xml" })
                {
                    switch (Judge(record, request, details, draft, content, old))
                    {
                        case (Failure failure, _):
                            return failure;
                        case (null, string remark):
                            remarks[key] = remark;
                            break;
                    }
                }

                if (examiner.IsSetUp && !draft.IsSignature)
                {
                    switch (await examiner.ExamineAsync(() => OpenClear(record, content), draft.MimeType, ct))
                    {
                        case ScanVerdict.Bad:
                            return DocumentFailures.Malicious;
                        case ScanVerdict.Unknown:
                            unexamined.Add(key);
                            break;
                    }
                }
            }
        }
        catch (ContentTooLargeException)
        {
            return DocumentFailures.TooLarge(options.Value.MaxDocumentBytes);
        }
        catch (BrokenContentException broken)
        {
            return broken.Failure;
        }

        if (contents.Count < drafts.Count)
        {
            return DocumentFailures.PartMissing;
        }

        return await SignatureDefectAsync(caller, record, request, contents, ct) is { } unsigned
            ? unsigned
            : new ReceivedSet(contents, remarks, unexamined);
    }

    private static Failure? Measure(DocumentDraft draft, StagedContent content) => (draft, content) switch
    {
        (_, { Size: 0 }) => DocumentFailures.Empty,
        ({ DeclaredSize: { } size }, _) when size != content.Size => DocumentFailures.SizeMismatch,
        ({ DeclaredSha1: { } hash }, _) when !hash.Equals(Convert.ToHexString(content.Sha1), StringComparison.OrdinalIgnoreCase)
            => DocumentFailures.HashMismatch,
        _ => null,
    };

    private (Failure? Failure, string? Remark) Judge(
        OpenedRecord record, SubmitDocuments request, RecordDetails details, DocumentDraft draft, StagedContent content,
        ReplacedDocuments old)
    {
        using var stream = OpenClear(record, content);
        switch (clinical.ReadHeader(stream))
        {
            case Outcome<ClinicalHeader>.Failed(var unreadable):
                return (unreadable, null);
            case Outcome<ClinicalHeader>.Done(var header):
                if (ClinicalRules.Defect(header, draft, request.Patient, details.Traits, old.UniqueIdOf(draft)) is { } wrong)
                {
                    return (wrong, null);
                }

                return !ClinicalRules.AuthorsDiffer(header, draft) ? (null, null)
                    : options.Value.RefuseForeignCdaAuthor ? (DocumentFailures.CdaAuthorMismatch, null)
                    : (null, "L'auteur inscrit dans le document n'est pas celui qui l'a déposé.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<Failure?> SignatureDefectAsync(
        Caller caller, OpenedRecord record, SubmitDocuments request, Dictionary<string, StagedContent> contents, CancellationToken ct)
    {
        if (request.Documents.FirstOrDefault(document => document.IsSignature) is not { } signature)
        {
            // People have no card to sign with; they have come in by their login.
            return options.Value.RequireLotSignature && caller.PersonalRecord is null ? DocumentFailures.SignatureMissing : null;
        }

        if (contents[signature.Key].Clear is not { } bytes)
        {
            return DocumentFailures.SignatureInvalid; // half a mebibyte of signature is none
        }

        var signed = request.Documents.Where(document => !document.IsSignature)
            .ToDictionary(document => document.UniqueId, document => (Func<Stream>)(() => OpenClear(record, contents[document.Key])));
        return await signatures.VerifyAsync(bytes, request.Set.UniqueId, signed, ct) is null
            ? DocumentFailures.SignatureInvalid
            : null;
    }

    private Stream OpenClear(OpenedRecord record, StagedContent content) => content.Clear is { } clear
        ? new MemoryStream(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(clear, out var array) ? array.Array! : clear.ToArray(), writable: false)
        : vault.Open(record.Id, content.BlobId, record.Key);
}
