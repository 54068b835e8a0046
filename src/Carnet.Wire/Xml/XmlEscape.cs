using System.Buffers;
using System.Text;

namespace Carnet.Wire.Xml;

/// <summary>Characters to UTF-8, escaped exactly as canonical XML escapes them.</summary>
/// <remarks>
/// A character that XML 1.0 forbids becomes U+FFFD: one bad byte in one stored title must not take a whole answer down,
/// and malformed XML must never leave. Source: W3C xml-c14n §2.3.
/// </remarks>
internal static class XmlEscape
{
    private const string Controls =
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000C\u000E\u000F"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F";

    // Three bytes for each UTF-16 unit is the most UTF-8 needs; small pieces avoid the encoder's bookkeeping.
    private const int ShortText = 1024;

    private static readonly SearchValues<char> InText = SearchValues.Create("&<>\r" + Controls);
    private static readonly SearchValues<char> InAttribute = SearchValues.Create("&<\"\t\n\r" + Controls);

    // The same once they are UTF-8; EF begins the two noncharacters, among others.
    private static readonly SearchValues<byte> InTextBytes = Bytes("&<>\r");
    private static readonly SearchValues<byte> InAttributeBytes = Bytes("&<\"\t\n\r");

    public static void Text(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        if (!TryWritePlain(output, text, InTextBytes))
        {
            Write(output, text, InText);
        }
    }

    public static void Attribute(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        if (!TryWritePlain(output, text, InAttributeBytes))
        {
            Write(output, text, InAttribute);
        }
    }

    // Nearly every value is short and needs no escape: encoded at its place, then looked at once.
    private static bool TryWritePlain(IBufferWriter<byte> output, ReadOnlySpan<char> text, SearchValues<byte> special)
    {
        if (text.Length > ShortText)
        {
            return false;
        }

        var span = output.GetSpan(text.Length * 3);
        var written = span[..Encoding.UTF8.GetBytes(text, span)];
        if (written.ContainsAny(special))
        {
            return false;
        }

        output.Advance(written.Length);
        return true;
    }

    private static SearchValues<byte> Bytes(string special)
        => SearchValues.Create([0xEF, .. Encoding.ASCII.GetBytes(special + Controls)]);

    /// <summary>Characters without escaping, for names and for the content of comments.</summary>
    public static void Plain(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            // The two noncharacters of the last row are the only ones beyond ASCII that XML forbids and UTF-8 can write.
            var bad = text.IndexOfAny('\uFFFE', '\uFFFF');
            var good = bad < 0 ? text : text[..bad];
            if (!good.IsEmpty)
            {
                Encode(output, good);
            }

            if (bad < 0)
            {
                return;
            }

            output.Write("\uFFFD"u8);
            text = text[(bad + 1)..];
        }
    }

    private static void Encode(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        if (text.Length <= ShortText)
        {
            var span = output.GetSpan(text.Length * 3);
            output.Advance(Encoding.UTF8.GetBytes(text, span));
            return;
        }

        Encoding.UTF8.GetBytes(text, output);
    }

    private static void Write(IBufferWriter<byte> output, ReadOnlySpan<char> text, SearchValues<char> special)
    {
        while (!text.IsEmpty)
        {
            var at = text.IndexOfAny(special);
            if (at < 0)
            {
                Plain(output, text);
                return;
            }

            Plain(output, text[..at]);
            output.Write(Reference(text[at]));
            text = text[(at + 1)..];
        }
    }

    private static ReadOnlySpan<byte> Reference(char character) => character switch
    {
        '&' => "&amp;"u8,
        '<' => "&lt;"u8,
        '>' => "&gt;"u8,
        '"' => "&quot;"u8,
        '\t' => "&#x9;"u8,
        '\n' => "&#xA;"u8,
        '\r' => "&#xD;"u8,
        _ => "\uFFFD"u8,
    };
}
