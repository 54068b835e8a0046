using System.Collections.Immutable;
using Carnet.Domain.Identity;

namespace Carnet.Domain.Documents;

/// <summary>A code with its system and French label.</summary>
public sealed record Code(string Value, string System, string? Label);

/// <summary>Who made a document, as the depositing software states it and as Carnet has checked it.</summary>
/// <param name="Person">National or local identifier of the person; null for a system without a person.</param>
/// <param name="PersonIdSystem">OID of the identifier's naming space.</param>
/// <param name="Institution">National identifier of the structure.</param>
public sealed record DocumentAuthor(
    string? Person, string? PersonIdSystem, string? PersonIdType, string? FamilyName, string? GivenName,
    string? Institution, string? InstitutionName, string? Role, Code? Specialty);

/// <summary>What describes a document; it lies sealed, since titles and names tell as much as contents.</summary>
/// <remarks>The fields are those of an XDS DocumentEntry in the profession's words. Source: rules F-1, F-2; DMP 3.2.</remarks>
public sealed record DocumentDescription
{
    public required string Title { get; init; }

    public string? Comments { get; init; }

    public required ImmutableArray<DocumentAuthor> Authors { get; init; }

    /// <summary>The person who answers for the content; absent on documents of the patient.</summary>
    public DocumentAuthor? LegalAuthenticator { get; init; }

    public required Code Format { get; init; }

    public required Code FacilityType { get; init; }

    public required Code PracticeSetting { get; init; }

    public required Code Confidentiality { get; init; }

    public ImmutableArray<Code> Events { get; init; } = [];

    /// <summary>Raw HL7 CX, e.g. the identifier at the depositing structure.</summary>
    public string? SourcePatientId { get; init; }

    public ImmutableArray<string> SourcePatientInfo { get; init; } = [];

    /// <summary>Raw HL7 CXi values: accession numbers, orders, studies.</summary>
    public ImmutableArray<string> References { get; init; } = [];

    public required string LanguageCode { get; init; }

    public DateTimeOffset? ServiceStart { get; init; }

    public DateTimeOffset? ServiceStop { get; init; }

    /// <summary>Dates as stated, with their own precision; the instants above are for sorting.</summary>
    public required string CreationTime { get; init; }

    public string? ServiceStartTime { get; init; }

    public string? ServiceStopTime { get; init; }

    /// <summary>A visible remark on the origin, e.g. an author inside the document who differs from the depositor.</summary>
    public string? Remark { get; init; }
}

/// <summary>Facts about a document that the access rules need, all in clear columns.</summary>
/// <param name="AuthorPerson">The professional who deposited it, when it was one.</param>
/// <param name="AuthorStructure">The structure to which the deposit is imputed.</param>
/// <param name="ByPatient">The person's own document.</param>
/// <param name="Quarantined">Not examined yet, or found bad: as absent for everybody (F-10).</param>
public sealed record DocumentFacts(
    DocumentType Type, Marks Marks, DocumentStatus Status, PsIdNat? AuthorPerson, StructIdNat? AuthorStructure,
    bool ByPatient, bool Quarantined = false)
{
    /// <summary>Whether the deposit is imputed to this structure itself, and not to one of its professionals .</summary>
    public bool IsOf(StructIdNat? structure) => structure is not null && AuthorPerson is null && AuthorStructure == structure;
}
