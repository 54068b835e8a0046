using System.Text;
using System.Xml;
using System.Xml.XPath;
using Carnet.Wire.Hl7v2;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Checker;

/// <summary>A message, or a document inside one, as a tree that the rules can look at.</summary>
/// <param name="Place">Where it stands in the file; empty for the file itself.</param>
/// <param name="IsHl7v2">Lines are ranks of segments, and paths are fields.</param>
internal sealed record CheckedPart(string Place, XPathNavigator Tree, bool IsHl7v2)
{
    /// <summary>The XML as it lies in the file; empty for HL7 v2 and for what cannot be read.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    private const int DeepestNesting = 3;

    /// <summary>The parts of a file: itself, and the clinical documents inside it.</summary>
    /// <exception cref="WireFormatException">It is none of the formats that we know.</exception>
    public static IReadOnlyList<CheckedPart> Of(ReadOnlyMemory<byte> file)
    {
        List<CheckedPart> parts = [];
        Add(parts, "", file, 0);
        return parts;
    }

    private static void Add(List<CheckedPart> parts, string place, ReadOnlyMemory<byte> bytes, int depth)
    {
        var start = bytes.Span.TrimStart("\uFEFF \t\r\n\v"u8);
        if (start.StartsWith("MSH"u8))
        {
            var message = Hl7v2Message.Read(bytes[^start.Length..][..start.TrimEnd("\x1C\r\n"u8).Length]);
            parts.Add(new CheckedPart(place, Hl7v2Tree.Of(message), IsHl7v2: true));
            foreach (var obx in message.All("OBX").Where(obx => obx[2][1] == "ED" && obx[5][3].Equals("XML", StringComparison.OrdinalIgnoreCase)))
            {
                Inner(parts, FormattableString.Invariant($"{place}OBX-5 (segment {obx.Line}) : "), Encoding.ASCII.GetString(obx[5].Bytes(5).Span), depth);
            }

            return;
        }

        if (start.StartsWith("--"u8) || !start.StartsWith("<"u8))
        {
            foreach (var piece in MultipartText.XmlParts(bytes))
            {
                Add(parts, place, piece, depth + 1);
            }

            return;
        }

        var tree = SafeXml.Navigate(bytes[^start.Length..], XmlLimits.Document);
        parts.Add(new CheckedPart(place, tree, IsHl7v2: false) { Bytes = bytes[^start.Length..] });
        var inline = tree.Select("//*[local-name()='Document' and namespace-uri()='urn:ihe:iti:xds-b:2007'][not(*)]");
        while (inline.MoveNext())
        {
            Inner(parts, $"{place}{CheckedPlace.PathOf(inline.Current!)} : ", inline.Current!.Value, depth);
        }
    }

    // What is not a clinical document there is not ours to judge, and what is broken is said by the rule on the place.
    private static void Inner(List<CheckedPart> parts, string place, string base64, int depth)
    {
        if (depth >= DeepestNesting)
        {
            return;
        }

        var packed = string.Concat(base64.Where(sign => !char.IsWhiteSpace(sign)));
        var bytes = new byte[(packed.Length / 4 * 3) + 3];
        if (Convert.TryFromBase64String(packed.PadRight(packed.Length + ((4 - (packed.Length % 4)) % 4), '='), bytes, out var written)
            && bytes.AsSpan(0, written).TrimStart("\uFEFF \t\r\n"u8).StartsWith("<"u8))
        {
            try
            {
                Add(parts, place, bytes.AsMemory(0, written), depth + 1);
            }
            catch (WireFormatException)
            {
                parts.Add(new CheckedPart(place, Unreadable, IsHl7v2: false));
            }
        }
    }

    private static XPathNavigator Unreadable { get; } = SafeXml.Navigate("<unreadable xmlns='urn:carnet:check'/>"u8.ToArray(), XmlLimits.Envelope);
}

/// <summary>Where a node stands.</summary>
internal static class CheckedPlace
{
    /// <summary>XPath with the prefixes of the document; a rank where there are several of a name.</summary>
    public static string PathOf(XPathNavigator node)
    {
        var steps = new Stack<string>();
        for (var at = node.Clone(); at.NodeType is not XPathNodeType.Root;)
        {
            steps.Push(at.NodeType switch
            {
                XPathNodeType.Attribute => "@" + at.Name,
                XPathNodeType.Text or XPathNodeType.SignificantWhitespace or XPathNodeType.Whitespace => "text()",
                _ => at.Name + Rank(at),
            });
            if (!at.MoveToParent())
            {
                break;
            }
        }

        return "/" + string.Join('/', steps);
    }

    /// <summary>The line on which the node, or the element around it, begins; 0 where it is not known.</summary>
    public static int LineOf(XPathNavigator node)
        => node is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 0;

    private static string Rank(XPathNavigator element)
    {
        var (name, space, before) = (element.LocalName, element.NamespaceURI, 0);
        for (var other = element.Clone(); other.MoveToPrevious();)
        {
            before += other.NodeType is XPathNodeType.Element && other.LocalName == name && other.NamespaceURI == space ? 1 : 0;
        }

        var several = before > 0 || element.Clone().MoveToNext(name, space);
        return several ? FormattableString.Invariant($"[{before + 1}]") : "";
    }
}
