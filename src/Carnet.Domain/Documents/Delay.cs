namespace Carnet.Domain.Documents;

/// <summary>The two clocks of a document that the person does not see yet.</summary>
/// <param name="CallAfter">From the deposit to the call for a consultation; at most 14 days.</param>
/// <param name="OpenAfterDays">From the deposit to the day on which it opens by itself; null for one calendar month.</param>
/// <remarks>Source: rule V-3; S20.</remarks>
public sealed record Delay(TimeSpan CallAfter, int? OpenAfterDays)
{
    /// <summary>When the person is called, unless the document was made visible before.</summary>
    public DateTimeOffset CallAt(DateTimeOffset since) => since + CallAfter;

    /// <summary>The first of the two.</summary>
    public DateTimeOffset FirstAt(DateTimeOffset since) => CallAt(since) < OpenAt(since) ? CallAt(since) : OpenAt(since);

    /// <summary>When it opens, whoever forgot it.</summary>
    public DateTimeOffset OpenAt(DateTimeOffset since)
        => OpenAfterDays is { } days ? since.AddDays(days) : since.AddMonths(1);
}
