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

/// <summary>The person names a caregiver, for a time and to an extent; a desk writes it down at their request.</summary>
/// <param name="Patient">The person, where a desk acts; else the record in which the caller is.</param>
/// <param name="AskedBy">Who asked the desk; empty where the person acts.</param>
internal sealed record NameCaregiver(Ins? Patient, RepresentativeDraft Draft, string AskedBy = "");

/// <summary>Judges what the law allows, then stores mandate, account and trace together.</summary>
/// <remarks>Source: rules A-12, N-7.</remarks>
internal sealed class NameCaregiverHandler(
    PersonDoor door, IMandates mandates, IMandateOpening opening,
    RepresentationNotices notices, Scribe scribe, TimeProvider clock) : IUseCase<NameCaregiver, NewRepresentative>
{
    public Task<Outcome<NewRepresentative>> RunAsync(Caller caller, NameCaregiver request, CancellationToken ct)
        => door.EnterAsync(caller, request.Patient, PersonalAct.NamePersons, TraceAct.Represent,
            (db, record) => JudgeAsync(db, caller, record, request, ct), ct);

    private async Task<Outcome<NewRepresentative>> JudgeAsync(
        CarnetDb db, Caller caller, OpenedRecord record, NameCaregiver request, CancellationToken ct)
    {
        var draft = request.Draft with { Kind = RepresentativeKind.Caregiver };
        var defect = caller is Caller.Desk && string.IsNullOrWhiteSpace(request.AskedBy)
            ? RecordFailures.ConsentMissing
            : draft.Defect(record.Details().Traits.BirthDate, clock.Now());
        return defect is null
            ? await StoreAsync(db, caller, record, draft, request.AskedBy, ct)
            : await scribe.RefuseAsync(caller, record, TraceAct.Represent, defect);
    }

    private async Task<Outcome<NewRepresentative>> StoreAsync(
        CarnetDb db, Caller caller, OpenedRecord record, RepresentativeDraft draft, string askedBy, CancellationToken ct)
    {
        var prepared = await opening.PrepareAsync(
            db, record.Id, record.Key, draft, consented: false, caller is Caller.Desk desk ? desk.Agent : "", known: null, ct);
        if (prepared is not Outcome<OpenedMandate>.Done(var mandate))
        {
            return await scribe.RefuseAsync(
                caller, record, TraceAct.Represent, ((Outcome<OpenedMandate>.Failed)prepared).Failure);
        }

        var now = clock.Now();
        var all = await mandates.AllAsync(db, record, ct);
        if (all.Any(known => known.Row.AccountId == mandate.Account && known.Row.HomeId == mandate.Home
            && !(known.Details.Until <= now)))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.Represent, RepresentationFailures.Exists);
        }

        var entry = new LedgerEntry();
        entry.Rows.AddRange(mandate.Rows);
        notices.TellPerson(entry, record);
        await notices.TellRepresentativesAsync(db, entry, record, NoticeKind.RepresentativeChanged,
            all.Where(known => known.Row.Kind is not RepresentativeKind.Caregiver), ct);
        var stored = await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.Represent, TraceOutcome.Done, $"caregiver.{draft.Extent}".ToLowerInvariant())
            {
                Detail = $"{draft.GivenName} {draft.FamilyName}" + (askedBy.Length > 0 ? $" ; {askedBy}" : ""),
            },
            entry);
        return stored is LedgerResult.Stored
            ? new NewRepresentative(mandate.Mandate, mandate.Credentials)
            : await scribe.RefuseAsync(caller, record, TraceAct.Represent, RepresentationFailures.Login);
    }
}
