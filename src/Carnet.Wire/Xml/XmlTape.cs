using System.Xml;

namespace Carnet.Wire.Xml;

/// <summary>One node of a tape; an element's attributes follow it, and its end tag closes it.</summary>
/// <remarks>
/// <c>Other</c> is, for an element, the index of its end tag, and the reverse; <c>Parent</c> is the index of the element
/// around this node, or -1. The target of an instruction is its local name.
/// </remarks>
internal readonly record struct TapeNode(
    XmlNodeType Type, string Prefix, string LocalName, string Uri, string Value, int Other, int Parent);

/// <summary>Nodes of one element in document order, kept so that they can be looked at twice.</summary>
/// <remarks>
/// Some facts stand behind the bytes they govern: the prefix list of a signature comes after the start tag that it
/// changes. A flat list answers this without a document tree and without recursion.
/// </remarks>
internal sealed class XmlTape
{
    private readonly List<TapeNode> _nodes = new(256);
    private int _open = -1;

    public int Count => _nodes.Count;

    /// <summary>True once the first element has been closed.</summary>
    public bool IsComplete => _nodes.Count > 0 && _open < 0;

    public TapeNode this[int index] => _nodes[index];

    public TapeElement Root => new(this, 0);

    /// <summary>Reads the whole root of a document.</summary>
    public static XmlTape Read(ReadOnlyMemory<byte> document, XmlLimits limits)
    {
        using var reader = SafeXml.Open(document, limits);
        var tape = new XmlTape();
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.Element || tape._open >= 0)
            {
                tape.Add(reader);
            }
        }

        return tape;
    }

    /// <summary>Takes the node that the reader stands on, with its attributes; the reader ends where it began.</summary>
    public void Add(XmlReader reader)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                var index = _nodes.Count;
                var empty = reader.IsEmptyElement;
                _nodes.Add(new(XmlNodeType.Element, reader.Prefix, reader.LocalName, reader.NamespaceURI, "", -1, _open));
                for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
                {
                    _nodes.Add(new(XmlNodeType.Attribute, reader.Prefix, reader.LocalName, reader.NamespaceURI,
                        reader.Value, -1, index));
                }

                reader.MoveToElement();
                _open = index;
                if (empty)
                {
                    Close();
                }

                break;
            case XmlNodeType.EndElement:
                Close();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                _nodes.Add(new(XmlNodeType.Text, "", "", "", reader.Value, -1, _open));
                break;
            case XmlNodeType.Comment or XmlNodeType.ProcessingInstruction:
                _nodes.Add(new(reader.NodeType, "", reader.Name, "", reader.Value, -1, _open));
                break;
        }
    }

    private void Close()
    {
        var element = _nodes[_open];
        _nodes[_open] = element with { Other = _nodes.Count };
        _nodes.Add(element with { Type = XmlNodeType.EndElement, Other = _open });
        _open = element.Parent;
    }
}
