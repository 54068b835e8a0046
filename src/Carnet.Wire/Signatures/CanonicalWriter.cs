using System.Buffers;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Signatures;

/// <summary>A prefix and the namespace it stands for; the default namespace has the empty prefix.</summary>
internal readonly record struct Binding(string Prefix, string Uri);

/// <summary>An attribute as a reader shows it, namespace declarations included.</summary>
internal readonly record struct AttributeNode(string Prefix, string LocalName, string Uri, string Value)
{
    /// <summary>The prefix that this attribute declares, or null when it is an ordinary attribute.</summary>
    public string? Declares => Uri != XmlNames.Xmlns ? null : Prefix.Length == 0 ? "" : LocalName;
}

/// <summary>Takes the nodes of one element in document order and writes their canonical bytes.</summary>
/// <remarks>
/// Inclusive and exclusive forms differ only in which bindings an element offers; both then write an offered binding
/// unless the nearest written one for its prefix says the same. Source: W3C xml-exc-c14n §3; W3C xml-c14n §2.3.
/// </remarks>
internal sealed class CanonicalWriter(
    CanonicalForm form,
    IBufferWriter<byte> output,
    IReadOnlyList<Binding> inScope,
    IReadOnlyList<AttributeNode> inherited)
{
    private const int MostBindings = 256;

    private readonly List<Binding> _written = [];
    private readonly List<Binding> _declared = [.. inScope];
    private readonly List<Frame> _open = [];
    private readonly List<AttributeNode> _attributes = [];
    private readonly List<Binding> _offered = [];
    private Binding _element;
    private string _local = "";

    private readonly record struct Frame(string Prefix, string LocalName, int Written, int Declared);

    public void Begin(string prefix, string localName, string uri)
    {
        _element = new Binding(prefix, uri);
        _local = localName;
        _open.Add(new Frame(prefix, localName, _written.Count, _declared.Count));
        _attributes.Clear();
        _offered.Clear();
    }

    public void Attribute(in AttributeNode attribute)
    {
        if (attribute.Declares is not { } prefix)
        {
            _attributes.Add(attribute);
            return;
        }

        if (prefix == "xml")
        {
            return; // always bound, never written
        }

        _declared.Add(new Binding(prefix, attribute.Value));
        if (_declared.Count > MostBindings)
        {
            // Bindings are looked up one by one; a flood of them would cost minutes.
            throw new WireFormatException("xml.namespaces", $"Le XML a plus de {MostBindings} espaces de noms imbriqués.");
        }

        if (!form.Exclusive)
        {
            Offer(prefix, attribute.Value);
        }
    }

    /// <summary>Ends the list of attributes and writes the start tag.</summary>
    public void Open()
    {
        OfferBindings();
        ImportInherited();
        output.Write("<"u8);
        Name(_element.Prefix, _local);
        _offered.Sort(static (a, b) => CompareCodePoints(a.Prefix, b.Prefix));
        foreach (var binding in _offered)
        {
            if ((Find(_written, binding.Prefix) ?? (binding.Prefix.Length == 0 ? "" : null)) != binding.Uri)
            {
                output.Write(binding.Prefix.Length == 0 ? " xmlns"u8 : " xmlns:"u8);
                WriteValue(binding.Prefix, binding.Uri);
                _written.Add(binding);
            }
        }

        _attributes.Sort(static (a, b) => CompareCodePoints(a.Uri, b.Uri) is var order and not 0
            ? order
            : CompareCodePoints(a.LocalName, b.LocalName));
        foreach (var attribute in _attributes)
        {
            output.Write(" "u8);
            Name(attribute.Prefix, "");
            WriteValue(attribute.LocalName, attribute.Value);
        }

        output.Write(">"u8);
    }

    public void Text(ReadOnlySpan<char> text) => XmlEscape.Text(output, text);

    public void Comment(ReadOnlySpan<char> text)
    {
        if (form.WithComments)
        {
            output.Write("<!--"u8);
            LineEnds(text);
            output.Write("-->"u8);
        }
    }

    public void ProcessingInstruction(ReadOnlySpan<char> target, ReadOnlySpan<char> data)
    {
        output.Write("<?"u8);
        XmlEscape.Plain(output, target);
        if (!data.IsEmpty)
        {
            output.Write(" "u8);
            LineEnds(data);
        }

        output.Write("?>"u8);
    }

    public void End()
    {
        var frame = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        output.Write("</"u8);
        Name(frame.Prefix, frame.LocalName);
        output.Write(">"u8);
        _written.RemoveRange(frame.Written, _written.Count - frame.Written);
        _declared.RemoveRange(frame.Declared, _declared.Count - frame.Declared);
    }

    /// <summary>Order of Unicode code points, which UTF-16 order is not above the basic plane.</summary>
    internal static int CompareCodePoints(string a, string b)
    {
        if (ReferenceEquals(a, b))
        {
            return 0;
        }

        var common = a.AsSpan().CommonPrefixLength(b);
        return common == a.Length || common == b.Length
            ? a.Length - b.Length
            : Rank(a[common]) - Rank(b[common]);

        static int Rank(char c) => c < 0xD800 ? c : c < 0xE000 ? c + 0x2000 : c - 0x800;
    }

    private void OfferBindings()
    {
        if (!form.Exclusive)
        {
            if (_open.Count == 1)
            {
                foreach (var binding in inScope)
                {
                    // The nearest declaration wins: those of the element itself were offered before, the list runs inwards.
                    Offer(binding.Prefix, Find(_declared, binding.Prefix)!);
                }
            }

            return;
        }

        Offer(_element.Prefix, _element.Uri);
        foreach (var attribute in _attributes)
        {
            if (attribute.Prefix.Length > 0)
            {
                Offer(attribute.Prefix, attribute.Uri);
            }
        }

        foreach (var prefix in form.Prefixes)
        {
            if ((Find(_declared, prefix) ?? (prefix.Length == 0 ? "" : null)) is { } uri)
            {
                Offer(prefix, uri);
            }
        }
    }

    private void Offer(string prefix, string uri)
    {
        if (prefix != "xml" && Find(_offered, prefix) is null)
        {
            _offered.Add(new Binding(prefix, uri));
        }
    }

    private void ImportInherited()
    {
        // Only inclusive forms give an inner element the xml: attributes of its ancestors.
        if (_open.Count > 1 || form.Exclusive)
        {
            return;
        }

        foreach (var attribute in inherited)
        {
            if (!_attributes.Exists(own => own.Uri == attribute.Uri && own.LocalName == attribute.LocalName))
            {
                _attributes.Add(attribute);
            }
        }
    }

    private static string? Find(List<Binding> bindings, string prefix)
    {
        for (var i = bindings.Count - 1; i >= 0; i--)
        {
            if (bindings[i].Prefix == prefix)
            {
                return bindings[i].Uri;
            }
        }

        return null;
    }

    private void Name(string prefix, string localName)
    {
        if (prefix.Length > 0)
        {
            XmlEscape.Plain(output, prefix);
            output.Write(":"u8);
        }

        XmlEscape.Plain(output, localName);
    }

    private void WriteValue(string name, string value)
    {
        XmlEscape.Plain(output, name);
        output.Write("=\""u8);
        XmlEscape.Attribute(output, value);
        output.Write("\""u8);
    }

    private void LineEnds(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('\r'); at >= 0; at = text.IndexOf('\r'))
        {
            XmlEscape.Plain(output, text[..at]);
            output.Write("&#xD;"u8);
            text = text[(at + 1)..];
        }

        XmlEscape.Plain(output, text);
    }
}
