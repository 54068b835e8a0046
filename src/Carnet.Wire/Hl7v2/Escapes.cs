using System.Text;

namespace Carnet.Wire.Hl7v2;

/// <summary>Escape sequences, both ways.</summary>
/// <remarks>
/// Those for the delimiters, line breaks and hexadecimal ASCII are resolved; one that only formats is left out, one that
/// is unknown or unfinished stays as it is. Source: HL7 v2.5 §2.7.
/// </remarks>
internal static class Escapes
{
    public static string Resolve(string text, Delimiters signs)
    {
        var resolved = new StringBuilder(text.Length);
        var escape = (char)signs.Escape;
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf(escape, at);
            var close = open < 0 ? -1 : text.IndexOf(escape, open + 1);
            if (close < 0)
            {
                return resolved.Append(text, at, text.Length - at).ToString();
            }

            resolved.Append(text, at, open - at);
            var sequence = text.AsSpan(open + 1, close - open - 1);
            if (Meaning(sequence, signs) is { } meaning)
            {
                resolved.Append(meaning);
            }
            else
            {
                resolved.Append(text, open, close - open + 1);
            }

            at = close + 1;
        }

        return resolved.ToString();
    }

    /// <summary>A text as a component: no sign of it can be taken for a delimiter or a line end.</summary>
    public static void Write(StringBuilder output, string text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '|' => output.Append(@"\F\"),
                '^' => output.Append(@"\S\"),
                '~' => output.Append(@"\R\"),
                '&' => output.Append(@"\T\"),
                '\\' => output.Append(@"\E\"),
                '\r' or '\n' => output.Append(@"\.br\"),
                < ' ' or '\u007F' => output.Append(' '),
                _ => output.Append(c),
            };
        }
    }

    private static string? Meaning(ReadOnlySpan<char> sequence, Delimiters signs) => sequence switch
    {
        "F" => ((char)signs.Field).ToString(),
        "S" => ((char)signs.Component).ToString(),
        "R" => ((char)signs.Repetition).ToString(),
        "T" => ((char)signs.Subcomponent).ToString(),
        "E" => ((char)signs.Escape).ToString(),
        "H" or "N" => "",
        ".br" or ".sp" => "\n",
        ['.', ..] => "",
        ['X', .. var digits] => Hexadecimal(digits),
        _ => null,
    };

    private static string? Hexadecimal(ReadOnlySpan<char> digits)
    {
        Span<byte> bytes = stackalloc byte[32];
        if (digits.Length is 0 or > 64
            || Convert.FromHexString(digits, bytes, out _, out var written) != System.Buffers.OperationStatus.Done)
        {
            return null;
        }

        var found = bytes[..written];
        return found.ContainsAnyExceptInRange((byte)' ', (byte)'~') && found.IndexOfAnyExcept("\r\n\t"u8) >= 0
            ? null
            : Encoding.ASCII.GetString(found);
    }
}
