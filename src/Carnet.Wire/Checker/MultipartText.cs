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
        List<ReadOnlyMemory<byte>> found = [];
        if (Boundary(file) is not { } boundary)
        {
            // An HTTP request with one XML in it.
            return Body(file) is { IsEmpty: false } body ? [body] : throw Unknown();
        }

        foreach (var piece in Pieces(file, boundary))
        {
            if (Body(piece) is { IsEmpty: false } body)
            {
                found.Add(body);
            }
        }

        return found.Count > 0 ? found : throw Unknown();
    }

    /// <summary>The parts by their Content-ID, byte for byte; empty where the file is no multipart message.</summary>
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Contents(ReadOnlyMemory<byte> file)
    {
        Dictionary<string, ReadOnlyMemory<byte>> contents = new(StringComparer.Ordinal);
        if (file.Span.TrimStart("\uFEFF \t\r\n"u8).StartsWith("<"u8) || Boundary(file) is not { } boundary)
        {
            return contents;
        }

        foreach (var piece in Pieces(file, boundary))
        {
            var blank = piece.Span.IndexOf("\r\n\r\n"u8);
            if (blank >= 0 && ContentId(piece.Span[..blank]) is { } id && piece.Span.EndsWith("\r\n"u8))
            {
                contents[id] = piece[(blank + 4)..^2];
            }
        }

        return contents;
    }

    private static string? ContentId(ReadOnlySpan<byte> headers)
    {
        foreach (var line in System.Text.Encoding.ASCII.GetString(headers).Split("\r\n"))
        {
            if (line.StartsWith("Content-ID:", StringComparison.OrdinalIgnoreCase))
            {
                return line["Content-ID:".Length..].Trim().TrimStart('<').TrimEnd('>');
            }
        }

        return null;
    }

    private static byte[]? Boundary(ReadOnlyMemory<byte> file)
    {
        var span = file.Span;
        var dashes = span.StartsWith("--"u8) ? 0 : span.IndexOf("\n--"u8) + 1;
        if (dashes == 0 && !span.StartsWith("--"u8))
        {
            return null;
        }

        var line = span[dashes..];
        var end = line.IndexOfAny((byte)'\r', (byte)'\n');
        return (end < 0 ? line : line[..end]).ToArray();
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> file, byte[] boundary)
    {
        for (var at = file.Span.IndexOf(boundary); at >= 0 && at < file.Length;)
        {
            var start = Math.Min(at + boundary.Length, file.Length);
            var next = file.Span[start..].IndexOf(boundary);
            yield return next < 0 ? file[start..] : file.Slice(start, next);
            at = next < 0 ? -1 : start + next;
        }
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
