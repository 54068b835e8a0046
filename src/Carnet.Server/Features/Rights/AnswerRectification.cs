using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Rights;

/// <summary>The author answers; a desk does it for an author who wrote on paper.</summary>
/// <param name="Accept">The author puts it right, by a replacement; else the text says why not.</param>
internal sealed record AnswerRectification(Ins Ins, Guid Id, bool Accept, string Text)
{
    public override string ToString() => "answer rectification ***";
}

/// <summary>Only the addressee, once. Source: rule L-9.</summary>
internal sealed class AnswerRectificationHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, Scribe scribe, NoticeWriter notices,
    TimeProvider clock) : IUseCase<AnswerRectification, Guid>
{
    public async Task<Outcome<Guid>> RunAsync(Caller caller, AnswerRectification request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, ids.Of(request.Ins), ct);
        if (record is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.Rectify, RightsFailures.Unknown, ct);
        }

        var row = await db.Set<RectificationRow>().AsNoTracking()
            .SingleOrDefaultAsync(known => known.RecordId == record.Id && known.RectificationId == request.Id, ct);
        var text = request.Text.Trim();
        var failure = row is null || !IsAddressee(caller, row.Addressee) ? RightsFailures.Unknown
            : record.Facts.Status is RecordStatus.Closed ? RecordFailures.Closed
            : row.State is not RectificationState.Asked ? RightsFailures.Answered
            : RightsFailures.Defect(text);
        if (failure is not null)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.Rectify, failure);
        }

        var asked = row!.Texts(record.Key).Asked;
        var secret = await db.Set<DocumentRow>().AnyAsync(document => document.RecordId == record.Id
            && document.DocumentId == row.DocumentId && (document.Marks & Marks.HiddenFromRepresentatives) != 0, ct);
        var now = clock.Now();
        var entry = new LedgerEntry
        {
            Change = writing => writing.Change(row, answered =>
            {
                answered.State = request.Accept ? RectificationState.Accepted : RectificationState.Declined;
                (answered.AnsweredAt, answered.Version) = (now, answered.Version + 1);
                answered.Sealed = RectificationRow.Seal(record.Key, row.RectificationId, new RectificationTexts(asked, text));
            }),
        };
        if (!secret)
        {
            notices.Tell(entry, NoticeKind.RectificationAnswered, record);
        }

        var code = request.Accept ? "rectification.accepted" : "rectification.declined";
        return await scribe.WriteAsync(caller, record, new Happening(TraceAct.Rectify, TraceOutcome.Done, code)
        {
            Document = row.DocumentId,
            Secret = secret,
        }, entry) is LedgerResult.Stored ? row.RectificationId : RightsFailures.Answered;
    }

    private static bool IsAddressee(Caller caller, string addressee) => caller switch
    {
        Caller.Professional p => p is { Mode: AccessMode.Normal, Reinforced: false } && p.Who.Id.Value == addressee,
        Caller.Desk => true,
        _ => false,
    };
}
