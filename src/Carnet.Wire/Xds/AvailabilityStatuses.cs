namespace Carnet.Wire.Xds;

/// <summary>URNs of the four states of a document in France.</summary>
/// <remarks>Source: IHE ITI TF-3 4.2.3.2.2; CI-SIS JDV_J52.</remarks>
public static class AvailabilityStatuses
{
    public const string Approved = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved";
    public const string Deprecated = "urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated";
    public const string Submitted = "urn:oasis:names:tc:ebxml-regrep:StatusType:Submitted";
    public const string Archived = "urn:asip:ci-sis:2010:StatusType:Archived";
    public const string Deleted = "urn:asip:ci-sis:2010:StatusType:Deleted";
}
