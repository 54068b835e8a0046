namespace Carnet.Wire.Signatures;

/// <summary>Names of a detached signature of a submission set. Source: IHE ITI DSG; ETSI XAdES 1.1.1.</summary>
internal static class LotNames
{
    public const string Xades = "http://uri.etsi.org/01903/v1.1.1#";
    public const string ManifestType = "http://www.w3.org/2000/09/xmldsig#Manifest";
    public const string PropertiesType = "SignedProperties";
    public const string ManifestId = "IHEManifest";
    public const string PropertiesId = "SignedProperties";
    public const string SignatureId = "sig";
    public const string Oid = "urn:oid:";

    /// <summary>Code of the purpose "source" (ASTM E1762), as documents of the DMP carry it.</summary>
    public const string PurposeSource = "1.2.840.10065.1.12.1.14";
}
