using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>The figure of one month: emergency entries that began in it, and what their review said.</summary>
internal sealed record ReviewFigures(int Year, int Month);

/// <summary>Counts and shares in percent; the median is the time from the entry to its verdict.</summary>
internal sealed record ReviewMonth(
    int Year, int Month, int Entries, int Reviewed, int Justified, int Unjustified, int Unclear, TimeSpan? MedianDelay)
{
    public int ReviewedShare => Share(Reviewed, Entries);

    public int JustifiedShare => Share(Justified, Reviewed);

    private static int Share(int part, int whole) => whole == 0 ? 0 : (int)Math.Round(100.0 * part / whole);
}

/// <summary>Counts; nothing of a person. The reviewer of one establishment sees its own figure.</summary>
internal sealed class ReviewFiguresHandler(IDbContextFactory<CarnetDb> databases) : IUseCase<ReviewFigures, ReviewMonth>
{
    public async Task<Outcome<ReviewMonth>> RunAsync(Caller caller, ReviewFigures request, CancellationToken ct)
    {
        if (ReviewFailures.NotReviewer(caller) is { } notAllowed)
        {
            return notAllowed;
        }

        if (request.Month is < 1 or > 12 || request.Year is < 2000 or > 9998)
        {
            return ReviewFailures.WrongMonth;
        }

        var from = new DateTimeOffset(request.Year, request.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var to = from.AddMonths(1);
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<ReviewRow>().SeenBy(caller).Where(row => row.OpenedAt >= from && row.OpenedAt < to)
            .Select(row => new { row.OpenedAt, row.ClosedAt, row.Verdict }).ToListAsync(ct);
        var delays = rows.Where(row => row.ClosedAt is not null).Select(row => row.ClosedAt!.Value - row.OpenedAt).Order().ToList();
        return new ReviewMonth(
            request.Year, request.Month, rows.Count, delays.Count, Of(ReviewVerdict.Justified), Of(ReviewVerdict.Unjustified),
            Of(ReviewVerdict.Unclear), delays.Count == 0 ? null : (delays[(delays.Count - 1) / 2] + delays[delays.Count / 2]) / 2);

        int Of(ReviewVerdict verdict) => rows.Count(row => row.Verdict == verdict);
    }
}
