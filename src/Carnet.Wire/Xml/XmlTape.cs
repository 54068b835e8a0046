using System.Buffers;
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
/// changes. A flat list answers this without a document tree and without recursion. The list is rented, because a VIHF
/// comes with every call.
/// </remarks>
internal sealed class XmlTape : IDisposable
{
    private TapeNode[] _nodes = ArrayPool<TapeNode>.Shared.Rent(512);
    private int _count;
    private int _open = -1;

    public int Count => _count;

    /// <summary>True once the first element has been closed.</summary>
    public bool IsComplete => _count > 0 && _open < 0;

    public ref readonly TapeNode this[int index] => ref _nodes.AsSpan(0, _count)[index];

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

    /// <summary>
    /// Takes the node that the reader stands on, with its attributes; the reader ends where it began.
    /// </summary>
    public void Add(XmlReader reader)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                var index = _count;
                var empty = reader.IsEmptyElement;
                Append(new(XmlNodeType.Element, reader.Prefix, reader.LocalName, reader.NamespaceURI, "", -1, _open));
                for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
                {
                    Append(new(XmlNodeType.Attribute, reader.Prefix, reader.LocalName, reader.NamespaceURI,
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
                Append(new(XmlNodeType.Text, "", "", "", reader.Value, -1, _open));
                break;
            case XmlNodeType.Comment or XmlNodeType.ProcessingInstruction:
                Append(new(reader.NodeType, "", reader.Name, "", reader.Value, -1, _open));
                break;
        }
    }

    public void Dispose()
    {
        ArrayPool<TapeNode>.Shared.Return(_nodes, clearArray: true);
        _nodes = [];
        _count = 0;
    }

    private void Append(in TapeNode node)
    {
        if (_count == _nodes.Length)
        {
            var larger = ArrayPool<TapeNode>.Shared.Rent(_count * 2);
            _nodes.CopyTo(larger.AsSpan());
            ArrayPool<TapeNode>.Shared.Return(_nodes, clearArray: true);
            _nodes = larger;
        }

        _nodes[_count++] = node;
    }

    private void Close()
    {
        var element = _nodes[_open];
        _nodes[_open] = element with { Other = _count };
        Append(element with { Type = XmlNodeType.EndElement, Other = _open });
        _open = element.Parent;
    }
}
