namespace Carnet.Wire.Hl7v2;

/// <summary>A message in the vertical-bar encoding (ER7): its segments in order.</summary>
/// <remarks>
/// Segments end with a carriage return; a line feed, alone or after it, is taken too, since files are often kept so.
/// Source: HL7 v2.5 §2.5.
/// </remarks>
public sealed class Hl7v2Message
{
    /// <summary>A message of ours has some thirty segments; the rest is somebody trying.</summary>
    private const int MostSegments = 5_000;

    private Hl7v2Message(Delimiters signs, IReadOnlyList<Segment> segments)
        => (Signs, Segments, Header) = (signs, segments, new MessageHeader(segments[0]));

    public Delimiters Signs { get; }

    /// <summary>The header first.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    public MessageHeader Header { get; }

    /// <summary>Reads a message without its frame.</summary>
    /// <exception cref="WireFormatException">Codes <c>mllp.msh</c>, <c>mllp.character-set</c>, <c>mllp.encoding</c>, <c>mllp.segment</c>.</exception>
    public static Hl7v2Message Read(ReadOnlyMemory<byte> message)
    {
        if (message.Span.StartsWith("\uFEFF"u8))
        {
            message = message[3..];
        }

        var signs = Delimiters.Read(message.Span);
        var header = Next(ref message);
        var characters = CharacterSet.Of(
            new Segment("MSH", 1, header, signs, CharacterSet.Utf8).Raw(18) is { IsEmpty: false } named
                ? System.Text.Encoding.ASCII.GetString(Segment.Cut(named, signs.Repetition, 0).Span)
                : "");
        List<Segment> segments = [new("MSH", 1, header, signs, characters)];
        while (!message.IsEmpty)
        {
            var line = Next(ref message);
            if (line.IsEmpty)
            {
                continue;
            }

            if (segments.Count == MostSegments || !IsSegment(line.Span, signs))
            {
                throw new WireFormatException("mllp.segment",
                    FormattableString.Invariant($"Le segment {segments.Count + 1} n'a pas la forme d'un segment HL7 (trois lettres, puis {(char)signs.Field})."));
            }

            segments.Add(new Segment(
                System.Text.Encoding.ASCII.GetString(line.Span[..3]), segments.Count + 1, line, signs, characters));
        }

        return new Hl7v2Message(signs, segments);
    }

    /// <summary>The first segment of that name, or null.</summary>
    public Segment? Find(string name)
    {
        foreach (var segment in Segments)
        {
            if (segment.Name == name)
            {
                return segment;
            }
        }

        return null;
    }

    /// <summary>The first segment of that name.</summary>
    /// <exception cref="WireFormatException">There is none; code <c>mllp.segment-missing</c>.</exception>
    public Segment Require(string name) => Find(name)
        ?? throw new WireFormatException("mllp.segment-missing", $"Le segment {name} manque.");

    /// <summary>All segments of that name.</summary>
    public IEnumerable<Segment> All(string name) => Segments.Where(segment => segment.Name == name);

    private static ReadOnlyMemory<byte> Next(ref ReadOnlyMemory<byte> rest)
    {
        var end = rest.Span.IndexOfAny((byte)'\r', (byte)'\n');
        var line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return line;
    }

    private static bool IsSegment(ReadOnlySpan<byte> line, Delimiters signs)
        => line.Length >= 3 && char.IsAsciiLetterUpper((char)line[0]) && IsNameSign(line[1]) && IsNameSign(line[2])
            && (line.Length == 3 || line[3] == signs.Field) && !line.StartsWith("MSH"u8);

    private static bool IsNameSign(byte sign) => char.IsAsciiLetterUpper((char)sign) || char.IsAsciiDigit((char)sign);
}
