using System.Globalization;

namespace Carnet.Wire.Xds;

/// <summary>A typed arrow between two objects of the registry.</summary>
/// <param name="Id"><c>urn:uuid:…</c>, or a name that holds within its submission only.</param>
/// <param name="Type">A URN of <see cref="AssociationTypes"/>.</param>
/// <param name="Source">Id of the object the arrow leaves.</param>
/// <param name="Target">Id of the object it reaches.</param>
/// <remarks>Source: IHE ITI TF-3 4.2.2.</remarks>
public sealed record Association(string Id, string Type, string Source, string Target)
{
    /// <summary>A URN of <see cref="AvailabilityStatuses"/>; null in a submission.</summary>
    public string? AvailabilityStatus { get; init; }

    public IReadOnlyList<Slot> Slots { get; init; } = [];

    /// <summary><c>Original</c> or <c>Reference</c>, on HasMember only.</summary>
    public string? SubmissionSetStatus => SlotValue("SubmissionSetStatus");

    /// <summary>On UpdateAvailabilityStatus only.</summary>
    public string? OriginalStatus => SlotValue("OriginalStatus");

    /// <summary>On UpdateAvailabilityStatus only.</summary>
    public string? NewStatus => SlotValue("NewStatus");

    /// <summary>Metadata version that an update replaces; <c>xds.previous-version</c> where it is no whole
    /// number.</summary>
    public int? PreviousVersion => SlotValue("PreviousVersion") is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
        : throw new WireFormatException("xds.previous-version", "Le slot « PreviousVersion » n'est pas un nombre.");

    private string? SlotValue(string name)
    {
        foreach (var slot in Slots)
        {
            if (slot.Name == name)
            {
                return slot.Values.Count > 0 ? slot.Values[0] : null;
            }
        }

        return null;
    }
}

/// <summary>The association types that are understood; every other one is refused.</summary>
/// <remarks>Source: IHE ITI TF-3 4.2.2.2, IHE ITI Metadata Update 4.2.2.</remarks>
public static class AssociationTypes
{
    public const string HasMember = "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember";
    public const string Replace = "urn:ihe:iti:2007:AssociationType:RPLC";
    public const string Append = "urn:ihe:iti:2007:AssociationType:APND";
    public const string Transform = "urn:ihe:iti:2007:AssociationType:XFRM";
    public const string TransformReplace = "urn:ihe:iti:2007:AssociationType:XFRM_RPLC";
    public const string Signs = "urn:ihe:iti:2007:AssociationType:signs";
    public const string IsSnapshotOf = "urn:ihe:iti:2010:AssociationType:IsSnapshotOf";
    public const string UpdateAvailabilityStatus = "urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus";
    public const string SubmitAssociation = "urn:ihe:iti:2010:AssociationType:SubmitAssociation";

    public static bool IsKnown(string type) => type is HasMember or Replace or Append or Transform or TransformReplace
        or Signs or IsSnapshotOf or UpdateAvailabilityStatus or SubmitAssociation;
}
