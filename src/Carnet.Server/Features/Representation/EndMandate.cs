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

/// <summary>Ends a mandate at once: a caregiver's by the person, any on evidence by the desk, one's own by its holder.</summary>
/// <param name="Patient">The person, where a desk acts.</param>
/// <param name="Evidence">Where a desk ends the mandate of a parent or guardian.</param>
internal sealed record EndMandate(Ins? Patient, Guid Mandate, string Evidence = "");

/// <summary>It is over.</summary>
internal sealed record MandateEnded;

/// <summary>Ends and tells. Source: rules, N-7.</summary>
internal sealed class EndMandateHandler(
    PersonDoor door, IMandates mandates, RepresentationNotices notices,
    Scribe scribe) : IUseCase<EndMandate, MandateEnded>
{
    public Task<Outcome<MandateEnded>> RunAsync(Caller caller, EndMandate request, CancellationToken ct)
    {
        var own = caller is Caller.Representative { Mandate.Id: var mine } && mine == request.Mandate;
        return door.EnterAsync(caller, request.Patient, own ? PersonalAct.Read : PersonalAct.NamePersons, TraceAct.EndRepresentation,
            (db, record) => EndAsync(db, caller, record, request, ct), ct);
    }

    private async Task<Outcome<MandateEnded>> EndAsync(
        CarnetDb db, Caller caller, OpenedRecord record, EndMandate request, CancellationToken ct)
    {
        var all = await mandates.AllAsync(db, record, ct);
        var known = all.FirstOrDefault(one => one.Row.MandateId == request.Mandate);
        var byLaw = known?.Row.Kind is RepresentativeKind.Parent or RepresentativeKind.Guardian;
        var defect = known is null || (byLaw && caller is not Caller.Desk) ? RepresentationFailures.Unknown
            : byLaw && string.IsNullOrWhiteSpace(request.Evidence) ? RepresentationFailures.Evidence
            : null;
        if (defect is not null)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.EndRepresentation, defect);
        }

        var entry = new LedgerEntry
        {
            Change = writing => writing.Change(known!.Row, row => (row.Ended, row.Version) = (true, row.Version + 1)),
        };
        notices.TellPerson(entry, record);
        await notices.TellRepresentativesAsync(db, entry, record, NoticeKind.RepresentativeChanged, [known!], ct);
        var stored = await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.EndRepresentation, TraceOutcome.Done, $"ended.{known!.Row.Kind}".ToLowerInvariant())
            {
                Detail = known.Details.FullName + (request.Evidence.Length > 0 ? $" ; {request.Evidence}" : ""),
            },
            entry);

        // Changed in the same moment: look again.
        return stored is LedgerResult.Stored ? new MandateEnded() : await RunAsync(caller, request, ct);
    }
}
