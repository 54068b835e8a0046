using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Access;

/// <summary>Ends a stay: from now on the staff are no longer deemed authorised.</summary>
/// <param name="Patient">The person whom the token names; null where the person ends it themselves.</param>
internal sealed record EndStay(Guid Team, Ins? Patient = null);

/// <summary>The person ends any, an establishment its own; another's is as if absent. Source: rules A-5, V-6.</summary>
internal sealed class EndStayHandler(
    IDbContextFactory<CarnetDb> databases, AskedRecord asked, Scribe scribe, TimeProvider clock)
    : IUseCase<EndStay, AuthorisationChange>
{
    public async Task<Outcome<AuthorisationChange>> RunAsync(Caller caller, EndStay request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await asked.FindAsync(db, caller, request.Patient, TraceAct.EndStay, ct)
            .UseAsync(record => EndAsync(db, caller, record, request, ct));
    }

    private async Task<Outcome<AuthorisationChange>> EndAsync(
        CarnetDb db, Caller caller, OpenedRecord record, EndStay request, CancellationToken ct)
    {
        var now = clock.Now();
        var stay = await db.Set<CareTeamRow>().AsNoTracking()
            .SingleOrDefaultAsync(team => team.RecordId == record.Id && team.TeamId == request.Team, ct);
        var unseen = stay is null
            || (caller is Caller.Representative && TeamConsent.Open(record.Key, stay).Secret); // V-4
        var refusal = unseen ? Refusal.NotAuthorised
            : !StructIdNat.TryCreate(stay!.StructureId, out var structure) ? Refusal.NotYourStructure
            : (AccessRules.DeclareStay(new AccessQuestion(caller, record.Facts, now), structure) as AccessDecision.Refused)?.Cause;
        if (stay is null || refusal is not null)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.EndStay,
                refusal is Refusal.NotAuthorised or Refusal.NotYourStructure ? AccessFailures.StayUnknown : AccessFailures.Of(refusal!.Value));
        }

        var over = stay.Until <= now;
        var stored = await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.EndStay, TraceOutcome.Done, over ? "stay.over" : "stay.ended") { Detail = stay.StructureId },
            over ? null : new LedgerEntry { Change = writing => writing.Change(stay, ended => ended.Until = now) });
        return stored is not LedgerResult.Stored ? await RunAsync(caller, request, ct)
            : over ? AuthorisationChange.NothingToRemove : AuthorisationChange.Removed;
    }
}
