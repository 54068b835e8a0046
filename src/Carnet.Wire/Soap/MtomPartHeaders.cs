using System.Text;

namespace Carnet.Wire.Soap;

/// <summary>The headers of one part, checked.</summary>
/// <remarks>
/// Encodings that change the bytes are refused: they hide content from size limits, and XOP has no use for them.
/// Source: RFC 2045 §6, W3C xop10 4.1.
/// </remarks>
internal sealed record MtomPartHeaders(string? ContentId, string ContentType)
{
    public static MtomPartHeaders Parse(ReadOnlySpan<byte> block, MtomLimits limits)
    {
        if (block.Length > limits.PartHeaderBytes)
        {
            throw TooLong();
        }

        string? id = null;
        string? type = null;
        string? encoding = null;
        var count = 0;
        var lines = Encoding.Latin1.GetString(block).Replace("\r\n ", " ", StringComparison.Ordinal)
            .Replace("\r\n\t", " ", StringComparison.Ordinal);
        foreach (var range in lines.AsSpan().Split("\r\n"))
        {
            var line = lines.AsSpan()[range];
            if (line.IsEmpty)
            {
                continue;
            }

            var colon = line.IndexOf(':');
            if (++count > limits.PartHeaders || colon <= 0)
            {
                throw TooLong();
            }

            var name = line[..colon].TrimEnd();
            var value = line[(colon + 1)..].Trim();
            Take(name, value, "Content-ID", ref id);
            Take(name, value, "Content-Type", ref type);
            Take(name, value, "Content-Transfer-Encoding", ref encoding);
        }

        return Checked(id, type ?? "application/octet-stream", encoding ?? "binary");
    }

    private static MtomPartHeaders Checked(string? id, string type, string encoding)
    {
        if (encoding.ToLowerInvariant() is not ("binary" or "8bit" or "7bit"))
        {
            throw new WireFormatException("mtom.encoding",
                "L'en-tête « Content-Transfer-Encoding » d'une partie n'est ni binary, ni 8bit, ni 7bit.");
        }

        if (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("message/", StringComparison.OrdinalIgnoreCase))
        {
            throw new WireFormatException("mtom.nested", "Une partie contient elle-même un message composé.");
        }

        return new(id is null ? null : MtomFrame.ContentId(id), type);
    }

    private static void Take(ReadOnlySpan<char> name, ReadOnlySpan<char> value, string wanted, ref string? found)
    {
        if (name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
        {
            found = found is null ? value.ToString()
                : throw new WireFormatException("mtom.header-repeated",
                    $"L'en-tête « {wanted} » est présent deux fois.");
        }
    }

    public static WireFormatException TooLong()
        => new("mtom.headers", "Les en-têtes d'une partie sont mal formés, trop longs ou trop nombreux.");
}
