using System.Xml;

namespace Carnet.Wire.Xml;

/// <summary>An element on a tape. Names are compared by namespace, never by prefix.</summary>
internal readonly record struct TapeElement(XmlTape Tape, int Index)
{
    public TapeNode Node => Tape[Index];

    public string LocalName => Node.LocalName;

    public int End => Node.Other;

    public bool Is(string localName, string uri) => Node.LocalName == localName && Node.Uri == uri;

    /// <summary>The value of an attribute in no namespace, or null.</summary>
    public string? Attribute(string localName)
    {
        for (var i = Index + 1; i < Tape.Count && Tape[i].Type is XmlNodeType.Attribute; i++)
        {
            if (Tape[i].LocalName == localName && Tape[i].Uri.Length == 0)
            {
                return Tape[i].Value;
            }
        }

        return null;
    }

    /// <summary>Child elements in order; comments, instructions and white space between them are passed over.</summary>
    /// <exception cref="WireFormatException">Text stands between the elements.</exception>
    public List<TapeElement> Children()
    {
        var children = new List<TapeElement>();
        for (var i = Index + 1; i < End; i++)
        {
            var node = Tape[i];
            if (node.Type is XmlNodeType.Element)
            {
                children.Add(new TapeElement(Tape, i));
                i = node.Other;
            }
            else if (node.Type is XmlNodeType.Text && !string.IsNullOrWhiteSpace(node.Value))
            {
                throw new WireFormatException("xml.mixed", $"L'élément {LocalName} contient du texte entre ses éléments.");
            }
        }

        return children;
    }

    /// <summary>
    /// All the text, without the XML white space around it; null when anything but text stands inside, so that no comment
    /// can cut a value short.
    /// </summary>
    public string? Text()
    {
        string text = "";
        for (var i = Index + 1; i < End; i++)
        {
            switch (Tape[i].Type)
            {
                case XmlNodeType.Attribute:
                    break;
                case XmlNodeType.Text:
                    text = text.Length == 0 ? Tape[i].Value : text + Tape[i].Value;
                    break;
                default:
                    return null;
            }
        }

        return text.Trim(' ', '\t', '\r', '\n');
    }
}
