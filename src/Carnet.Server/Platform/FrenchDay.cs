using System.Globalization;
using Carnet.Server.Platform.Languages;

namespace Carnet.Server.Platform;

/// <summary>A day in words, in the time of metropolitan France: « 3 mars 2027 », or as the language of the request says it.</summary>
internal static class FrenchDay
{
    private static readonly string[] French =
    [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ];

    private static readonly string[] English =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    private static readonly TimeZoneInfo Paris =
        TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Paris", out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Names of the months, January first.</summary>
    public static IReadOnlyList<string> Months => Language.Current.IsEnglish ? English : French;

    public static DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Paris);

    /// <summary>The first instant of a day.</summary>
    public static DateTimeOffset Start(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Paris.GetUtcOffset(midnight)).ToUniversalTime();
    }

    public static string Of(DateTimeOffset at) => Of(DateOnly.FromDateTime(Local(at).DateTime));

    public static string Of(DateOnly day)
        => string.Create(CultureInfo.InvariantCulture, $"{Ordinal(day.Day)} {Months[day.Month - 1]} {day.Year}");

    /// <summary>« 1er », and the plain number for all others.</summary>
    public static string Ordinal(int day)
        => day == 1 && !Language.Current.IsEnglish ? "1er" : day.ToString(CultureInfo.InvariantCulture);
}
