using System.Buffers;
using System.Text;

namespace Carnet.Wire.Soap;

/// <summary>What the Content-Type of a multipart message says about its frame.</summary>
/// <param name="Delimiter">Line break, two hyphens and the boundary: what ends every part.</param>
/// <param name="Start">Content-ID that the root must have; null for none.</param>
/// <remarks>Source: RFC 2387 §3, RFC 2046 §5.1.1, W3C soap12-mtom 3.2.</remarks>
internal sealed record MtomFrame(byte[] Delimiter, string? Start)
{
    private static readonly SearchValues<char> BoundaryCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'()+_,-./:=? ");

    public static MtomFrame Parse(string contentType)
    {
        var media = MediaType.Parse(contentType, "mtom.content-type");
        if (media.Name != "multipart/related")
        {
            throw new WireFormatException("mtom.content-type", "Le message n'est pas « multipart/related ».");
        }

        if (!string.Equals(media["type"], "application/xop+xml", StringComparison.OrdinalIgnoreCase))
        {
            throw new WireFormatException("mtom.type", "Le paramètre « type » n'est pas « application/xop+xml ».");
        }

        if (media["boundary"] is not { Length: >= 1 and <= 70 } boundary || boundary[^1] == ' '
            || boundary.AsSpan().ContainsAnyExcept(BoundaryCharacters))
        {
            throw new WireFormatException("mtom.boundary",
                "Le paramètre « boundary » manque, dépasse 70 caractères ou contient un caractère interdit.");
        }

        return new(Encoding.ASCII.GetBytes("\r\n--" + boundary), media["start"] is { } start ? ContentId(start) : null);
    }

    /// <summary>A Content-ID as it is compared everywhere: without brackets and with percent signs undone.</summary>
    public static string ContentId(string text)
    {
        var id = text.AsSpan().Trim();
        if (id is ['<', .., '>'])
        {
            id = id[1..^1];
        }

        return id.Length is >= 1 and <= 1024 && id.IndexOfAny('<', '>', '\0') < 0
            ? Uri.UnescapeDataString(id.ToString())
            : throw new WireFormatException("mtom.content-id", "Un en-tête « Content-ID » est mal formé.");
    }
}
