using System.Globalization;
using System.Xml;

namespace Carnet.Wire.Xds;

/// <summary>Names and small texts of ebRIM messages.</summary>
internal static class RimText
{
    public const string Rim = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0";
    public const string Rs = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0";
    public const string Lcm = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0";
    public const string Query = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0";
    public const string XdsB = "urn:ihe:iti:xds-b:2007";
    public const string Xop = "http://www.w3.org/2004/08/xop/include";

    private const string OidPrefix = "urn:oid:";

    public static string Oid(string text)
        => text.StartsWith(OidPrefix, StringComparison.OrdinalIgnoreCase) ? text[OidPrefix.Length..] : text;

    public static int? Integer(string? text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static string Required(XmlReader reader, string attribute)
        => reader.GetAttribute(attribute) is { Length: > 0 } value ? value
            : throw new WireFormatException("xds.attribute",
                $"L'attribut « {attribute} » d'un élément « {Known(reader.LocalName)} » manque.");

    /// <summary>An element name of the message is content too: only names of the standard may be repeated.</summary>
    private static string Known(string name) => name is "ExtrinsicObject" or "RegistryPackage" or "Association"
        or "Classification" or "ExternalIdentifier" or "Slot" or "LocalizedString" or "RegistryError" or "ObjectRef"
        or "Document" or "RegistryResponse" or "AdhocQueryResponse" or "AdhocQuery" ? name : "(inattendu)";
}
