using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>A reviewer says whether an emergency entry was justified.</summary>
/// <param name="Comment">5 to 1000 characters; sealed.</param>
internal sealed record CloseReview(Guid Id, ReviewVerdict Verdict, string Comment);

/// <summary>The verdict stands in the person's history; an entry that was not justified is told by a message too.</summary>
internal sealed class CloseReviewHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, NoticeWriter notices, Scribe scribe, TimeProvider clock)
    : IUseCase<CloseReview, ReviewVerdict>
{
    public async Task<Outcome<ReviewVerdict>> RunAsync(Caller caller, CloseReview request, CancellationToken ct)
    {
        var act = request.Verdict switch
        {
            ReviewVerdict.Justified => TraceAct.ReviewJustified,
            ReviewVerdict.Unjustified => TraceAct.ReviewUnjustified,
            ReviewVerdict.Unclear => TraceAct.ReviewUnclear,
        };
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await Reviews.FindAsync(db, caller, request.Id, ct);
        if (Defect(caller, request, row) is { } defect)
        {
            return await scribe.RefuseAsync(caller, act, defect, ct);
        }

        if (await records.FindAsync(db, row!.RecordId, ct) is not { } record)
        {
            return await scribe.RefuseAsync(caller, act, ReviewFailures.Unknown, ct);
        }

        using (record)
        {
            var (now, by) = (clock.Now(), ((Caller.Operator)caller).Name);
            var comment = row.SealComment(record.Key, request.Comment.Trim());
            var entry = new LedgerEntry
            {
                Change = writing => writing.Change(row, closed =>
                    (closed.Verdict, closed.ClosedAt, closed.ClosedBy, closed.SealedComment) = (request.Verdict, now, by, comment)),
            };
            if (request.Verdict is ReviewVerdict.Unjustified)
            {
                notices.Tell(entry, NoticeKind.EmergencyReviewed, record);
            }

            var stored = await scribe.WriteAsync(caller, record,
                new Happening(act, TraceOutcome.Done, $"review.{request.Verdict}".ToLowerInvariant()), entry);
            return stored is LedgerResult.Stored ? request.Verdict : await RunAsync(caller, request, ct);
        }
    }

    private static Failure? Defect(Caller caller, CloseReview request, ReviewRow? row)
        => ReviewFailures.NotReviewer(caller) is { } notAllowed ? notAllowed
            : row is null ? ReviewFailures.Unknown
            : row.ClosedAt is not null ? ReviewFailures.AlreadyClosed
            : request.Comment.Trim().Length is < 5 or > 1000 ? ReviewFailures.CommentMissing
            : null;
}
