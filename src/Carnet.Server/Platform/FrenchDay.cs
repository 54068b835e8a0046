using System.Globalization;

namespace Carnet.Server.Platform;

/// <summary>A day in words, in the time of metropolitan France: « 3 mars 2027 ».</summary>
internal static class FrenchDay
{
    private static readonly string[] Months =
    [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ];

    private static readonly TimeZoneInfo Paris =
        TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Paris", out var zone) ? zone : TimeZoneInfo.Utc;

    public static string Of(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Paris);
        return string.Create(CultureInfo.InvariantCulture,
            $"{(local.Day == 1 ? "1er" : local.Day.ToString(CultureInfo.InvariantCulture))} {Months[local.Month - 1]} {local.Year}");
    }
}
