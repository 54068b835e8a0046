using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Wire.Xds;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>A set as it came, in the words of the domain.</summary>
internal sealed record DraftedSet(SubmissionDraft Set, IReadOnlyList<DocumentDraft> Documents);

/// <summary>XDS metadata in the words of the domain.</summary>
internal static class XdsToDomain
{
    private const string DsgUrn = "urn:ihe:iti:dsg:detached:2014";
    private const string DsgNamespace = "http://www.w3.org/2000/09/xmldsig#";
    private const string UuidPrefix = "urn:uuid:";

    /// <summary>The set and its documents, or the first association that is not admitted.</summary>
    public static Outcome<DraftedSet> Read(SubmitObjectsRequest request)
    {
        if (request.Associations.FirstOrDefault(known => known.Type is not (AssociationTypes.HasMember
            or AssociationTypes.Replace or AssociationTypes.Signs)) is { } refused)
        {
            return DocumentFailures.AssociationRefused(refused.Type[(refused.Type.LastIndexOf(':') + 1)..]);
        }

        var set = request.SubmissionSet;
        var draft = new SubmissionDraft(
            set.UniqueId, set.SourceId, PatientOf(set.PatientId), set.SubmissionTime, CodeOf(set.ContentTypeCode),
            set.Title?.Value, set.Comments?.Value, [.. set.Authors.SelectMany(AuthorsOf)],
            set.IntendedRecipients.Count > 0 ? string.Join('|', set.IntendedRecipients) : null);
        List<DocumentDraft> documents = [];
        foreach (var entry in request.DocumentEntries)
        {
            var replaced = request.Associations
                .Where(known => known.Type == AssociationTypes.Replace && known.Source == entry.EntryUuid).ToList();
            if (replaced.Count > 1 || (replaced.Count == 1 && UuidOf(replaced[0].Target) is null))
            {
                return DocumentFailures.ReplacesUnknown;
            }

            var signs = request.Associations.Any(known => known.Type == AssociationTypes.Signs && known.Source == entry.EntryUuid);
            documents.Add(Document(entry, replaced.Count == 1 ? UuidOf(replaced[0].Target) : null, signs));
        }

        return new DraftedSet(draft, documents);
    }

    /// <summary>The UUID of <c>urn:uuid:…</c>, or null for any other text.</summary>
    public static Guid? UuidOf(string id) => id.StartsWith(UuidPrefix, StringComparison.OrdinalIgnoreCase)
        && Guid.TryParseExact(id.AsSpan(UuidPrefix.Length), "D", out var uuid) ? uuid : null;

    /// <summary>The INS, or null for another identifier or a wrong key.</summary>
    public static Ins? PatientOf(Cx id) => Ins.TryCreate(id.Id, id.AssigningAuthorityOid, out var ins) ? ins : null;

    private static DocumentDraft Document(DocumentEntry entry, Guid? replaces, bool signs) => new(
        entry.EntryUuid, UuidOf(entry.EntryUuid), PatientOf(entry.PatientId), entry.UniqueId, CodeOf(entry.TypeCode),
        CodeOf(entry.ClassCode), entry.MimeType,
        [.. entry.ConfidentialityCodes.Where(code => code.CodingScheme != MarkCodes.BaseSystem).Select(code => code.Code)],
        new DocumentDescription
        {
            Title = entry.Title?.Value ?? entry.TypeCode.DisplayName ?? entry.TypeCode.Code,
            Comments = entry.Comments?.Value,
            Authors = [.. entry.Authors.SelectMany(AuthorsOf)],
            LegalAuthenticator = entry.LegalAuthenticator is { } legal ? PersonOf(legal) : null,
            Format = CodeOf(entry.FormatCode),
            FacilityType = CodeOf(entry.HealthcareFacilityTypeCode),
            PracticeSetting = CodeOf(entry.PracticeSettingCode),
            Confidentiality = entry.ConfidentialityCodes.FirstOrDefault(code => code.CodingScheme == MarkCodes.BaseSystem)
                is { } level ? CodeOf(level) : new Code("N", MarkCodes.BaseSystem, "Normal"),
            Events = [.. entry.EventCodes.Select(CodeOf)],
            SourcePatientId = entry.SourcePatientId?.Raw ?? entry.SourcePatientId?.ToString(),
            SourcePatientInfo = [.. entry.SourcePatientInfo],
            References = [.. entry.ReferenceIdList],
            LanguageCode = entry.LanguageCode,
            CreationTime = entry.CreationTime,
            ServiceStartTime = entry.ServiceStartTime,
            ServiceStopTime = entry.ServiceStopTime,
            ServiceStart = InstantOf(entry.ServiceStartTime),
            ServiceStop = InstantOf(entry.ServiceStopTime),
        },
        InstantOf(entry.CreationTime) ?? default, entry.Size, entry.Hash, replaces,
        signs || entry.FormatCode.Code is DsgUrn or DsgNamespace);

    // A second institution of one author stands as an author of its own, so that it is kept.
    private static IEnumerable<DocumentAuthor> AuthorsOf(Author author)
    {
        var person = author.Person is { } known ? PersonOf(known) : Nobody;
        var first = author.Institutions.Count > 0 ? author.Institutions[0] : null;
        yield return person with
        {
            Institution = first?.Id,
            InstitutionName = first?.Name,
            Role = author.Roles.Count > 0 ? string.Join(", ", author.Roles) : null,
            Specialty = author.Specialties.Count > 0 ? SpecialtyOf(author.Specialties[0]) : null,
        };
        foreach (var further in author.Institutions.Skip(1))
        {
            yield return Nobody with { Institution = further.Id, InstitutionName = further.Name };
        }
    }

    private static DocumentAuthor Nobody { get; } = new(null, null, null, null, null, null, null, null, null);

    private static DocumentAuthor PersonOf(Xcn person) => Nobody with
    {
        Person = person.Id,
        PersonIdSystem = person.AssigningAuthorityOid,
        PersonIdType = person.IdType,
        FamilyName = person.FamilyName,
        GivenName = person.GivenName,
    };

    private static Code SpecialtyOf(string text)
    {
        var parts = text.Split('^');
        return new Code(parts[0], parts.Length > 2 ? parts[2] : "", parts.Length > 1 ? parts[1] : null);
    }

    private static Code CodeOf(CodedValue code) => new(code.Code, code.CodingScheme, code.DisplayName);

    private static DateTimeOffset? InstantOf(string? text)
        => text is not null && Dtm.TryParse(text, out var instant) ? instant : null;
}
