using System.Buffers;
using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Signatures;

/// <summary>Canonical bytes of an element on a tape, below ancestors that are on it or around it.</summary>
internal static class TapeCanonical
{
    /// <param name="element">The apex.</param>
    /// <param name="form">The form to write.</param>
    /// <param name="around">Bindings in scope around the root of the tape.</param>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="leaveOut">Index of one inner element to leave out with all that it holds, or -1.</param>
    public static void Write(
        TapeElement element, CanonicalForm form, IReadOnlyList<Binding> around, IBufferWriter<byte> output, int leaveOut = -1)
    {
        var tape = element.Tape;
        var inScope = around;
        var inherited = new List<AttributeNode>();
        if (!form.Exclusive || form.Prefixes.Count > 0)
        {
            inScope = Ancestors(element, around, inherited);
        }

        var writer = new CanonicalWriter(form, output, inScope, inherited);
        for (var i = element.Index; i <= element.End; i++)
        {
            if (i == leaveOut)
            {
                i = tape[i].Other;
                continue;
            }

            var node = tape[i];
            switch (node.Type)
            {
                case XmlNodeType.Element:
                    writer.Begin(node.Prefix, node.LocalName, node.Uri);
                    while (i + 1 < tape.Count && tape[i + 1] is { Type: XmlNodeType.Attribute } attribute)
                    {
                        writer.Attribute(new(attribute.Prefix, attribute.LocalName, attribute.Uri, attribute.Value));
                        i++;
                    }

                    writer.Open();
                    break;
                case XmlNodeType.EndElement:
                    writer.End();
                    break;
                case XmlNodeType.Text:
                    writer.Text(node.Value);
                    break;
                case XmlNodeType.Comment:
                    writer.Comment(node.Value);
                    break;
                case XmlNodeType.ProcessingInstruction:
                    writer.ProcessingInstruction(node.LocalName, node.Value);
                    break;
            }
        }
    }

    private static List<Binding> Ancestors(
        TapeElement element, IReadOnlyList<Binding> around, List<AttributeNode> inherited)
    {
        var tape = element.Tape;
        var chain = new Stack<int>();
        for (var i = element.Node.Parent; i >= 0; i = tape[i].Parent)
        {
            chain.Push(i);
        }

        var bindings = new List<Binding>(around);
        foreach (var ancestor in chain)
        {
            for (var i = ancestor + 1; tape[i].Type is XmlNodeType.Attribute; i++)
            {
                var attribute = new AttributeNode(tape[i].Prefix, tape[i].LocalName, tape[i].Uri, tape[i].Value);
                if (attribute.Declares is { } prefix)
                {
                    bindings.Add(new Binding(prefix, attribute.Value));
                }
                else if (attribute.Uri == XmlNames.Xml)
                {
                    inherited.RemoveAll(other => other.LocalName == attribute.LocalName);
                    inherited.Add(attribute);
                }
            }
        }

        return bindings;
    }
}
