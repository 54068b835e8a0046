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

namespace Carnet.Server.Features.Representation;

/// <summary>The desk records, on evidence, that a court has limited what a representative may do.</summary>
/// <param name="Until">Null until a further decision.</param>
/// <param name="Evidence">Reference of the judgment.</param>
internal sealed record RestrictRepresentative(
    Ins Patient, Guid Mandate, Extent Extent, DateTimeOffset Since, DateTimeOffset? Until, string Evidence);

/// <summary>A decision that is now recorded.</summary>
internal sealed record DecisionRecorded(Guid Decision);

/// <summary>Two restrictions of one representative never cover the same day: which one holds is never in doubt.</summary>
/// <remarks>Source: rule A-13.</remarks>
internal sealed class RestrictRepresentativeHandler(
    PersonDoor door, IMandates mandates, RepresentationNotices notices,
    Scribe scribe, TimeProvider clock) : IUseCase<RestrictRepresentative, DecisionRecorded>
{
    public Task<Outcome<DecisionRecorded>> RunAsync(Caller caller, RestrictRepresentative request, CancellationToken ct)
        => door.AtDeskAsync(caller, request.Patient, TraceAct.Restrict, (db, desk, record) => RecordAsync(db, desk, record, request, ct), ct);

    private async Task<Outcome<DecisionRecorded>> RecordAsync(
        CarnetDb db, Caller.Desk desk, OpenedRecord record, RestrictRepresentative request, CancellationToken ct)
    {
        var all = await mandates.AllAsync(db, record, ct);
        var known = all.FirstOrDefault(one => one.Row.MandateId == request.Mandate);
        var stored = new CourtDecisionDetails(
            request.Extent, request.Since.Micro(), request.Until?.Micro(), request.Evidence.Trim(), desk.Agent);
        if (Defect(stored, known) is { } defect)
        {
            return await scribe.RefuseAsync(desk, record, TraceAct.Restrict, defect);
        }

        var id = Guid.CreateVersion7(clock.Now());

        // The row of the mandate is held, so that of two restrictions recorded at once the second sees the first.
        var entry = new LedgerEntry { Change = writing => writing.Change(known!.Row, row => row.Version++) };
        entry.Rows.Add(new CourtDecisionRow
        {
            RecordId = record.Id,
            DecisionId = id,
            MandateId = request.Mandate,
            Sealed = stored.Seal(record.Key, id),
        });
        notices.TellPerson(entry, record);
        await notices.TellRepresentativesAsync(db, entry, record, NoticeKind.RepresentativeChanged, [known!], ct);
        return await scribe.WriteAsync(desk, record,
            new Happening(TraceAct.Restrict, TraceOutcome.Done, $"restricted.{request.Extent}".ToLowerInvariant())
            {
                Detail = $"{known!.Details.FullName} ; {stored.Evidence}",
            },
            entry) is LedgerResult.Stored ? new DecisionRecorded(id) : await RunAsync(desk, request, ct);
    }

    private static Failure? Defect(CourtDecisionDetails decision, KnownMandate? known)
        => known is null or { Row.Kind: RepresentativeKind.Caregiver } ? RepresentationFailures.Unknown
            : decision.Evidence.Length == 0 ? RepresentationFailures.Evidence
            : decision.Extent is not (Extent.None or Extent.Read or Extent.Add or Extent.Manage)
                ? RepresentationFailures.RestrictionExtent
            : decision.Until <= decision.Since ? RepresentationFailures.Period
            : known.Mandate.Restrictions.Any(other => Periods.Overlap(
                (decision.Since, decision.Until), (other.Since, other.Until))) ? RepresentationFailures.RestrictionOverlaps
            : null;
}

/// <summary>Spans of time, the end excluded; no end reaches on for ever.</summary>
internal static class Periods
{
    public static bool Overlap((DateTimeOffset Since, DateTimeOffset? Until) a, (DateTimeOffset Since, DateTimeOffset? Until) b)
        => !(a.Until <= b.Since) && !(b.Until <= a.Since);
}
