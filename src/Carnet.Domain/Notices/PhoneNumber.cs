namespace Carnet.Domain.Notices;

/// <summary>A telephone number in its international form.</summary>
/// <remarks>Source: rule N-9; ITU-T E.164. The French overseas prefixes are those of the national numbering plan.</remarks>
public static class PhoneNumber
{
    private const int Shortest = 8;
    private const int Longest = 15;

    /// <summary>A plus sign and 8 to 15 digits, or null where the text is no number.</summary>
    /// <param name="text">As people write it: spaces, dots, hyphens, one leading 0 or 00 or +.</param>
    /// <param name="country">Calling code of a number that is written the national way, e.g. 33.</param>
    public static string? ToE164(string? text, string country = "33")
    {
        if (text is null || text.Any(c => !char.IsAsciiDigit(c) && c is not (' ' or '.' or '-' or '+' or '\u00A0' or '\u202F')))
        {
            return null;
        }

        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        if (plus > 0 || text.LastIndexOf('+') != plus)
        {
            return null;
        }

        var number = plus == 0 ? digits
            : digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..]
            : digits.StartsWith('0') ? Country(digits, country) + digits[1..]
            : null;
        return number is { Length: >= Shortest and <= Longest } && number[0] != '0' ? "+" + number : null;
    }

    // Mobile telephones of the overseas departments look like French ones and live under calling codes of their own.
    private static string Country(string digits, string country) => country is not "33" || digits.Length != 10 ? country
        : digits[..4] switch
        {
            "0690" or "0691" => "590",
            "0694" => "594",
            "0696" or "0697" => "596",
            "0692" or "0693" => "262",
            _ => country,
        };
}
