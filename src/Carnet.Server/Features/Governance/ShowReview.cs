using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>A reviewer reads who entered in an emergency, and why.</summary>
internal sealed record ShowReview(Guid Id);

/// <summary>What a reviewer sees. No name of the person, no document.</summary>
internal sealed record ReviewShown(ReviewLine Line, string Who, string Trade, string? Reason, string? Comment)
{
    public override string ToString() => $"review {Line.Id} ***";
}

/// <summary>The reason lies under the record's key; whoever reads it stands in the person's own history.</summary>
/// <remarks>Source: rules A-6, T-1; control C-13.</remarks>
internal sealed class ShowReviewHandler(IDbContextFactory<CarnetDb> databases, IRecords records, Scribe scribe)
    : IUseCase<ShowReview, ReviewShown>
{
    public async Task<Outcome<ReviewShown>> RunAsync(Caller caller, ShowReview request, CancellationToken ct)
    {
        if (ReviewFailures.NotReviewer(caller) is { } notAllowed)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ReadReview, notAllowed, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await Reviews.FindAsync(db, caller, request.Id, ct) is not { } row
            || await records.FindAsync(db, row.RecordId, ct) is not { } record)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ReadReview, ReviewFailures.Unknown, ct);
        }

        using (record)
        {
            var (who, trade, reason) = row.Open(record.Key);
            var comment = row.Comment(record.Key);
            await scribe.WriteAsync(caller, record, new Happening(TraceAct.ReadReview, TraceOutcome.Done, "review.read"));
            return new ReviewShown(
                new ReviewLine(row.ReviewId, row.OpenedAt, row.ExpiresAt, row.Holder, row.StructureId, row.Mode, row.Verdict,
                    row.ClosedAt),
                who, trade, reason, comment);
        }
    }
}
