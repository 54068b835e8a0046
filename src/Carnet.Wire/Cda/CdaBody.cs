using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Cda;

/// <summary>What the body of a clinical document is made of.</summary>
/// <remarks>Source: HL7 CDA R2.</remarks>
public enum CdaBodyKind
{
    None,
    NonXml,
    Structured,
}

/// <summary>The body, by kind; for level 1 with the type of what it carries.</summary>
/// <param name="Kind">Level 1, level 3, or nothing.</param>
/// <param name="MediaType">Of a level 1 body, e.g. <c>application/pdf</c>; <c>text/plain</c> when nothing is
/// said.</param>
/// <param name="Base64">Whether the level 1 content is written in base64.</param>
/// <param name="Compression">As declared, e.g. <c>DF</c>; null when not compressed.</param>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record CdaBody(CdaBodyKind Kind, string? MediaType, bool Base64, string? Compression)
{
    public static CdaBody None { get; } = new(CdaBodyKind.None, null, false, null);

    internal bool IsPlainText => this is { Compression: null, MediaType: { } type }
        && type.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes the level 1 content to <paramref name="target"/> as it is read, and says what it is.</summary>
    /// <returns>Null when the document has no level 1 body.</returns>
    /// <remarks>More than <paramref name="limit"/> bytes throws <c>cda.body-size</c>. Source: HL7 CDA R2.</remarks>
    public static CdaBody? CopyNonXmlTo(Stream source, Stream target, long limit)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var reader = SafeXml.Open(source, XmlLimits.Document);
        var body = CdaHeaderReader.ReadHeader(reader).Body;
        if (body.Kind != CdaBodyKind.NonXml)
        {
            return null;
        }

        if (body.Compression is not null)
        {
            throw new WireFormatException("cda.body-compression",
                "Le corps du CDA est compressé, ce qui n'est pas admis.");
        }

        if (!reader.IsEmptyElement && reader.NodeType == XmlNodeType.Element)
        {
            CdaBodyCopy.Copy(reader, target, body.Base64, limit);
        }

        return body;
    }

    /// <summary>From component: moves on to nonXMLBody/text or structuredBody and tells which.</summary>
    internal static CdaBody Detect(XmlReader reader)
    {
        var depth = reader.Depth;
        var inside = false;
        while (!reader.IsEmptyElement || reader.NodeType != XmlNodeType.Element || reader.Depth > depth)
        {
            if (!reader.Read() || reader.Depth <= depth)
            {
                break;
            }

            if (reader.NodeType != XmlNodeType.Element || reader.NamespaceURI != CdaElement.Namespace)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "structuredBody":
                    return new CdaBody(CdaBodyKind.Structured, null, false, null);
                case "nonXMLBody":
                    inside = true;
                    break;
                case "ClinicalDocument":
                    throw new WireFormatException("cda.root", "Le fichier contient plusieurs documents CDA.");
                case "text" when inside:
                    return new CdaBody(CdaBodyKind.NonXml, reader.GetAttribute("mediaType")?.Trim() ?? "text/plain",
                        reader.GetAttribute("representation") == "B64", reader.GetAttribute("compression"));
            }
        }

        return inside ? new CdaBody(CdaBodyKind.NonXml, null, false, null) : None;
    }
}
