namespace Carnet.Wire.Hl7v2;

/// <summary>One segment of a message; its parts are cut and read when they are asked for.</summary>
/// <remarks>
/// Fields, components and sub-components count from 1, as in the standard; what is absent is empty, and so is the
/// explicit null <c>""</c>. A document of megabytes in OBX-5 is never turned into text. Source: HL7 v2.5 §2.5.
/// </remarks>
public sealed class Segment
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Delimiters _signs;
    private readonly CharacterSet _characters;

    internal Segment(string name, int line, ReadOnlyMemory<byte> bytes, Delimiters signs, CharacterSet characters)
        => (Name, Line, _bytes, _signs, _characters) = (name, line, bytes, signs, characters);

    /// <summary>Three characters, e.g. <c>PID</c>.</summary>
    public string Name { get; }

    /// <summary>Rank in the message, the header being 1.</summary>
    public int Line { get; }

    /// <summary>How many fields the segment has, empty ones included.</summary>
    public int Fields => _bytes.Span.Count(_signs.Field) + (Name == "MSH" ? 1 : 0);

    /// <summary>A field as it stands, with all its repetitions.</summary>
    public ReadOnlyMemory<byte> Raw(int field)
    {
        // The field separator itself is MSH-1.
        var rank = Name == "MSH" ? field - 1 : field;
        return rank <= 0 ? default : Cut(_bytes, _signs.Field, rank);
    }

    /// <summary>The repetitions of a field; none when it is empty.</summary>
    public IReadOnlyList<FieldValue> Repetitions(int field)
    {
        var raw = Raw(field);
        if (raw.IsEmpty)
        {
            return [];
        }

        var count = raw.Span.Count(_signs.Repetition) + 1;
        var all = new FieldValue[count];
        for (var i = 0; i < count; i++)
        {
            all[i] = new FieldValue(Cut(raw, _signs.Repetition, i), _signs, _characters);
        }

        return all;
    }

    /// <summary>The first repetition.</summary>
    public FieldValue this[int field] => new(Cut(Raw(field), _signs.Repetition, 0), _signs, _characters);

    internal static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> bytes, byte sign, int rank)
    {
        var span = bytes.Span;
        var start = 0;
        for (; rank > 0; rank--)
        {
            var next = span[start..].IndexOf(sign);
            if (next < 0)
            {
                return default;
            }

            start += next + 1;
        }

        var end = span[start..].IndexOf(sign);
        return end < 0 ? bytes[start..] : bytes.Slice(start, end);
    }
}

/// <summary>One repetition of a field.</summary>
/// <remarks>Source: HL7 v2.5 §2.5.3.</remarks>
public readonly struct FieldValue
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Delimiters _signs;
    private readonly CharacterSet _characters;

    internal FieldValue(ReadOnlyMemory<byte> bytes, Delimiters signs, CharacterSet characters)
        => (_bytes, _signs, _characters) = (bytes, signs, characters);

    public bool IsEmpty => _bytes.IsEmpty;

    /// <summary>The text of a component's first sub-component, or of another; escapes are resolved.</summary>
    public string this[int component, int subcomponent = 1]
        => Text(Segment.Cut(Bytes(component), _signs.Subcomponent, subcomponent - 1));

    /// <summary>The whole repetition as written, separators included, for messages to people and for local numbers.</summary>
    public string Whole => _characters.Text(_bytes.Span);

    /// <summary>A component as it stands.</summary>
    public ReadOnlyMemory<byte> Bytes(int component) => Segment.Cut(_bytes, _signs.Component, component - 1);

    /// <summary>How many components there are.</summary>
    public int Components => _bytes.IsEmpty ? 0 : _bytes.Span.Count(_signs.Component) + 1;

    /// <summary>How many sub-components a component has.</summary>
    public int Subcomponents(int component)
        => Bytes(component) is { IsEmpty: false } bytes ? bytes.Span.Count(_signs.Subcomponent) + 1 : 0;

    private string Text(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.Span.SequenceEqual("\"\""u8))
        {
            return "";
        }

        var text = _characters.Text(bytes.Span);
        return text.Contains((char)_signs.Escape, StringComparison.Ordinal) ? Escapes.Resolve(text, _signs) : text;
    }
}
