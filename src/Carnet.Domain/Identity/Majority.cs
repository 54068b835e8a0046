namespace Carnet.Domain.Identity;

/// <summary>From which instant a person is of age: the start of the day on which they are 18, in metropolitan France.</summary>
/// <remarks>
/// Computed and not looked up: an instant must not depend on the time-zone tables of the machine that decides. Who is
/// born on 29 February completes a year with the end of February. Source: rule L-10; Code civil art. 414; directive
/// 2000/84/CE (summer time).
/// </remarks>
public static class Majority
{
    /// <summary>Years of age.</summary>
    public const int Age = 18;

    /// <summary>The instant, UTC.</summary>
    public static DateTimeOffset InstantOf(DateOnly birth) => InstantOf(birth, Age);

    /// <summary>The instant at which a person has so many years, UTC.</summary>
    public static DateTimeOffset InstantOf(DateOnly birth, int years)
    {
        var day = birth is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(birth.Year + years)
            ? new DateOnly(birth.Year + years, 3, 1)
            : birth.AddYears(years);
        return new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(IsSummer(day) ? 2 : 1)).ToUniversalTime();
    }

    /// <summary>Whether a person is under 18.</summary>
    public static bool IsMinorAt(DateOnly birth, DateTimeOffset now) => now < InstantOf(birth);

    // At midnight: the Sunday on which clocks go forward still begins in winter, the one on which they go back in summer.
    private static bool IsSummer(DateOnly day) => day > LastSunday(day.Year, 3) && day <= LastSunday(day.Year, 10);

    private static DateOnly LastSunday(int year, int month)
    {
        var last = new DateOnly(year, month, 31);
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
