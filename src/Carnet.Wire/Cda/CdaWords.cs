using System.Text;
using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Cda;

/// <summary>The words that a structured body shows, for a search: titles and narrative, without marks of layout.</summary>
/// <remarks>
/// The same choice as <see cref="Rendering.CdaRenderer"/> and no page built for it. Runs of white
/// space become one blank, and so does each tag. Source: HL7 CDA R2.
/// </remarks>
public static class CdaWords
{
    private static readonly HashSet<string> Silent = new(
        ["script", "style", "template", "iframe", "object", "embed", "svg", "math", "head", "noscript", "title",
            "observationMedia", "colgroup", "col"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The words in order, cut after <paramref name="most"/> characters; empty where the body is a file without text.</summary>
    /// <exception cref="WireFormatException">The document is not well-formed or crosses a limit.</exception>
    public static string Read(ReadOnlyMemory<byte> document, int most)
    {
        using var reader = SafeXml.Open(document, XmlLimits.Document);
        var words = new WordText(most);
        switch (MoveToBody(reader))
        {
            case { Kind: CdaBodyKind.Structured }:
                new SectionWords(reader, words).Read();
                break;
            case { Kind: CdaBodyKind.NonXml, IsPlainText: true } body:
                words.Add(CdaBodyCopy.PlainText(reader, body.Base64));
                break;
        }

        return words.ToString();
    }

    internal static bool IsSilent(XmlReader reader) => Silent.Contains(reader.LocalName);

    // The header is passed over as it stands: what of it people search for lies in the metadata.
    private static CdaBody MoveToBody(XmlReader reader)
    {
        CdaHeaderReader.MoveToRoot(reader);
        var depth = reader.Depth;
        var empty = reader.IsEmptyElement;
        while (!empty && reader.Read() && reader.Depth > depth)
        {
            if (reader.Depth == depth + 1 && reader.NodeType is XmlNodeType.Element && reader.LocalName is "component"
                && reader.NamespaceURI == CdaElement.Namespace)
            {
                return CdaBody.Detect(reader);
            }
        }

        return CdaBody.None;
    }
}

/// <summary>Walks through the sections of a body and keeps what their titles and texts say.</summary>
internal sealed class SectionWords(XmlReader reader, WordText words)
{
    private readonly Stack<Section> _open = new();
    private readonly char[] _buffer = new char[4096];

    public void Read()
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        while (!words.IsFull && reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Element)
            {
                Element();
            }
            else if (reader.NodeType is XmlNodeType.EndElement && _open.TryPeek(out var section) && section.Depth == reader.Depth)
            {
                section.Begin(words);
                _open.Pop();
            }
        }
    }

    private void Element()
    {
        var name = reader.NamespaceURI == CdaElement.Namespace ? reader.LocalName : "";
        if (name is "section")
        {
            if (!reader.IsEmptyElement)
            {
                _open.Push(new Section(reader.Depth));
            }

            return;
        }

        if (!_open.TryPeek(out var section) || reader.Depth != section.Depth + 1)
        {
            return;
        }

        switch (name)
        {
            case "code":
                section.Label = reader.GetAttribute("displayName");
                CdaElement.SkipInside(reader);
                break;
            case "title" when !section.Titled:
                section.Titled = Narrative();
                break;
            case "text":
                section.Begin(words);
                Narrative();
                break;
            case "component":
                section.Begin(words);
                break;
            default:
                CdaElement.SkipInside(reader);
                break;
        }
    }

    private bool Narrative()
    {
        var before = words.Length;
        if (reader.IsEmptyElement)
        {
            return false;
        }

        words.Gap();
        var depth = reader.Depth;
        (int Depth, int Length, string? Address) link = (-1, 0, null);
        while (reader.Read() && reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when CdaWords.IsSilent(reader):
                    CdaElement.SkipInside(reader);
                    break;
                case XmlNodeType.Element when reader.LocalName is "linkHtml":
                    link = (reader.Depth, words.Length, reader.GetAttribute("href"));
                    ShowAddress(reader.IsEmptyElement, ref link);
                    break;
                case XmlNodeType.EndElement when reader.Depth == link.Depth:
                    ShowAddress(true, ref link);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    int count;
                    while ((count = reader.ReadValueChunk(_buffer, 0, _buffer.Length)) > 0)
                    {
                        words.Add(_buffer.AsSpan(0, count));
                    }

                    break;
                default:
                    words.Gap();
                    break;
            }
        }

        words.Gap();
        return words.Length > before;
    }

    // A link without words of its own is shown by its address.
    private void ShowAddress(bool ends, ref (int Depth, int Length, string? Address) link)
    {
        words.Gap();
        if (ends && words.Length == link.Length)
        {
            words.Add(link.Address);
            words.Gap();
        }

        link = ends ? (-1, 0, null) : link;
    }

    private sealed class Section(int depth)
    {
        public int Depth { get; } = depth;

        public string? Label { get; set; }

        public bool Titled { get; set; }

        // A section without a title is shown under the name of its code.
        public void Begin(WordText words)
        {
            if (!Titled && !string.IsNullOrWhiteSpace(Label))
            {
                words.Gap();
                words.Add(Label);
                words.Gap();
                Titled = true;
            }
        }
    }
}

/// <summary>Text in which white space is one blank.</summary>
internal sealed class WordText(int most)
{
    private readonly StringBuilder _text = new();
    private bool _gap;

    public int Length => _text.Length;

    public bool IsFull => _text.Length >= most;

    public void Gap() => _gap = true;

    public void Add(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && !IsFull)
        {
            var run = 0;
            while (run < text.Length && IsShown(text[run]))
            {
                run++;
            }

            if (run > 0)
            {
                if (_gap && _text.Length > 0)
                {
                    _text.Append(' ');
                }

                _gap = false;
                _text.Append(text[..Math.Min(run, most - Math.Min(most, _text.Length))]);
            }

            for (text = text[run..]; !text.IsEmpty && !IsShown(text[0]); text = text[1..])
            {
                _gap |= char.IsWhiteSpace(text[0]);
            }
        }
    }

    public override string ToString() => _text.ToString();

    // As HtmlText leaves out what must not reach a page.
    private static bool IsShown(char c) => c > ' ' && (c < '\u0085' || (!char.IsWhiteSpace(c)
        && c is not (>= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069')));
}
