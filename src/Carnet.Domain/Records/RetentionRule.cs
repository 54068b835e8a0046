namespace Carnet.Domain.Records;

/// <summary>How long a closed record is kept, and how long ahead its destruction is announced.</summary>
/// <param name="YearsAfterClosing">Calendar years; 10 by rule L-8.</param>
/// <param name="NoticeAhead">From the announcement to the destruction.</param>
/// <remarks>Source: rules L-8, N-6; CSP R. 1111-34.</remarks>
public sealed record RetentionRule(int YearsAfterClosing, TimeSpan NoticeAhead)
{
    /// <summary>From this instant on nobody can have the record back.</summary>
    public DateTimeOffset EndOf(DateTimeOffset closedAt) => closedAt.AddYears(YearsAfterClosing);

    /// <summary>Records closed at this instant or before have been kept long enough.</summary>
    public DateTimeOffset OverIfClosedBy(DateTimeOffset now) => now.AddYears(-YearsAfterClosing);

    /// <summary>The destruction of records closed at this instant or before must be announced now.</summary>
    public DateTimeOffset AnnouncedIfClosedBy(DateTimeOffset now) => OverIfClosedBy(now + NoticeAhead);
}
