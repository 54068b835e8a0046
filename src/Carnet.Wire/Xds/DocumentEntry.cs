namespace Carnet.Wire.Xds;

/// <summary>The metadata of one document, an ExtrinsicObject on the wire.</summary>
/// <remarks>
/// Instants are HL7 DTM texts in UTC, checked on reading (<see cref="Dtm"/>). Required here is what IHE asks of every
/// entry; what only a submission must carry is checked by <see cref="SubmitObjectsRequest"/>.
/// Source: IHE ITI TF-3 4.2.3.2.
/// </remarks>
public sealed record DocumentEntry
{
    /// <summary><c>urn:uuid:…</c>, or a name that holds within its submission only.</summary>
    public required string EntryUuid { get; init; }

    /// <summary>ebRIM <c>lid</c>: the same for all metadata versions of one document.</summary>
    public string? LogicalId { get; init; }

    /// <summary>Metadata version from 1; null where none, or no whole number, is sent.</summary>
    public int? Version { get; init; }

    /// <summary>See <see cref="XdsSchemes.StableDocument"/>.</summary>
    public string ObjectType { get; init; } = XdsSchemes.StableDocument;

    public required string MimeType { get; init; }

    /// <summary>A URN of <see cref="AvailabilityStatuses"/>; null in a submission.</summary>
    public string? AvailabilityStatus { get; init; }

    public IReadOnlyList<Author> Authors { get; init; } = [];

    public required CodedValue ClassCode { get; init; }

    public required CodedValue TypeCode { get; init; }

    public required CodedValue FormatCode { get; init; }

    public required CodedValue HealthcareFacilityTypeCode { get; init; }

    public required CodedValue PracticeSettingCode { get; init; }

    public IReadOnlyList<CodedValue> ConfidentialityCodes { get; init; } = [];

    public IReadOnlyList<CodedValue> EventCodes { get; init; } = [];

    public required Cx PatientId { get; init; }

    /// <summary>OID, or OID^extension of at most 16 characters.</summary>
    public required string UniqueId { get; init; }

    public required string CreationTime { get; init; }

    public string? ServiceStartTime { get; init; }

    public string? ServiceStopTime { get; init; }

    public required string LanguageCode { get; init; }

    public Xcn? LegalAuthenticator { get; init; }

    public Cx? SourcePatientId { get; init; }

    /// <summary>Lines such as <c>PID-5|NOM^Prénom^^^^^L</c>, as sent.</summary>
    public IReadOnlyList<string> SourcePatientInfo { get; init; } = [];

    /// <summary>CXi values as sent, e.g. an accession number with its authority and type.</summary>
    public IReadOnlyList<string> ReferenceIdList { get; init; } = [];

    public LocalizedString? Title { get; init; }

    public LocalizedString? Comments { get; init; }

    /// <summary>SHA-1, 40 hexadecimal digits.</summary>
    public string? Hash { get; init; }

    /// <summary>Bytes of the document.</summary>
    public long? Size { get; init; }

    /// <summary>OID without <c>urn:oid:</c>.</summary>
    public string? RepositoryUniqueId { get; init; }

    /// <summary><c>urn:oid:…</c>, as on the wire.</summary>
    public string? HomeCommunityId { get; init; }

    /// <summary>Slots that no property above names, in their order.</summary>
    public IReadOnlyList<Slot> ExtraSlots { get; init; } = [];
}
