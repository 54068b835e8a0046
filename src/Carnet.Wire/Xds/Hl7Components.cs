using System.Buffers;

namespace Carnet.Wire.Xds;

/// <summary>Components of an HL7 v2 field: split at <c>^</c> and <c>&amp;</c>, escapes undone.</summary>
/// <remarks>Source: HL7 v2.5 2.7.</remarks>
internal static class Hl7Components
{
    private static readonly SearchValues<char> Special = SearchValues.Create("|^&~\\");

    public static string? At(string[] parts, int position)
        => parts.Length >= position && parts[position - 1].Length > 0 ? Unescape(parts[position - 1]) : null;

    /// <summary>The OID of an assigning authority: <c>&amp;OID&amp;ISO</c>, or a namespace before the first
    /// ampersand.</summary>
    public static string? Authority(string[] parts, int position)
    {
        if (parts.Length < position)
        {
            return null;
        }

        var pieces = parts[position - 1].Split('&');
        return pieces.Length >= 3 && pieces[2] == "ISO" && Oid.IsValid(pieces[1]) ? pieces[1] : null;
    }

    public static string Escape(string? value)
    {
        if (value is null || value.AsSpan().IndexOfAny(Special) < 0)
        {
            return value ?? "";
        }

        return value.Replace("\\", "\\E\\", StringComparison.Ordinal).Replace("|", "\\F\\", StringComparison.Ordinal)
            .Replace("^", "\\S\\", StringComparison.Ordinal).Replace("&", "\\T\\", StringComparison.Ordinal)
            .Replace("~", "\\R\\", StringComparison.Ordinal);
    }

    private static char Plain(char letter) => letter switch
    {
        'F' => '|',
        'S' => '^',
        'T' => '&',
        'R' => '~',
        'E' => '\\',
        _ => '\0',
    };

    private static string Unescape(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
        {
            return value;
        }

        // In one pass: the end of one escape must not be taken for the beginning of another.
        var text = new System.Text.StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var plain = value.AsSpan(i) is ['\\', var letter, '\\', ..] ? Plain(letter) : '\0';
            text.Append(plain == '\0' ? value[i] : plain);
            i += plain == '\0' ? 0 : 2;
        }

        return text.ToString();
    }
}
