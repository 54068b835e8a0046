using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Rights;

/// <summary>The requests for rectification of one record.</summary>
/// <param name="Ins">Whose; null where the person asks for their own.</param>
internal sealed record ListRectifications(Ins? Ins = null)
{
    public override string ToString() => "list rectifications ***";
}

/// <summary>One request with its answer, newest first.</summary>
internal sealed record RectificationLine(
    Guid Id, DocumentId Document, string Addressee, RectificationState State, DateTimeOffset AskedAt,
    DateTimeOffset? AnsweredAt, RectificationTexts Texts);

/// <summary>The person sees all of theirs; an author those that are addressed to them, while the person has not shut them out.</summary>
/// <remarks>Source: rules L-9, A-2.</remarks>
internal sealed class ListRectificationsHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, IDocumentLabels labels, Scribe scribe,
    TimeProvider clock)
    : IUseCase<ListRectifications, IReadOnlyList<RectificationLine>>
{
    public async Task<Outcome<IReadOnlyList<RectificationLine>>> RunAsync(
        Caller caller, ListRectifications request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.OfAsync(db, ids, caller, request.Ins, ct);
        if (record is null or { Facts.Status: RecordStatus.Closed })
        {
            return record is null
                ? await scribe.RefuseAsync(caller, TraceAct.Rectify, RecordFailures.Unknown, ct)
                : await scribe.RefuseAsync(caller, record, TraceAct.Rectify, RecordFailures.Closed);
        }

        var now = clock.Now();
        var mine = RepresentativeRules.Act(new AccessQuestion(caller, record.Facts, now), PersonalAct.Read).IsGranted;
        var author = caller is Caller.Professional { Mode: AccessMode.Normal, Reinforced: false, Who.Id: var self }
            && record.Facts.GrantOf(self) is not { Blocked: true } ? self.Value : null;
        if (!mine && author is null)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.Rectify, AccessFailures.NoRight);
        }

        var rows = await db.Set<RectificationRow>().AsNoTracking()
            .Where(row => row.RecordId == record.Id && (mine || row.Addressee == author))
            .OrderByDescending(row => row.RectificationId).ToListAsync(ct);
        if (mine)
        {
            // What is asked about a document that the reader may not see is as absent as the document.
            var seen = await labels.OfAsync(db, caller, record, rows.Select(row => row.DocumentId).ToHashSet(), ct);
            rows.RemoveAll(row => !seen.ContainsKey(row.DocumentId));
        }
        else
        {
            await scribe.WriteAsync(caller, record, new(TraceAct.Rectify, TraceOutcome.Done, "rectification.listed"));
        }

        return new Outcome<IReadOnlyList<RectificationLine>>.Done([.. rows.Select(row => new RectificationLine(
            row.RectificationId, row.DocumentId, row.Addressee, row.State, row.AskedAt, row.AnsweredAt, row.Texts(record.Key)))]);
    }
}
