using System.Buffers;
using System.Text;
using System.Xml;

namespace Carnet.Wire.Cda;

/// <summary>A small tree of one header element; the body never becomes a tree.</summary>
internal sealed class CdaElement
{
    public const string Namespace = "urn:hl7-org:v3";
    public const string ExtensionNamespace = "urn:hl7-org:sdtc";

    // A real header holds some 600 elements; one with a hundred times that is an attack.
    private const int MaxElements = 60_000;
    private const int MaxText = 64 * 1024;

    private List<CdaElement>? _children;
    private List<KeyValuePair<string, string>>? _attributes;
    private StringBuilder? _text;

    private CdaElement(string name) => Name = name;

    public string Name { get; }

    /// <summary>Text with runs of white space made one blank; null when there is none.</summary>
    public string? Text => _text is null ? null : Collapse(_text.ToString());

    public IReadOnlyList<CdaElement> Children => _children ?? [];

    public string? this[string attribute]
        => _attributes?.Find(pair => pair.Key == attribute) is { Key: not null } pair ? pair.Value : null;

    public IEnumerable<CdaElement> All(string name) => Children.Where(child => child.Name == name);

    /// <summary>The first descendant along the path; null when a step is missing.</summary>
    public CdaElement? At(params ReadOnlySpan<string> path)
    {
        var here = this;
        foreach (var step in path)
        {
            here = here._children?.Find(child => child.Name == step);
            if (here is null)
            {
                return null;
            }
        }

        return here;
    }

    /// <summary>Reads the element on which the reader stands and leaves the reader on its end tag.</summary>
    public static CdaElement Read(XmlReader reader, ref int budget)
    {
        if (++budget > MaxElements)
        {
            throw new WireFormatException("cda.header-size", "L'en-tête du CDA a trop d'éléments.");
        }

        var element = new CdaElement(reader.LocalName);
        var empty = reader.IsEmptyElement;
        while (reader.MoveToNextAttribute())
        {
            // Attributes in a namespace (xsi:type …) say nothing that the header needs.
            if (reader.Prefix.Length == 0)
            {
                (element._attributes ??= []).Add(new(reader.LocalName, reader.Value));
            }
        }

        reader.MoveToElement();
        if (empty)
        {
            return element;
        }

        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when Wanted(element.Name, reader):
                    (element._children ??= []).Add(Read(reader, ref budget));
                    break;
                case XmlNodeType.Element:
                    SkipInside(reader);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    element.AddText(reader);
                    break;
            }
        }

        return element;
    }

    /// <summary>Passes over an element and leaves the reader on its end tag (XmlReader.Skip goes one step
    /// further).</summary>
    public static void SkipInside(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
        }
    }

    private static bool Wanted(string parent, XmlReader reader)
        => (reader.NamespaceURI == Namespace
                && reader.LocalName != "telecom" && (reader.LocalName != "addr" || parent == "place"))
            || reader.NamespaceURI == ExtensionNamespace;

    private void AddText(XmlReader reader)
    {
        _text ??= new StringBuilder();
        var buffer = ArrayPool<char>.Shared.Rent(1024);
        int count;
        while ((count = reader.ReadValueChunk(buffer, 0, buffer.Length)) > 0)
        {
            _text.Append(buffer, 0, count);
            if (_text.Length > MaxText)
            {
                throw new WireFormatException("cda.header-size", "Un texte de l'en-tête du CDA est trop long.");
            }
        }

        ArrayPool<char>.Shared.Return(buffer);
    }

    private static string? Collapse(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join(' ', words);
    }
}
