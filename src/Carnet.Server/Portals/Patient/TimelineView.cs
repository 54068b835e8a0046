using System.Globalization;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>How many documents were written in a month, by space.</summary>
public sealed record TimelineMonth(int Year, int Month, IReadOnlyList<(DocumentSpace Space, int Count)> Spaces)
{
    public int Count => Spaces.Sum(space => space.Count);

    public string Address => string.Create(CultureInfo.InvariantCulture, $"/documents?mois={Year:0000}-{Month:00}");
}

/// <summary>The life of a record in months; the newest year first.</summary>
/// <remarks>Made from the very list that the person sees, so it tells of nothing that the list hides (V-6).</remarks>
internal sealed record TimelineView(IReadOnlyList<(int Year, IReadOnlyList<TimelineMonth> Months)> Years)
{
    public static TimelineView Of(IEnumerable<DocumentLine> lines)
        => new([
            .. lines.Select(line => (At: FrenchDates.Local(line.CreatedAt), line.Type.Space))
                .GroupBy(line => line.At.Year).OrderByDescending(year => year.Key)
                .Select(year => (year.Key, (IReadOnlyList<TimelineMonth>)
                [
                    .. year.GroupBy(line => line.At.Month).OrderByDescending(month => month.Key).Select(month => new TimelineMonth(
                        year.Key, month.Key,
                        [.. month.GroupBy(line => line.Space).OrderBy(space => space.Key).Select(space => (space.Key,
                            space.Count()))])),
                ])),
        ]);
}
