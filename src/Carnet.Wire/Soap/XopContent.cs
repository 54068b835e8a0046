using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Soap;

/// <summary>The content of an element whose bytes are either inline base64 or in a part of the message.</summary>
/// <remarks>Nothing is ever fetched: only <c>cid:</c> is understood. Source: W3C xop10 2.1, RFC 2392.</remarks>
internal static class XopContent
{
    private const string Xop = "http://www.w3.org/2004/08/xop/include";

    public static (string? ContentId, ReadOnlyMemory<byte>? Inline) Read(XmlReader reader)
    {
        string? contentId = null;
        var text = new System.Text.StringBuilder();
        var depth = reader.Depth;
        var empty = reader.IsEmptyElement;
        while (!empty && reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth == depth + 1 && contentId is null
                    && reader.LocalName == "Include" && reader.NamespaceURI == Xop:
                    contentId = ContentIdOf(reader.GetAttribute("href"));
                    break;
                case XmlNodeType.Element:
                    throw Mixed();
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    text.Append(XmlWalk.Value(reader));
                    break;
            }
        }

        if (contentId is not null)
        {
            return text.ToString().AsSpan().Trim().IsEmpty ? (contentId, null) : throw Mixed();
        }

        return (null, Base64(text.ToString()));
    }

    public static void Write(Utf8XmlWriter xml, string? contentId, ReadOnlyMemory<byte>? inline)
    {
        if (contentId is null)
        {
            xml.Base64(inline.GetValueOrDefault().Span);
            return;
        }

        xml.Raw("<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:"u8)
            .Value(Uri.EscapeDataString(contentId).Replace("%40", "@", StringComparison.Ordinal)).Raw("\"/>"u8);
    }

    private static string ContentIdOf(string? href)
    {
        if (href is null || !href.StartsWith("cid:", StringComparison.OrdinalIgnoreCase) || href.Length is 4 or > 1024)
        {
            throw new WireFormatException("mtom.href", "L'élément « Include » ne désigne pas une pièce jointe (cid:).");
        }

        return Uri.UnescapeDataString(href[4..]);
    }

    private static ReadOnlyMemory<byte> Base64(string text)
    {
        var bytes = new byte[text.Length / 4 * 3 + 3];
        return Convert.TryFromBase64String(text, bytes, out var written)
            ? bytes.AsMemory(0, written)
            : throw new WireFormatException("xds.document-base64", "Le contenu d'un document n'est pas en base64.");
    }

    private static WireFormatException Mixed()
        => new("mtom.include", "Un document contient autre chose qu'un élément « Include » ou du base64.");
}
