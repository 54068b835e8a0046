using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Representation;

/// <summary>The desk records that the parents of a child disagree: masking and closing then need both.</summary>
/// <param name="Until">Null until the end is recorded.</param>
/// <param name="Evidence">Reference of the declaration.</param>
internal sealed record DeclareConflict(Ins Patient, DateTimeOffset Since, DateTimeOffset? Until, string Evidence);

/// <summary>Records, and tells both parents. Source: rule A-13.</summary>
internal sealed class DeclareConflictHandler(
    PersonDoor door, IMandates mandates, RepresentationNotices notices,
    Scribe scribe, TimeProvider clock) : IUseCase<DeclareConflict, DecisionRecorded>
{
    public Task<Outcome<DecisionRecorded>> RunAsync(Caller caller, DeclareConflict request, CancellationToken ct)
        => door.AtDeskAsync(caller, request.Patient, TraceAct.DeclareConflict, (db, desk, record) => RecordAsync(db, desk, record, request, ct), ct);

    private async Task<Outcome<DecisionRecorded>> RecordAsync(
        CarnetDb db, Caller.Desk desk, OpenedRecord record, DeclareConflict request, CancellationToken ct)
    {
        var now = clock.Now();
        var parents = (await mandates.AllAsync(db, record, ct)).Where(known => known.Row.Kind is RepresentativeKind.Parent
            && known.Mandate.ExtentAt(now) is not Extent.None).ToList();
        var details = new CourtDecisionDetails(
            Extent.None, request.Since.Micro(), request.Until?.Micro(), request.Evidence.Trim(), desk.Agent);
        var others = await db.Set<CourtDecisionRow>().AsNoTracking()
            .Where(row => row.RecordId == record.Id && row.MandateId == null).ToListAsync(ct);
        var defect = details.Evidence.Length == 0 ? RepresentationFailures.Evidence
            : details.Until <= details.Since ? RepresentationFailures.Period
            : parents.Count < 2 ? RepresentationFailures.NotParents
            : others.Select(row => row.Details(record.Key)).Any(other => Periods.Overlap(
                (details.Since, details.Until), (other.Since, other.Until))) ? RepresentationFailures.ConflictOverlaps
            : null;
        if (defect is not null)
        {
            return await scribe.RefuseAsync(desk, record, TraceAct.DeclareConflict, defect);
        }

        var id = Guid.CreateVersion7(now);
        var entry = new LedgerEntry
        {
            Change = writing => parents.ForEach(known => writing.Change(known.Row, row => row.Version++)),
        };
        entry.Rows.Add(new CourtDecisionRow { RecordId = record.Id, DecisionId = id, Sealed = details.Seal(record.Key, id) });
        await notices.TellRepresentativesAsync(db, entry, record, NoticeKind.RepresentativeChanged, parents, ct);
        return await scribe.WriteAsync(desk, record,
            new Happening(TraceAct.DeclareConflict, TraceOutcome.Done, "conflict.declared") { Detail = details.Evidence },
            entry) is LedgerResult.Stored ? new DecisionRecorded(id) : await RunAsync(desk, request, ct);
    }
}
