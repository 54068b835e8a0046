using Carnet.Domain.Access;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>What this room shows to the others: each emergency entry is put before a reviewer.</summary>
internal static class Reviews
{
    /// <summary>Goes into the ledger entry of the first reading of an emergency.</summary>
    public static ReviewRow Open(OpenedRecord record, Caller.Professional caller, DateTimeOffset now, DateTimeOffset expires)
    {
        var id = Guid.CreateVersion7(now);
        return new ReviewRow
        {
            RecordId = record.Id,
            ReviewId = id,
            OpenedAt = now,
            ExpiresAt = expires,
            Holder = caller.Who.Id.Value,
            StructureId = caller.Who.Structure.Value,
            Mode = caller.Mode,
            Sealed = ReviewRow.Seal(record.Key, id, caller.Who, caller.Reason),
        };
    }

    /// <summary>A reviewer of one establishment sees its entries only.</summary>
    public static IQueryable<ReviewRow> SeenBy(this IQueryable<ReviewRow> reviews, Caller caller)
        => caller is Caller.Operator { Structure: { } structure }
            ? reviews.Where(review => review.StructureId == structure.Value)
            : reviews;

    /// <summary>Finds one by its number alone. The number holds its millisecond, so the index on the instant serves.</summary>
    public static async Task<ReviewRow?> FindAsync(CarnetDb db, Caller caller, Guid id, CancellationToken ct)
    {
        var (from, to) = Millisecond(id);
        return await db.Set<ReviewRow>().AsNoTracking().SeenBy(caller)
            .SingleOrDefaultAsync(review => review.OpenedAt >= from && review.OpenedAt < to && review.ReviewId == id, ct);
    }

    private static (DateTimeOffset From, DateTimeOffset To) Millisecond(Guid id)
    {
        var bytes = id.ToByteArray(bigEndian: true);
        var milliseconds = 0L;
        for (var i = 0; i < 6; i++)
        {
            milliseconds = (milliseconds << 8) | bytes[i];
        }

        var from = DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(milliseconds % 250_000_000_000_000);
        return (from, from + TimeSpan.FromMilliseconds(1));
    }
}
