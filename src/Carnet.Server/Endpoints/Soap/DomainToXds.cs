using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Documents;
using Carnet.Wire.Xds;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>Stored documents and sets as XDS metadata.</summary>
/// <param name="repository">OID of this repository.</param>
internal sealed class DomainToXds(Ins patient, string repository)
{
    private readonly Cx _patient = new(patient.Value, patient.Oid, "NH");

    public static string EntryUuid(DocumentId id) => $"urn:uuid:{id}";

    public static string SetUuid(SubmissionId id) => $"urn:uuid:{id}";

    public DocumentEntry Entry(StoredDocument document)
    {
        var (row, description) = (document.Row, document.Description!);
        var type = row.Facts().Type;
        return new DocumentEntry
        {
            EntryUuid = EntryUuid(row.DocumentId),
            LogicalId = $"urn:uuid:{row.LogicalId}",
            Version = row.Version,
            MimeType = row.MimeType,
            AvailabilityStatus = StatusOf(row.Status),
            Authors = Each(description.Authors, AuthorOf),
            ClassCode = new CodedValue(type.ClassCode, DocumentTypes.ClassSystem, DocumentTypes.ClassLabel(type.ClassCode)),
            TypeCode = new CodedValue(type.Code, type.CodeSystem, type.Label),
            FormatCode = CodeOf(description.Format),
            HealthcareFacilityTypeCode = CodeOf(description.FacilityType),
            PracticeSettingCode = CodeOf(description.PracticeSetting),
            ConfidentialityCodes = row.Marks is Marks.None
                ? [CodeOf(description.Confidentiality)]
                :
                [
                    CodeOf(description.Confidentiality),
                    .. MarkCodes.Codes(row.Marks).Select(mark => new CodedValue(mark.Code, MarkCodes.System, mark.Label)),
                ],
            EventCodes = Each(description.Events, CodeOf),
            PatientId = _patient,
            UniqueId = row.UniqueId,
            CreationTime = description.CreationTime,
            ServiceStartTime = description.ServiceStartTime,
            ServiceStopTime = description.ServiceStopTime,
            LanguageCode = description.LanguageCode,
            LegalAuthenticator = description.LegalAuthenticator is { } legal ? PersonOf(legal) : null,
            SourcePatientId = description.SourcePatientId is { } source ? Cx.TryParse(source) : null,
            SourcePatientInfo = description.SourcePatientInfo,
            ReferenceIdList = description.References,
            Title = new LocalizedString(description.Title),
            Comments = CommentsOf(description) is { } comments ? new LocalizedString(comments) : null,
            Hash = Convert.ToHexStringLower(row.Sha1),
            Size = row.Size,
            RepositoryUniqueId = repository,
        };
    }

    public SubmissionSet Set(StoredSubmission submission)
    {
        var (row, description) = (submission.Row, submission.Description);
        return new SubmissionSet
        {
            EntryUuid = SetUuid(row.SubmissionId),
            LogicalId = SetUuid(row.SubmissionId),
            Version = 1,
            AvailabilityStatus = AvailabilityStatuses.Approved,
            Authors = Each(description.Authors, AuthorOf),
            ContentTypeCode = CodeOf(description.ContentType),
            SubmissionTime = description.SubmissionTime,
            PatientId = _patient,
            SourceId = row.SourceId,
            UniqueId = row.UniqueId,
            IntendedRecipients = description.IntendedRecipient?.Split('|') ?? [],
            Title = description.Title is { } title ? new LocalizedString(title) : null,
            Comments = description.Comments is { } comments ? new LocalizedString(comments) : null,
        };
    }

    /// <summary>The arrows between what is visible: from sets to their documents, from new versions to old ones.</summary>
    public static IEnumerable<Association> Associations(FoundDocuments found)
    {
        var visible = found.Documents.Select(document => document.Row.DocumentId).ToHashSet();
        foreach (var document in found.Documents)
        {
            var (set, entry) = (SetUuid(document.Row.SubmissionId), EntryUuid(document.Row.DocumentId));
            yield return Arrow(AssociationTypes.HasMember, set, entry) with
            {
                Slots = [new Slot("SubmissionSetStatus", ["Original"])],
            };
            if (document.Row.Replaces is { } old && visible.Contains(old))
            {
                yield return Arrow(AssociationTypes.Replace, entry, EntryUuid(old));
            }
        }
    }

    public static string StatusOf(DocumentStatus status) => status switch
    {
        DocumentStatus.Approved => AvailabilityStatuses.Approved,
        DocumentStatus.Deprecated => AvailabilityStatuses.Deprecated,
        DocumentStatus.Archived => AvailabilityStatuses.Archived,
        DocumentStatus.Deleted => AvailabilityStatuses.Deleted,
    };

    public static DocumentStatus? StatusOf(string urn) => urn switch
    {
        AvailabilityStatuses.Approved => DocumentStatus.Approved,
        AvailabilityStatuses.Deprecated => DocumentStatus.Deprecated,
        AvailabilityStatuses.Archived => DocumentStatus.Archived,
        AvailabilityStatuses.Deleted => DocumentStatus.Deleted,
        _ => null,
    };

    // An arrow is not stored: its number follows from its ends, so it is the same each time it is asked for.
    private static Association Arrow(string type, string source, string target)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{type}\n{source}\n{target}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Association($"urn:uuid:{new Guid(hash.AsSpan(0, 16), bigEndian: true)}", type, source, target)
        {
            AvailabilityStatus = AvailabilityStatuses.Approved,
        };
    }

    private static string? CommentsOf(DocumentDescription description)
        => description.Remark is null ? description.Comments
            : description.Comments is null ? description.Remark
            : $"{description.Comments} ({description.Remark})";

    private static Author AuthorOf(DocumentAuthor author) => new()
    {
        Person = author.Person is null && author.FamilyName is null ? null : PersonOf(author),
        Institutions = author.Institution is null && author.InstitutionName is null
            ? []
            : [new Xon(author.InstitutionName, StructIdNat.Oid, "IDNST", author.Institution)],
        Roles = author.Role is null ? [] : [author.Role],
        Specialties = author.Specialty is { } code ? [$"{code.Value}^{code.Label}^{code.System}"] : [],
    };

    private static Xcn PersonOf(DocumentAuthor author) => new(
        author.Person, author.FamilyName, author.GivenName, author.PersonIdSystem, "D", author.PersonIdType);

    // Fifty entries of an answer make some hundred small lists: as plain arrays, without an enumerator each.
    private static TOut[] Each<TIn, TOut>(ImmutableArray<TIn> items, Func<TIn, TOut> map)
    {
        TOut[] mapped = items.Length == 0 ? [] : new TOut[items.Length];
        for (var i = 0; i < mapped.Length; i++)
        {
            mapped[i] = map(items[i]);
        }

        return mapped;
    }

    private static CodedValue CodeOf(Code code) => new(code.Value, code.System, code.Label);
}
