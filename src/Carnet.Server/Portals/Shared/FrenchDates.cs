using System.Globalization;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Languages;
using Microsoft.AspNetCore.Components;

namespace Carnet.Server.Portals.Shared;

/// <summary>Dates as people read them in the language of the page, in the time of metropolitan France.</summary>
internal static class FrenchDates
{
    private static readonly string[] Short =
        ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

    private static readonly string[] EnglishShort =
        ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];

    public static DateTimeOffset Local(DateTimeOffset at) => FrenchDay.Local(at);

    /// <summary>"20 nov."; with the year when it is not this one. Easy reading has the long form: an abbreviation is one thing more to know.</summary>
    public static string Day(DateTimeOffset at, DateTimeOffset now)
    {
        if (Language.Current.IsEasy)
        {
            return LongDay(at);
        }

        var local = Local(at);
        var day = $"{FrenchDay.Ordinal(local.Day)} {(Language.Current.IsEnglish ? EnglishShort : Short)[local.Month - 1]}";
        return local.Year == Local(now).Year ? day : string.Create(CultureInfo.InvariantCulture, $"{day} {local.Year}");
    }

    /// <summary>"20 novembre 2026".</summary>
    public static string LongDay(DateTimeOffset at) => FrenchDay.Of(at);

    public static string LongDay(DateOnly day) => FrenchDay.Of(day);

    /// <summary>The long day as an element that says it to machines too.</summary>
    public static MarkupString Marked(DateTimeOffset at) => new($"<time datetime=\"{Machine(at)}\">{LongDay(at)}</time>");

    /// <summary>The name of a month, as it begins a line.</summary>
    public static string Month(int month) => Wording.Capital(FrenchDay.Months[month - 1]);

    /// <summary>"14 h 05", or "14:05".</summary>
    public static string Time(DateTimeOffset at) => Local(at).ToString(
        Language.Current.IsEnglish ? "HH:mm" : "H\u00a0'h'\u00a0mm", CultureInfo.InvariantCulture);

    /// <summary>The first instant of a day.</summary>
    public static DateTimeOffset Start(DateOnly day) => FrenchDay.Start(day);

    /// <summary>The last day of a span whose end is excluded: "jusqu’au 3 mars".</summary>
    public static string LastDay(DateTimeOffset until) => LongDay(until - TimeSpan.FromTicks(1));

    /// <summary>For the <c>datetime</c> attribute.</summary>
    public static string Machine(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
