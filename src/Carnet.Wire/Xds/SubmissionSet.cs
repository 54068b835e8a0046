namespace Carnet.Wire.Xds;

/// <summary>The metadata of one submission, a RegistryPackage on the wire.</summary>
/// <remarks>Source: IHE ITI TF-3 4.2.3.3.</remarks>
public sealed record SubmissionSet
{
    /// <summary><c>urn:uuid:…</c>, or a name that holds within its submission only.</summary>
    public required string EntryUuid { get; init; }

    public string? LogicalId { get; init; }

    public int? Version { get; init; }

    /// <summary>A URN of <see cref="AvailabilityStatuses"/>; null in a submission.</summary>
    public string? AvailabilityStatus { get; init; }

    public IReadOnlyList<Author> Authors { get; init; } = [];

    public required CodedValue ContentTypeCode { get; init; }

    /// <summary>HL7 DTM in UTC, to the second.</summary>
    public required string SubmissionTime { get; init; }

    public required Cx PatientId { get; init; }

    /// <summary>OID of the sending system.</summary>
    public required string SourceId { get; init; }

    /// <summary>OID.</summary>
    public required string UniqueId { get; init; }

    /// <summary>XON|XCN|XTN lines as sent.</summary>
    public IReadOnlyList<string> IntendedRecipients { get; init; } = [];

    public LocalizedString? Title { get; init; }

    public LocalizedString? Comments { get; init; }

    /// <summary><c>urn:oid:…</c>, as on the wire.</summary>
    public string? HomeCommunityId { get; init; }

    /// <summary>Slots that no property above names, in their order.</summary>
    public IReadOnlyList<Slot> ExtraSlots { get; init; } = [];
}
