using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>The queue of emergency entries, oldest first; with those already reviewed too.</summary>
internal sealed record ListReviews(bool WithClosed = false);

/// <summary>One entry: who, when, how; nothing of the person.</summary>
internal sealed record ReviewLine(
    Guid Id, DateTimeOffset OpenedAt, DateTimeOffset ExpiresAt, string Holder, string Structure, AccessMode Mode,
    ReviewVerdict? Verdict, DateTimeOffset? ClosedAt);

/// <summary>Lists for a reviewer: of the whole service, or of one establishment.</summary>
internal sealed class ListReviewsHandler(IDbContextFactory<CarnetDb> databases) : IUseCase<ListReviews, IReadOnlyList<ReviewLine>>
{
    private const int Most = 500;

    public async Task<Outcome<IReadOnlyList<ReviewLine>>> RunAsync(Caller caller, ListReviews request, CancellationToken ct)
    {
        if (ReviewFailures.NotReviewer(caller) is { } notAllowed)
        {
            return notAllowed;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        return new Outcome<IReadOnlyList<ReviewLine>>.Done(await db.Set<ReviewRow>().SeenBy(caller)
            .Where(row => request.WithClosed || row.ClosedAt == null).OrderBy(row => row.OpenedAt).Take(Most)
            .Select(row => new ReviewLine(
                row.ReviewId, row.OpenedAt, row.ExpiresAt, row.Holder, row.StructureId, row.Mode, row.Verdict, row.ClosedAt))
            .ToListAsync(ct));
    }
}
