using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Access;

/// <summary>The person lets a professional in, names them treating doctor, or takes that back.</summary>
/// <param name="Withdraw">Takes back: the treating role where it is named, else all of it.</param>
/// <param name="Treating">Concerns the role of treating doctor.</param>
/// <param name="Until">End of the authorisation, where the person sets one.</param>
internal sealed record AuthoriseProfessional(
    PsIdNat Professional, bool Withdraw = false, bool Treating = false, DateTimeOffset? Until = null);

/// <summary>Only the person may; a blocked professional is unblocked first, by an act of its own. Source: rules .</summary>
internal sealed class AuthoriseProfessionalHandler(
    IDbContextFactory<CarnetDb> databases, AskedRecord asked, IProfessionals professionals, Scribe scribe, TimeProvider clock)
    : IUseCase<AuthoriseProfessional, AuthorisationChange>
{
    public async Task<Outcome<AuthorisationChange>> RunAsync(
        Caller caller, AuthoriseProfessional request, CancellationToken ct)
    {
        var act = request.Withdraw ? TraceAct.Withdraw : TraceAct.Authorise;
        await using var db = await databases.CreateDbContextAsync(ct);
        return await asked.FindAsync(db, caller, null, act, ct)
            .UseAsync(record => SetAsync(db, caller, record, request, act, ct));
    }

    private async Task<Outcome<AuthorisationChange>> SetAsync(
        CarnetDb db, Caller caller, OpenedRecord record, AuthoriseProfessional request, TraceAct act, CancellationToken ct)
    {
        var now = clock.Now();
        var known = await db.Set<GrantRow>().AsNoTracking().SingleOrDefaultAsync(
            grant => grant.RecordId == record.Id && grant.Holder == request.Professional.Value, ct);
        if (await DefectAsync(db, caller, record, request, known, ct) is { } defect)
        {
            return await scribe.RefuseAsync(caller, record, act, defect);
        }

        var (change, entry) = request.Withdraw
            ? Withdraw(known, request.Treating, now)
            : Add(record.Id, request, known, now);
        var stored = await scribe.WriteAsync(caller, record,
            new Happening(act, TraceOutcome.Done, $"grant.{change}".ToLowerInvariant())
            {
                Detail = request.Professional.Value + (request.Treating ? " MEDECIN_TRAITANT" : ""),
            }, entry);
        return stored is LedgerResult.Stored ? change : await RunAsync(caller, request, ct);
    }

    private async Task<Failure?> DefectAsync(
        CarnetDb db, Caller caller, OpenedRecord record, AuthoriseProfessional request, GrantRow? known, CancellationToken ct)
    {
        var now = clock.Now();
        var question = new AccessQuestion(caller, record.Facts, now);
        if (AccessRules.Manage(question, request.Professional, request.Treating) is AccessDecision.Refused(var cause, _))
        {
            return AccessFailures.Of(cause);
        }

        if (request.Withdraw)
        {
            return null;
        }

        if (known is { Blocked: true })
        {
            return AccessFailures.IsBlocked;
        }

        if (request.Until <= now)
        {
            return AccessFailures.EndPassed;
        }

        return request.Treating && !(await professionals.OfAsync(db, [request.Professional.Value], ct)).Any(who => who.IsPhysician)
            ? AccessFailures.NotPhysician
            : null;
    }

    private static (AuthorisationChange, LedgerEntry) Add(
        RecordId record, AuthoriseProfessional request, GrantRow? known, DateTimeOffset now)
    {
        if (known is null)
        {
            var entry = new LedgerEntry();
            entry.Rows.Add(new GrantRow
            {
                RecordId = record,
                Holder = request.Professional.Value,
                Treating = request.Treating,
                Since = now,
                Until = request.Until?.Micro(),
            });
            return (AuthorisationChange.Added, entry);
        }

        var active = known.Until is null || known.Until > now;
        var unchanged = active && known.Until == request.Until?.Micro() && (known.Treating || !request.Treating);
        return unchanged
            ? (AuthorisationChange.AlreadyThere, new LedgerEntry())
            : (AuthorisationChange.Added, new LedgerEntry
            {
                Change = writing => writing.Change(known, renewed => (renewed.Since, renewed.Until, renewed.Treating)
                    = (active ? known.Since : now, request.Until?.Micro(), (active && known.Treating) || request.Treating)),
            });
    }

    private static (AuthorisationChange, LedgerEntry) Withdraw(GrantRow? known, bool treatingOnly, DateTimeOffset now)
        => known is null or { Blocked: true } || known.Until <= now || (treatingOnly && !known.Treating)
            ? (AuthorisationChange.NothingToRemove, new LedgerEntry())
            : (AuthorisationChange.Removed, new LedgerEntry
            {
                Change = writing => writing.Change(known, ended =>
                    (ended.Treating, ended.Until) = (false, treatingOnly ? known.Until : now)),
            });
}
