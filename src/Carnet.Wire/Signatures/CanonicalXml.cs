using System.Buffers;
using System.Xml;

namespace Carnet.Wire.Signatures;

/// <summary>Writes the canonical bytes of what a reader stands on, while it goes by.</summary>
/// <remarks>
/// Byte for byte what libxml2 and xmlsec1 write, carriage-return references in text and attributes included: the
/// platform's own <c>SignedXml</c> loses those and refuses genuine signatures. Source: W3C xml-exc-c14n; W3C xml-c14n.
/// </remarks>
public static class CanonicalXml
{
    /// <summary>
    /// The element that the reader stands on, to its end tag, on which the reader then stands.
    /// Malformed XML: <see cref="WireFormatException"/>.
    /// </summary>
    /// <param name="reader">A reader of <see cref="Xml.SafeXml"/>, on an element.</param>
    /// <param name="form">The form to write.</param>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="leaveOut">Asked on each inner element; true leaves it and all that it holds out.</param>
    /// <remarks>
    /// A forward reader cannot show the xml: attributes of its ancestors, so an inclusive form is only exact for a root
    /// or below ancestors that have none.
    /// </remarks>
    public static void WriteElement(
        XmlReader reader, CanonicalForm form, IBufferWriter<byte> output, Func<XmlReader, bool>? leaveOut = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(form);
        var writer = new CanonicalWriter(form, output, InScope(reader, form), []);
        Element(reader, writer, leaveOut);
    }

    /// <summary>
    /// The whole document from where the reader stands, comments and instructions around the root included.
    /// </summary>
    public static void WriteDocument(XmlReader reader, CanonicalForm form, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(output);
        var writer = new CanonicalWriter(form, output, [], []);
        var rootSeen = false;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    Element(reader, writer, null);
                    rootSeen = true;
                    break;
                case XmlNodeType.ProcessingInstruction:
                case XmlNodeType.Comment when form.WithComments:
                    output.Write(rootSeen ? "\n"u8 : default);
                    Node(reader, writer);
                    output.Write(rootSeen ? default : "\n"u8);
                    break;
            }
        }
    }

    private static void Element(XmlReader reader, CanonicalWriter writer, Func<XmlReader, bool>? leaveOut)
    {
        var depth = reader.Depth;
        var chunk = ArrayPool<char>.Shared.Rent(4096);
        try
        {
            do
            {
                if (reader.NodeType is XmlNodeType.Element && reader.Depth > depth && leaveOut?.Invoke(reader) is true)
                {
                    SkipElement(reader);
                }
                else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && reader.CanReadValueChunk)
                {
                    TextChunks(reader, writer, chunk);
                }
                else
                {
                    Node(reader, writer);
                }
            }
            while (!Ends(reader, depth) && reader.Read());
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chunk);
        }
    }

    private static bool Ends(XmlReader reader, int depth)
        => reader.Depth == depth
            && (reader.NodeType is XmlNodeType.EndElement
                || reader is { NodeType: XmlNodeType.Element, IsEmptyElement: true });

    private static void SkipElement(XmlReader reader)
    {
        var depth = reader.Depth;
        while (!Ends(reader, depth) && reader.Read())
        {
        }
    }

    private static void Node(XmlReader reader, CanonicalWriter writer)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                var empty = reader.IsEmptyElement;
                writer.Begin(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
                {
                    writer.Attribute(new(reader.Prefix, reader.LocalName, reader.NamespaceURI, reader.Value));
                }

                reader.MoveToElement();
                writer.Open();
                if (empty)
                {
                    writer.End();
                }

                break;
            case XmlNodeType.EndElement:
                writer.End();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                writer.Text(reader.Value);
                break;
            case XmlNodeType.Comment:
                writer.Comment(reader.Value);
                break;
            case XmlNodeType.ProcessingInstruction:
                writer.ProcessingInstruction(reader.Name, reader.Value);
                break;
        }
    }

    /// <remarks>A document of 50 MiB in one base64 text must not become one string.</remarks>
    private static void TextChunks(XmlReader reader, CanonicalWriter writer, char[] chunk)
    {
        var kept = 0;
        int read;
        while ((read = reader.ReadValueChunk(chunk, kept, chunk.Length - kept)) > 0)
        {
            var length = kept + read;
            // A pair cut in two would be encoded as two replacement characters.
            kept = char.IsHighSurrogate(chunk[length - 1]) ? 1 : 0;
            writer.Text(chunk.AsSpan(0, length - kept));
            if (kept == 1)
            {
                chunk[0] = chunk[length - 1];
            }
        }
    }

    private static List<Binding> InScope(XmlReader reader, CanonicalForm form)
    {
        var bindings = new List<Binding>();
        if (form.Exclusive)
        {
            foreach (var prefix in form.Prefixes)
            {
                if (reader.LookupNamespace(prefix) is { } uri)
                {
                    bindings.Add(new Binding(prefix, uri));
                }
            }
        }
        else if (reader is IXmlNamespaceResolver resolver)
        {
            foreach (var (prefix, uri) in resolver.GetNamespacesInScope(XmlNamespaceScope.ExcludeXml))
            {
                bindings.Add(new Binding(prefix, uri));
            }
        }

        return bindings;
    }
}
