using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;

namespace Carnet.Server.Features.Representation;

/// <summary>The desk records, on evidence, that somebody represents a person by law.</summary>
/// <param name="Evidence">Reference of the paper seen: family book, birth certificate, judgment.</param>
/// <param name="Known">Identifier and password already agreed, as in the demo world; null draws both.</param>
internal sealed record Represent(Ins Patient, RepresentativeDraft Draft, string Evidence, Credentials? Known = null);

/// <summary>Who now acts for the person, and the paper to hand over where an account was made.</summary>
internal sealed record NewRepresentative(Guid Mandate, Credentials? Credentials);

/// <summary>Judges and stores mandate, account and trace together; the person and the other representatives are told.</summary>
/// <remarks>A caregiver is named by the person, see <see cref="NameCaregiver"/>. Source: rules A-13, L-6, N-7.</remarks>
internal sealed class RepresentHandler(
    PersonDoor door, IMandates mandates, IMandateOpening opening,
    RepresentationNotices notices, Scribe scribe, TimeProvider clock) : IUseCase<Represent, NewRepresentative>
{
    public Task<Outcome<NewRepresentative>> RunAsync(Caller caller, Represent request, CancellationToken ct)
        => door.AtDeskAsync(caller, request.Patient, TraceAct.Represent, (db, desk, record) => JudgeAsync(db, desk, record, request, ct), ct);

    private async Task<Outcome<NewRepresentative>> JudgeAsync(
        CarnetDb db, Caller.Desk desk, OpenedRecord record, Represent request, CancellationToken ct)
    {
        var defect = request.Draft.Kind is RepresentativeKind.Caregiver ? RepresentationFailures.Kind
            : string.IsNullOrWhiteSpace(request.Evidence) ? RepresentationFailures.Evidence
            : request.Draft.Defect(record.Details().Traits.BirthDate, clock.Now());
        return defect is null
            ? await StoreAsync(db, desk, record, request, desk.Agent, ct)
            : await scribe.RefuseAsync(desk, record, TraceAct.Represent, defect);
    }

    private async Task<Outcome<NewRepresentative>> StoreAsync(
        CarnetDb db, Caller caller, OpenedRecord record, Represent request, string agent, CancellationToken ct)
    {
        var all = await mandates.AllAsync(db, record, ct);
        var prepared = await opening.PrepareAsync(
            db, record.Id, record.Key, request.Draft, consented: false, agent, request.Known, ct);
        if (prepared is not Outcome<OpenedMandate>.Done(var mandate))
        {
            return await scribe.RefuseAsync(
                caller, record, TraceAct.Represent, ((Outcome<OpenedMandate>.Failed)prepared).Failure);
        }

        if (all.Any(known => known.Row.AccountId == mandate.Account && known.Row.HomeId == mandate.Home
            && !(known.Details.Until <= clock.Now())))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.Represent, RepresentationFailures.Exists);
        }

        var entry = new LedgerEntry();
        entry.Rows.AddRange(mandate.Rows);
        notices.TellPerson(entry, record);
        await notices.TellRepresentativesAsync(db, entry, record, NoticeKind.RepresentativeChanged, all, ct);
        var stored = await scribe.WriteAsync(caller, record, new Happening(
            TraceAct.Represent, TraceOutcome.Done, $"representative.{request.Draft.Kind}".ToLowerInvariant())
        {
            Detail = $"{request.Draft.GivenName} {request.Draft.FamilyName} ; {request.Evidence}",
        }, entry);

        // Only an identifier that somebody took in the same moment stands in the way.
        return stored is LedgerResult.Stored
            ? new NewRepresentative(mandate.Mandate, mandate.Credentials)
            : await scribe.RefuseAsync(caller, record, TraceAct.Represent, RepresentationFailures.Login);
    }
}
