using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Wire;
using Carnet.Wire.Xds;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>The objects with which a stored query answers, in the order in which they go out.</summary>
internal sealed record Selection(
    IReadOnlyList<StoredSubmission> Sets, IReadOnlyList<StoredDocument> Documents, IReadOnlyList<Association> Associations)
{
    public static Selection None { get; } = new([], [], []);

    public int Count => Sets.Count + Documents.Count + Associations.Count;

    /// <summary>A page of it: what the client has had is left out, and so is what it does not want yet.</summary>
    public Selection Page(int start, int? most)
    {
        var (skip, left) = (start, most ?? int.MaxValue);
        return new Selection(Take(Sets), Take(Documents), Take(Associations));

        IReadOnlyList<T> Take<T>(IReadOnlyList<T> all)
        {
            var taken = all.Skip(skip).Take(left).ToList();
            skip = Math.Max(0, skip - all.Count);
            left -= taken.Count;
            return taken;
        }
    }
}

/// <summary>A stored query in the words of the domain.</summary>
/// <param name="Patient">The patient that the query itself names; null in queries by number.</param>
/// <param name="Criteria">What is looked at; the rules decide each before <paramref name="Select"/> sees it.</param>
/// <param name="Select">Picks the objects that are answered from those that may be seen.</param>
internal sealed record StoredQuery(Cx? Patient, DocumentCriteria Criteria, Func<FoundDocuments, Selection> Select)
{
    /// <summary>Only documents are answered, so that who may only find references may ask for them.</summary>
    public bool DocumentsOnly { get; init; }

    /// <summary>The sets are answered too.</summary>
    public bool WithSubmissions { get; init; }
}

/// <summary>Reads the stored queries that we answer; every other one, and every parameter that it does not have, is refused.</summary>
/// <remarks>
/// No folder is ever kept, so a query for folders is read, decided and traced like any other and finds none. Source: IHE
/// ITI TF-2 3.18.4.1.2.3.7; DMP 1.6.
/// </remarks>
internal static class StoredQueryReader
{
    private const string Level = "$MetadataLevel";

    // Of no status: the record is entered and the entry traced, and no document is found.
    private static readonly DocumentCriteria Nothing = new([]);
    private const string Stable = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1";

    public static StoredQuery Read(AdhocQueryRequest request)
    {
        var p = request.Parameters;
        return request.QueryId switch
        {
            StoredQueries.FindDocuments => FindDocuments(p, reference: null),
            StoredQueries.FindDocumentsByReferenceId => FindDocuments(p, "$XDSDocumentEntryReferenceIdList"),
            StoredQueries.FindSubmissionSets => FindSubmissionSets(p),
            StoredQueries.GetDocuments => GetDocuments(p),
            StoredQueries.GetDocumentsAndAssociations => DocumentsAndAssociations(p),
            StoredQueries.GetAssociations => Associations(p),
            StoredQueries.GetSubmissionSets => SubmissionSets(p),
            StoredQueries.GetSubmissionSetAndContents => SubmissionSetAndContents(p),
            StoredQueries.GetRelatedDocuments => RelatedDocuments(p),
            StoredQueries.FindFolders => FindFolders(p),
            StoredQueries.GetFolders => Folders(p, "$XDSFolderEntryUUID", "$XDSFolderUniqueId", "$XDSFolderLogicalID"),
            StoredQueries.GetFolderAndContents => Folders(p, "$XDSFolderEntryUUID", "$XDSFolderUniqueId", null,
                "$XDSDocumentEntryFormatCode", "$XDSDocumentEntryConfidentialityCode", "$XDSDocumentEntryType"),
            StoredQueries.GetFoldersForDocument => Folders(p, "$XDSDocumentEntryEntryUUID", "$XDSDocumentEntryUniqueId", null),
            _ => throw StoredQueries.NotServed(request.QueryId),
        };
    }

    private static StoredQuery FindDocuments(StoredQueryParameters p, string? reference)
    {
        List<string> names =
        [
            "$XDSDocumentEntryPatientId", "$XDSDocumentEntryStatus", "$XDSDocumentEntryTypeCode", "$XDSDocumentEntryClassCode",
            "$XDSDocumentEntryFormatCode", "$XDSDocumentEntryHealthcareFacilityTypeCode", "$XDSDocumentEntryPracticeSettingCode",
            "$XDSDocumentEntryEventCodeList", "$XDSDocumentEntryConfidentialityCode", "$XDSDocumentEntryAuthorPerson",
            "$XDSDocumentEntryCreationTimeFrom", "$XDSDocumentEntryCreationTimeTo", "$XDSDocumentEntryServiceStartTimeFrom",
            "$XDSDocumentEntryServiceStartTimeTo", "$XDSDocumentEntryServiceStopTimeFrom", "$XDSDocumentEntryServiceStopTimeTo",
            "$XDSDocumentEntryType", Level,
        ];
        p.Expect(reference is null ? names : [.. names, reference]);
        var patient = p.PatientId("$XDSDocumentEntryPatientId") ?? throw StoredQueryParameters.Missing("$XDSDocumentEntryPatientId");
        var criteria = new DocumentCriteria(Statuses(p, "$XDSDocumentEntryStatus"))
        {
            TypeCodes = Codes(p, "$XDSDocumentEntryTypeCode"),
            ClassCodes = Codes(p, "$XDSDocumentEntryClassCode"),
            FormatCodes = Codes(p, "$XDSDocumentEntryFormatCode"),
            FacilityTypes = Codes(p, "$XDSDocumentEntryHealthcareFacilityTypeCode"),
            PracticeSettings = Codes(p, "$XDSDocumentEntryPracticeSettingCode"),
            EventCodes = CodeGroups(p, "$XDSDocumentEntryEventCodeList"),
            Confidentialities = CodeGroups(p, "$XDSDocumentEntryConfidentialityCode"),
            AuthorPersons = p.AnyOf("$XDSDocumentEntryAuthorPerson"),
            Created = Range(p, "$XDSDocumentEntryCreationTime"),
            ServiceStart = Range(p, "$XDSDocumentEntryServiceStartTime"),
            ServiceStop = Range(p, "$XDSDocumentEntryServiceStopTime"),
        };
        if (reference is not null)
        {
            criteria = criteria with
            {
                References = p.AllOfAnyOf(reference) is { Count: > 0 } groups ? groups : throw StoredQueryParameters.Missing(reference),
            };
        }

        var stable = WantsStable(p);
        return new StoredQuery(patient, criteria, found => stable ? OnlyDocuments(found.Documents) : Selection.None)
        {
            DocumentsOnly = true,
        };
    }

    private static StoredQuery FindSubmissionSets(StoredQueryParameters p)
    {
        p.Expect("$XDSSubmissionSetPatientId", "$XDSSubmissionSetStatus", "$XDSSubmissionSetSubmissionTimeFrom",
            "$XDSSubmissionSetSubmissionTimeTo", "$XDSSubmissionSetSourceId", "$XDSSubmissionSetContentType",
            "$XDSSubmissionSetAuthorPerson", Level);
        var patient = p.PatientId("$XDSSubmissionSetPatientId") ?? throw StoredQueryParameters.Missing("$XDSSubmissionSetPatientId");
        var statuses = Statuses(p, "$XDSSubmissionSetStatus");
        var (from, to) = Range(p, "$XDSSubmissionSetSubmissionTime");
        var (sources, types) = (p.AnyOf("$XDSSubmissionSetSourceId"), Codes(p, "$XDSSubmissionSetContentType"));
        var person = p.Text("$XDSSubmissionSetAuthorPerson");

        // A set stays what it was when its documents are replaced, and is always approved: any other status finds none.
        return new StoredQuery(patient, DocumentCriteria.Any, found => new Selection(
            [.. found.Submissions.Where(set => statuses.Contains(DocumentStatus.Approved)
                && (from is null || set.Row.SubmittedAt >= from) && (to is null || set.Row.SubmittedAt < to)
                && (sources.Count == 0 || sources.Contains(set.Row.SourceId))
                && (types.Count == 0 || types.Any(type => type.Is(set.Description.ContentType)))
                && (person is null || set.Description.Authors.Any(author => Like.Author(person, author))))], [], []))
        {
            WithSubmissions = true,
        };
    }

    private static StoredQuery GetDocuments(StoredQueryParameters p)
    {
        var named = Named(p, "$XDSDocumentEntryEntryUUID", "$XDSDocumentEntryUniqueId", "$XDSDocumentEntryLogicalID", Level);

        // A number that is no UUID names nothing: the empty one finds nothing and keeps the query one by numbers.
        return new StoredQuery(null, DocumentCriteria.Any with
        {
            EntryIds = [.. named.Entries.Select(id => new DocumentId(XdsToDomain.UuidOf(id) ?? Guid.Empty))],
            UniqueIds = named.Uniques,
        }, found => OnlyDocuments(found.Documents))
        {
            DocumentsOnly = true,
        };
    }

    private static StoredQuery DocumentsAndAssociations(StoredQueryParameters p)
    {
        var named = Named(p, "$XDSDocumentEntryEntryUUID", "$XDSDocumentEntryUniqueId", null, Level, "$XDSAssociationStatus");

        // Arrows lead to other versions too, so every visible document is looked at and the named ones are kept.
        return new StoredQuery(null, DocumentCriteria.Any, found =>
        {
            var documents = found.Documents.Where(named.Names).ToList();
            var ends = documents.Select(EntryOf).ToHashSet(StringComparer.Ordinal);
            return new Selection([], documents,
                [.. DomainToXds.Associations(found).Where(arrow => ends.Contains(arrow.Source) || ends.Contains(arrow.Target))]);
        });
    }

    private static StoredQuery Associations(StoredQueryParameters p)
    {
        p.Expect("$uuid", Level, "$XDSAssociationStatus");
        var ids = p.RequiredAnyOf("$uuid").ToHashSet(StringComparer.Ordinal);
        return new StoredQuery(null, DocumentCriteria.Any, found => new Selection([], [],
            [.. DomainToXds.Associations(found).Where(arrow => ids.Contains(arrow.Source) || ids.Contains(arrow.Target))]));
    }

    private static StoredQuery SubmissionSets(StoredQueryParameters p)
    {
        p.Expect("$uuid", Level);
        var ids = p.RequiredAnyOf("$uuid").ToHashSet(StringComparer.Ordinal);
        return new StoredQuery(null, DocumentCriteria.Any, found =>
        {
            var arrows = DomainToXds.Associations(found)
                .Where(arrow => arrow.Type is AssociationTypes.HasMember && ids.Contains(arrow.Target)).ToList();
            var sets = arrows.Select(arrow => arrow.Source).ToHashSet(StringComparer.Ordinal);
            return new Selection([.. found.Submissions.Where(set => sets.Contains(SetOf(set)))], [], arrows);
        })
        {
            WithSubmissions = true,
        };
    }

    private static StoredQuery SubmissionSetAndContents(StoredQueryParameters p)
    {
        p.Expect("$XDSSubmissionSetEntryUUID", "$XDSSubmissionSetUniqueId", "$XDSDocumentEntryFormatCode",
            "$XDSDocumentEntryConfidentialityCode", "$XDSDocumentEntryType", Level);
        var (entry, unique) = One(p, "$XDSSubmissionSetEntryUUID", "$XDSSubmissionSetUniqueId");
        var stable = WantsStable(p);
        var narrowed = (DocumentCriteria.Any with
        {
            FormatCodes = Codes(p, "$XDSDocumentEntryFormatCode"),
            Confidentialities = CodeGroups(p, "$XDSDocumentEntryConfidentialityCode"),
        }).ToInsight();

        // The set itself is found whatever its documents are; the filters narrow only what is sent of them.
        return new StoredQuery(null, DocumentCriteria.Any, found =>
        {
            var sets = found.Submissions.Where(set => SetOf(set) == entry || set.Row.UniqueId == unique).ToList();
            var documents = sets.SelectMany(set => set.Documents)
                .Where(document => stable && narrowed.Matches(document.Row, document.Description!)).ToList();
            var members = documents.Select(EntryOf).ToHashSet(StringComparer.Ordinal);
            return new Selection(sets, documents,
                [.. DomainToXds.Associations(found)
                    .Where(arrow => arrow.Type is AssociationTypes.HasMember && members.Contains(arrow.Target))]);
        })
        {
            WithSubmissions = true,
        };
    }

    private static StoredQuery RelatedDocuments(StoredQueryParameters p)
    {
        p.Expect("$XDSDocumentEntryEntryUUID", "$XDSDocumentEntryUniqueId", "$AssociationTypes", "$XDSDocumentEntryType",
            "$XDSAssociationStatus", Level);
        var (entry, unique) = One(p, "$XDSDocumentEntryEntryUUID", "$XDSDocumentEntryUniqueId");
        var types = p.RequiredAnyOf("$AssociationTypes").Select(LongName).ToHashSet(StringComparer.Ordinal);
        var stable = WantsStable(p);
        return new StoredQuery(null, DocumentCriteria.Any, found =>
        {
            if (!stable || found.Documents.FirstOrDefault(one => EntryOf(one) == entry || one.Row.UniqueId == unique) is not { } start)
            {
                return Selection.None;
            }

            var own = EntryOf(start);
            var arrows = DomainToXds.Associations(found).Where(arrow => types.Contains(arrow.Type)
                && arrow.Type is not AssociationTypes.HasMember && (arrow.Source == own || arrow.Target == own)).ToList();
            var ends = arrows.SelectMany(arrow => (string[])[arrow.Source, arrow.Target]).ToHashSet(StringComparer.Ordinal);

            // Without an arrow nothing is related, and the document itself is not sent either.
            return new Selection([], [.. found.Documents.Where(document => ends.Contains(EntryOf(document)))], arrows);
        });
    }

    private static StoredQuery FindFolders(StoredQueryParameters p)
    {
        p.Expect("$XDSFolderPatientId", "$XDSFolderStatus", "$XDSFolderLastUpdateTimeFrom", "$XDSFolderLastUpdateTimeTo",
            "$XDSFolderCodeList", Level);
        var patient = p.PatientId("$XDSFolderPatientId") ?? throw StoredQueryParameters.Missing("$XDSFolderPatientId");
        Statuses(p, "$XDSFolderStatus");
        Range(p, "$XDSFolderLastUpdateTime");
        CodeGroups(p, "$XDSFolderCodeList");
        return new StoredQuery(patient, Nothing, _ => Selection.None);
    }

    private static StoredQuery Folders(
        StoredQueryParameters p, string entries, string uniques, string? logicals, params IEnumerable<string> more)
    {
        Named(p, entries, uniques, logicals, [.. more, Level, "$homeCommunityId"]);
        return new StoredQuery(null, Nothing, _ => Selection.None);
    }

    private static Selection OnlyDocuments(IReadOnlyList<StoredDocument> documents) => new([], documents, []);

    private static string EntryOf(StoredDocument document) => DomainToXds.EntryUuid(document.Row.DocumentId);

    private static string SetOf(StoredSubmission set) => DomainToXds.SetUuid(set.Row.SubmissionId);

    // Old clients write the short names of the profile's first edition.
    private static string LongName(string type) => type switch
    {
        "RPLC" => AssociationTypes.Replace,
        "APND" => AssociationTypes.Append,
        "XFRM" => AssociationTypes.Transform,
        "XFRM_RPLC" => AssociationTypes.TransformReplace,
        "signs" => AssociationTypes.Signs,
        "HasMember" => AssociationTypes.HasMember,
        _ => type,
    };

    /// <summary>Objects named by numbers of one kind, never of two.</summary>
    /// <param name="logicals">Numbers that stay over metadata versions; null where the query has none (IHE ITI Metadata Update 3.18).</param>
    private static NamedDocuments Named(
        StoredQueryParameters p, string entries, string uniques, string? logicals, params IEnumerable<string> more)
    {
        string[] kinds = logicals is null ? [entries, uniques] : [entries, uniques, logicals];
        p.Expect([.. kinds, .. more]);

        // An entry keeps its number when its marks change, so that its logical number is no other.
        return kinds.Count(p.Has) is 1
            ? new NamedDocuments(p.Has(uniques) ? [] : p.AnyOf(kinds.Single(p.Has)), p.AnyOf(uniques))
            : throw StoredQueryParameters.Missing($"{string.Join(" ou ", kinds)}, un seul");
    }

    private static (string? Entry, string? Unique) One(StoredQueryParameters p, string entries, string uniques)
        => (p.Text(entries), p.Text(uniques)) is var named && named.Item1 is null != (named.Item2 is null)
            ? named
            : throw StoredQueryParameters.Missing($"{entries} ou {uniques}, l'un des deux");

    // Every document here is stable; who asks for documents made on demand finds none.
    private static bool WantsStable(StoredQueryParameters p)
        => p.AnyOf("$XDSDocumentEntryType") is var types && (types.Count == 0 || types.Contains(Stable));

    private static IReadOnlyList<DocumentStatus> Statuses(StoredQueryParameters p, string name)
        => [.. p.RequiredAnyOf(name).Select(urn => DomainToXds.StatusOf(urn)
            ?? throw new WireFormatException("xds.query-value", $"Le paramètre « {name} » porte un statut inconnu."))];

    private static IReadOnlyList<SoughtCode> Codes(StoredQueryParameters p, string name)
        => [.. p.AnyCode(name).Select(Sought)];

    private static IReadOnlyList<IReadOnlyList<SoughtCode>> CodeGroups(StoredQueryParameters p, string name)
        => [.. p.Codes(name).Select(group => group.Select(Sought).ToList())];

    private static SoughtCode Sought(CodedValue code) => new(code.Code, code.CodingScheme);

    private static (DateTimeOffset?, DateTimeOffset?) Range(StoredQueryParameters p, string name)
        => (Instant(p.Instant(name + "From")), Instant(p.Instant(name + "To")));

    private static DateTimeOffset? Instant(string? text)
        => text is not null && Dtm.TryParse(text, out var instant) ? instant : null;

    private sealed record NamedDocuments(IReadOnlyList<string> Entries, IReadOnlyList<string> Uniques)
    {
        public bool Names(StoredDocument document)
            => Entries.Contains(EntryOf(document)) || Uniques.Contains(document.Row.UniqueId);
    }
}
