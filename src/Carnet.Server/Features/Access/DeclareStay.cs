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

/// <summary>Declares that the person stays in an establishment and has consented once towards its staff.</summary>
/// <param name="Patient">The person whom the token names; null where the person declares it themselves.</param>
/// <param name="CollectedBy">Who collected the consent.</param>
/// <param name="Way">How it was given, e.g. by word of mouth.</param>
/// <param name="Stay">The establishment's number of the stay, if it has one.</param>
/// <param name="CollectedAt">When it was given; null means now.</param>
/// <param name="Until">End of the stay, if it is known; the same stay declared again gets the new end.</param>
internal sealed record DeclareStay(
    StructIdNat Structure, Ins? Patient = null, string? CollectedBy = null, string? Way = null, string? Stay = null,
    DateTimeOffset? CollectedAt = null, DateTimeOffset? Until = null);

/// <summary>A stay that is recorded.</summary>
internal sealed record DeclaredStay(Guid Team, AuthorisationChange Change);

/// <summary>Decides, then records. Source: rule A-5.</summary>
internal sealed class DeclareStayHandler(
    IDbContextFactory<CarnetDb> databases, AskedRecord asked, Stays stays, Scribe scribe, TimeProvider clock)
    : IUseCase<DeclareStay, DeclaredStay>
{
    public async Task<Outcome<DeclaredStay>> RunAsync(Caller caller, DeclareStay request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await asked.FindAsync(db, caller, request.Patient, TraceAct.DeclareStay, ct)
            .UseAsync(record => DeclareAsync(db, caller, record, request, ct));
    }

    private async Task<Outcome<DeclaredStay>> DeclareAsync(
        CarnetDb db, Caller caller, OpenedRecord record, DeclareStay request, CancellationToken ct)
    {
        var now = clock.Now();
        if (AccessRules.DeclareStay(new AccessQuestion(caller, record.Facts, now), request.Structure)
            is AccessDecision.Refused(var cause, _))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.DeclareStay, AccessFailures.Of(cause));
        }

        var draft = new StayDraft(request.Structure,
            new TeamConsent(request.Stay, request.CollectedBy, request.CollectedAt ?? now, request.Way, caller.Origin.Secret), request.Until);
        if (stays.Defect(draft) is { } defect)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.DeclareStay, defect);
        }

        var (entry, stay, isNew) = await stays.EntryAsync(db, record, draft, ct);
        var stored = await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.DeclareStay, TraceOutcome.Done, isNew ? "stay.declared" : "stay.prolonged")
            {
                Detail = request.Structure.Value,
            }, entry);

        // Somebody ended or prolonged it in the same moment: look again and decide anew.
        return stored is LedgerResult.Stored
            ? new DeclaredStay(stay.TeamId, isNew ? AuthorisationChange.Added : AuthorisationChange.AlreadyThere)
            : await RunAsync(caller, request, ct);
    }
}
