using System.Globalization;

namespace Carnet.Wire.Xds;

/// <summary>HL7 instants in UTC: <c>YYYY[MM[DD[hh[mm[ss]]]]]</c>, 4 to 14 digits without zone or fraction.</summary>
/// <remarks>Source: IHE ITI TF-3 4.2.3.1.8 (type DTM).</remarks>
public static class Dtm
{
    private const string Earliest = "00010101000000";

    /// <summary>False also for a day that no calendar has.</summary>
    public static bool IsValid(string text) => TryParse(text, out _);

    /// <summary>The first instant that the text covers: <c>2026</c> gives 1 January 2026, midnight UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        if (text is null || text.Length is not (4 or 6 or 8 or 10 or 12 or 14))
        {
            return false;
        }

        return DateTimeOffset.TryParseExact(text + Earliest[text.Length..], "yyyyMMddHHmmss",
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out instant);
    }

    /// <summary>14 digits, to the second.</summary>
    public static string Format(DateTimeOffset instant)
        => instant.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
