using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Wire;
using Carnet.Wire.Xds;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>What kind of object a stored query answers with.</summary>
internal enum Wanted
{
    Documents,
    Submissions,
    Associations,
    DocumentsAndAssociations,
}

/// <summary>A stored query in the words of the domain.</summary>
/// <param name="Patient">The patient that the query itself names; null in queries by number.</param>
/// <param name="Ids">Numbers that the query names; for associations also those of sets.</param>
internal sealed record StoredQuery(
    Wanted Wanted, QueryReturnType ReturnType, Cx? Patient, DocumentCriteria Criteria, IReadOnlySet<string> Ids)
{
    public Func<StoredSubmission, bool> MatchesSubmission { get; init; } = _ => true;

    public bool MatchesDocument(StoredDocument document) => Wanted is Wanted.Documents
        || Ids.Contains(DomainToXds.EntryUuid(document.Row.DocumentId)) || Ids.Contains(document.Row.UniqueId);

    public bool MatchesAssociation(Association arrow) => Wanted switch
    {
        Wanted.Associations => Ids.Contains(arrow.Source) || Ids.Contains(arrow.Target),
        _ => true,
    };
}

/// <summary>Reads the stored queries that we answer; every other one is refused by its number.</summary>
/// <remarks>Source: IHE ITI TF-2 3.18.4.1.2.3.7; DMP 1.6.</remarks>
internal static class StoredQueryReader
{
    private static readonly HashSet<string> NoIds = [];

    public static StoredQuery Read(AdhocQueryRequest request) => request.QueryId switch
    {
        StoredQueries.FindDocuments => FindDocuments(request),
        StoredQueries.FindSubmissionSets => FindSubmissionSets(request),
        StoredQueries.GetDocuments => ByNumbers(request, Wanted.Documents),
        StoredQueries.GetDocumentsAndAssociations => DocumentsAndAssociations(request),
        StoredQueries.GetAssociations => Associations(request),
        _ => throw new WireFormatException("xds.query-id",
            "Cette requête enregistrée n'est pas servie : FindDocuments, FindSubmissionSets, GetDocuments, GetAssociations, GetDocumentsAndAssociations."),
    };

    private static StoredQuery FindDocuments(AdhocQueryRequest request)
    {
        var p = request.Parameters;
        var patient = p.PatientId("$XDSDocumentEntryPatientId") ?? throw Missing("$XDSDocumentEntryPatientId");
        return new StoredQuery(Wanted.Documents, request.ReturnType, patient, new DocumentCriteria(Statuses(p, "$XDSDocumentEntryStatus"))
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
        }, NoIds);
    }

    private static StoredQuery FindSubmissionSets(AdhocQueryRequest request)
    {
        var p = request.Parameters;
        var patient = p.PatientId("$XDSSubmissionSetPatientId") ?? throw Missing("$XDSSubmissionSetPatientId");
        var statuses = Statuses(p, "$XDSSubmissionSetStatus");
        var (from, to) = Range(p, "$XDSSubmissionSetSubmissionTime");
        var (sources, types) = (p.AnyOf("$XDSSubmissionSetSourceId"), Codes(p, "$XDSSubmissionSetContentType"));
        var person = p.Text("$XDSSubmissionSetAuthorPerson");

        // A set stays what it was when its documents are replaced.
        return new StoredQuery(Wanted.Submissions, request.ReturnType, patient, DocumentCriteria.Any, NoIds)
        {
            // A set is always approved; asking for any other status finds none.
            MatchesSubmission = set => statuses.Contains(DocumentStatus.Approved)
                && (from is null || set.Row.SubmittedAt >= from) && (to is null || set.Row.SubmittedAt < to)
                && (sources.Count == 0 || sources.Contains(set.Row.SourceId))
                && (types.Count == 0 || types.Contains(set.Description.ContentType.Value))
                && (person is null || set.Description.Authors.Any(author =>
                    Like.Matches(person, $"{author.Person}^{author.FamilyName}^{author.GivenName}"))),
        };
    }

    private static StoredQuery ByNumbers(AdhocQueryRequest request, Wanted wanted)
    {
        var p = request.Parameters;
        var (entries, uniques) = (p.AnyOf("$XDSDocumentEntryEntryUUID"), p.AnyOf("$XDSDocumentEntryUniqueId"));
        if (entries.Count == 0 == (uniques.Count == 0))
        {
            throw Missing("$XDSDocumentEntryEntryUUID ou $XDSDocumentEntryUniqueId, l'un des deux");
        }

        // A number that is no UUID names nothing: the empty one finds nothing and keeps the query one by numbers.
        return new StoredQuery(wanted, request.ReturnType, null, DocumentCriteria.Any with
        {
            EntryIds = [.. entries.Select(id => new DocumentId(XdsToDomain.UuidOf(id) ?? Guid.Empty))],
            UniqueIds = uniques,
        }, entries.Concat(uniques).ToHashSet(StringComparer.Ordinal));
    }

    private static StoredQuery DocumentsAndAssociations(AdhocQueryRequest request)
        // Arrows lead to other versions too, so every visible document is looked at and the named ones are kept.
        => ByNumbers(request, Wanted.DocumentsAndAssociations) is var query
            ? query with { Criteria = DocumentCriteria.Any }
            : throw new System.Diagnostics.UnreachableException();

    private static StoredQuery Associations(AdhocQueryRequest request) => new(
        Wanted.Associations, request.ReturnType, null, DocumentCriteria.Any,
        request.Parameters.RequiredAnyOf("$uuid").ToHashSet(StringComparer.Ordinal));

    private static IReadOnlyList<DocumentStatus> Statuses(StoredQueryParameters p, string name)
        => [.. p.RequiredAnyOf(name).Select(urn => DomainToXds.StatusOf(urn)
            ?? throw new WireFormatException("xds.query-value", $"Le paramètre « {name} » porte un statut inconnu."))];

    private static IReadOnlyList<string> Codes(StoredQueryParameters p, string name)
        => [.. p.Codes(name).SelectMany(group => group).Select(code => code.Code)];

    private static IReadOnlyList<IReadOnlyList<string>> CodeGroups(StoredQueryParameters p, string name)
        => [.. p.Codes(name).Select(group => group.Select(code => code.Code).ToList())];

    private static (DateTimeOffset?, DateTimeOffset?) Range(StoredQueryParameters p, string name)
        => (Instant(p.Instant(name + "From")), Instant(p.Instant(name + "To")));

    private static DateTimeOffset? Instant(string? text)
        => text is not null && Dtm.TryParse(text, out var instant) ? instant : null;

    private static WireFormatException Missing(string name)
        => new("xds.query-missing-param", $"Le paramètre {name} est obligatoire.");
}
