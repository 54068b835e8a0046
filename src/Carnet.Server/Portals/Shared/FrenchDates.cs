using System.Globalization;

namespace Carnet.Server.Portals.Shared;

/// <summary>Dates as people read them, in the time of metropolitan France.</summary>
internal static class FrenchDates
{
    private static readonly string[] Short =
        ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

    private static readonly string[] Long =
    [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ];

    private static readonly TimeZoneInfo Paris =
        TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Paris", out var zone) ? zone : TimeZoneInfo.Utc;

    public static DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Paris);

    /// <summary>"20 nov."; with the year when it is not this one.</summary>
    public static string Day(DateTimeOffset at, DateTimeOffset now)
    {
        var local = Local(at);
        var day = $"{Ordinal(local.Day)} {Short[local.Month - 1]}";
        return local.Year == Local(now).Year ? day : string.Create(CultureInfo.InvariantCulture, $"{day} {local.Year}");
    }

    /// <summary>"20 novembre 2026".</summary>
    public static string LongDay(DateTimeOffset at) => LongDay(DateOnly.FromDateTime(Local(at).DateTime));

    public static string LongDay(DateOnly day)
        => string.Create(CultureInfo.InvariantCulture, $"{Ordinal(day.Day)} {Long[day.Month - 1]} {day.Year}");

    /// <summary>"Novembre 2026".</summary>
    public static string Month(DateOnly month)
        => string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(Long[month.Month - 1][0])}{Long[month.Month - 1][1..]} {month.Year}");

    /// <summary>"14 h 05".</summary>
    public static string Time(DateTimeOffset at)
        => Local(at) is var local ? string.Create(CultureInfo.InvariantCulture, $"{local.Hour}\u00a0h\u00a0{local.Minute:00}") : "";

    /// <summary>The first instant of a day.</summary>
    public static DateTimeOffset Start(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Paris.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>The last day of a span whose end is excluded: "jusqu’au 3 mars".</summary>
    public static string LastDay(DateTimeOffset until) => LongDay(until - TimeSpan.FromTicks(1));

    /// <summary>For the <c>datetime</c> attribute.</summary>
    public static string Machine(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Ordinal(int day) => day == 1 ? "1er" : day.ToString(CultureInfo.InvariantCulture);
}
