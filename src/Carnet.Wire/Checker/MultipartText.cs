namespace Carnet.Wire.Checker;

/// <summary>Takes the XML out of a saved multipart message, with or without its HTTP headers.</summary>
/// <remarks>
/// Not the reader of the door, which needs a Content-Type and refuses by default: here a file is looked at that somebody
/// saved by hand.
/// </remarks>
internal static class MultipartText
{
    /// <exception cref="WireFormatException">There is no boundary and no XML in it; code <c>xml.malformed</c>.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> XmlParts(ReadOnlyMemory<byte> file)
    {
        var span = file.Span;
        var dashes = span.StartsWith("--"u8) ? 0 : span.IndexOf("\n--"u8) + 1;
        if (dashes == 0 && !span.StartsWith("--"u8))
        {
            // An HTTP request with one XML in it.
            return Body(file) is { IsEmpty: false } body ? [body] : throw Unknown();
        }

        var line = span[dashes..];
        var end = line.IndexOfAny((byte)'\r', (byte)'\n');
        var boundary = (end < 0 ? line : line[..end]).ToArray();
        List<ReadOnlyMemory<byte>> found = [];
        var at = dashes;
        while (at < span.Length)
        {
            var start = at + boundary.Length;
            var next = start >= span.Length ? -1 : span[start..].IndexOf(boundary);
            if (Body(next < 0 ? file[Math.Min(start, span.Length)..] : file.Slice(start, next)) is { IsEmpty: false } body)
            {
                found.Add(body);
            }

            if (next < 0)
            {
                break;
            }

            at = start + next;
        }

        return found.Count > 0 ? found : throw Unknown();
    }

    // What follows the blank line, when it is XML.
    private static ReadOnlyMemory<byte> Body(ReadOnlyMemory<byte> part)
    {
        var (blank, width) = (part.Span.IndexOf("\r\n\r\n"u8), 4);
        if (blank < 0)
        {
            (blank, width) = (part.Span.IndexOf("\n\n"u8), 2);
        }

        var body = blank < 0 ? part : part[(blank + width)..];
        var trimmed = body.Span.Trim("\uFEFF \t\r\n"u8);
        if (!trimmed.StartsWith("<"u8))
        {
            return default;
        }

        var skipped = body.Length - body.Span.TrimStart("\uFEFF \t\r\n"u8).Length;
        return body.Slice(skipped, trimmed.Length);
    }

    private static WireFormatException Unknown() => new("xml.malformed",
        "Le fichier n'est ni du XML, ni un message multipart, ni un message HL7 v2 (MSH).");
}
