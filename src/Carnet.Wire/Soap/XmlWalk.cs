using System.Text;
using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Soap;

/// <summary>Steps through the children of an element without a tree.</summary>
internal static class XmlWalk
{
    /// <summary>Moves to the next child element of the element at <paramref name="depth"/>; false at its end.</summary>
    /// <remarks>What the caller did not read of the child before is passed over.</remarks>
    public static bool NextChild(XmlReader reader, int depth)
    {
        if (reader.Depth == depth && (reader.NodeType == XmlNodeType.EndElement
            || (reader.NodeType == XmlNodeType.Element && reader.IsEmptyElement)))
        {
            return false;
        }

        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == depth + 1)
            {
                return true;
            }

            if (reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The text of the current element, trimmed; comments are passed over, child elements are
    /// refused.</summary>
    public static string Text(XmlReader reader, string code)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        var text = "";
        StringBuilder? several = null;
        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace
                    or XmlNodeType.Whitespace:
                    if (text.Length == 0)
                    {
                        text = Value(reader);
                    }
                    else
                    {
                        (several ??= new(text)).Append(Value(reader));
                    }

                    break;
                case XmlNodeType.Element:
                    throw new WireFormatException(code, "Un élément de texte contient d'autres éléments.");
            }
        }

        return (several?.ToString() ?? text).Trim();
    }

    /// <summary>The text of the current node; a long one is still being decoded here, and may turn out
    /// malformed.</summary>
    public static string Value(XmlReader reader)
    {
        try
        {
            return reader.Value;
        }
        catch (XmlException cause)
        {
            throw SafeXml.Wrap(cause);
        }
    }

    /// <summary>Moves to the first element and checks its name.</summary>
    public static void Expect(XmlReader reader, string localName, string namespaceUri, string code)
    {
        while (reader.NodeType != XmlNodeType.Element)
        {
            if (!reader.Read())
            {
                break;
            }
        }

        if (reader.NodeType != XmlNodeType.Element || reader.LocalName != localName
            || reader.NamespaceURI != namespaceUri)
        {
            throw new WireFormatException(code, $"L'élément « {localName} » est attendu.");
        }
    }
}
