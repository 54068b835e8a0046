using System.Globalization;

namespace Carnet.Wire.Cda;

/// <summary>How much of an HL7 time stamp was written down.</summary>
/// <remarks>Source: HL7 CDA R2.</remarks>
public enum CdaPrecision
{
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

/// <summary>An HL7 time stamp as written, and the instant it means.</summary>
/// <param name="Raw">As written, e.g. <c>20200312111700+0100</c>; null when only a nullFlavor stands there.</param>
/// <param name="Value">The first instant it may mean; null when it cannot be read.</param>
/// <param name="Precision">The smallest unit written.</param>
/// <param name="HasZone">Whether a time zone was written. Without one, French legal time is meant.</param>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record CdaTime(string? Raw, DateTimeOffset? Value, CdaPrecision Precision, bool HasZone)
{
    private static readonly TimeZoneInfo Paris = FindParis();

    /// <summary>The calendar day as written, never moved by a time zone; null below the precision of a day.</summary>
    public DateOnly? Day => Value is { } value && Precision >= CdaPrecision.Day
        ? DateOnly.FromDateTime(value.DateTime)
        : null;

    /// <summary>Reads <c>YYYY[MM[DD[HH[MM[SS[.S…]]]]]][±ZZ[[:]ZZ]]</c>; a wrong one keeps its text and has no
    /// value.</summary>
    public static CdaTime Parse(string? raw)
    {
        var text = raw.AsSpan().Trim();
        var unreadable = new CdaTime(raw, null, CdaPrecision.Year, false);
        var end = text.IndexOfAny('+', '-', 'Z');
        var digits = end < 0 ? text : text[..end];
        TimeSpan? offset = null;
        if (end >= 0)
        {
            offset = Offset(text[end..]);
            if (offset is null)
            {
                return unreadable;
            }
        }

        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        if (whole.Length is not (4 or 6 or 8 or 10 or 12 or 14) || whole.ContainsAnyExceptInRange('0', '9')
            || (point >= 0 && (whole.Length != 14 || digits[(point + 1)..].ContainsAnyExceptInRange('0', '9'))))
        {
            return unreadable;
        }

        Span<char> full = stackalloc char[14];
        "00000101000000".CopyTo(full);
        whole.CopyTo(full);
        if (!DateTime.TryParseExact(full, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var local))
        {
            return unreadable;
        }

        var zone = offset ?? Paris.GetUtcOffset(local);
        return local.Ticks < TimeSpan.TicksPerDay || local.Year > 9998
            ? unreadable
            : new CdaTime(raw, new DateTimeOffset(local, zone), (CdaPrecision)((whole.Length - 4) / 2),
                offset is not null);
    }

    /// <summary>Writes an instant to the second with its zone, as a French header wants it.</summary>
    public static string Write(DateTimeOffset instant)
        => instant.ToString("yyyyMMddHHmmsszzz", CultureInfo.InvariantCulture).Replace(":", "",
            StringComparison.Ordinal);

    private static TimeSpan? Offset(ReadOnlySpan<char> zone)
    {
        if (zone is "Z")
        {
            return TimeSpan.Zero;
        }

        var hours = zone.Length >= 3 ? zone[1..3] : default;
        var minutes = zone.Length switch
        {
            3 => "00",
            5 => zone[3..5],
            6 when zone[3] == ':' => zone[4..6],
            _ => default,
        };
        if (!int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
            || !int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var m) || h > 13 || m > 59)
        {
            return null;
        }

        var span = new TimeSpan(h, m, 0);
        return zone[0] == '-' ? -span : span;
    }

    // A machine without time zone data must still read documents.
    private static TimeZoneInfo FindParis()
        => TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Paris", out var zone)
            ? zone
            : TimeZoneInfo.CreateCustomTimeZone("Paris", TimeSpan.FromHours(1), null, null);
}
