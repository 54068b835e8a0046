using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Access;

/// <summary>The professional records that this person consents towards them, or withdraws that.</summary>
/// <param name="Remove">SUPPRESSION instead of AJOUT.</param>
/// <param name="TreatingRole">Concerns the role of treating doctor.</param>
/// <remarks>Person and professional come from the caller's token alone. Source: rules; DMP TD0.3.</remarks>
internal sealed record SetAuthorisation(Ins Patient, bool Remove, bool TreatingRole);

/// <summary>What changed, in a word for the answer's context.</summary>
internal enum AuthorisationChange
{
    Added,
    AlreadyThere,
    Removed,
    NothingToRemove,
}

/// <summary>Decides, then adds or changes one line of the person's list.</summary>
internal sealed class SetAuthorisationHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, IRuleBooks rules, Stays stays,
    Scribe scribe, TimeProvider clock) : IUseCase<SetAuthorisation, AuthorisationChange>
{
    public async Task<Outcome<AuthorisationChange>> RunAsync(Caller caller, SetAuthorisation request, CancellationToken ct)
    {
        var act = request.Remove ? TraceAct.Withdraw : TraceAct.Authorise;
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, ids.Of(request.Patient), ct);
        if (record is null)
        {
            return await scribe.RefuseAsync(caller, act, RecordFailures.Unknown, ct);
        }

        if (caller.Origin.Secret
            && SecretCare.Defect(caller, record.Details().Traits.BirthDate, clock.Now()) is { } notSecret)
        {
            return await scribe.RefuseAsync(caller, record, act, notSecret);
        }

        var question = new AccessQuestion(caller, record.Facts, clock.Now());
        var decision = request.Remove
            ? AccessRules.Withdraw(question, request.TreatingRole, rules.Current)
            : AccessRules.Declare(question, request.TreatingRole, rules.Current);
        return (decision, caller) switch
        {
            (AccessDecision.Refused(var cause, _), _) => await scribe.RefuseAsync(caller, record, act, AccessFailures.Of(cause)),
            (_, Caller.Professional { Who.Id: var holder }) => await SetAsync(db, caller, record, holder, request, act, ct),
            (_, Caller.Employee employee) => await DeclareTeamAsync(db, employee, record, request, ct),
            _ => await scribe.RefuseAsync(caller, record, act, AccessFailures.NoRight),
        };
    }

    // "To the structure" (A-8, note 1): what an employee declares is the person's consent towards the structure's team.
    private async Task<Outcome<AuthorisationChange>> DeclareTeamAsync(
        CarnetDb db, Caller.Employee caller, OpenedRecord record, SetAuthorisation request, CancellationToken ct)
    {
        var draft = new StayDraft(caller.Structure, new TeamConsent(null, caller.Name, clock.Now(), "TD0.3, AJOUT"), null);
        if (stays.Defect(draft) is { } defect)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.DeclareStay, defect);
        }

        var (entry, _, isNew) = await stays.EntryAsync(db, record, draft, ct);
        var stored = await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.DeclareStay, TraceOutcome.Done, isNew ? "stay.declared" : "stay.prolonged")
            {
                Detail = caller.Structure.Value,
            }, entry);
        return stored is not LedgerResult.Stored ? await RunAsync(caller, request, ct)
            : isNew ? AuthorisationChange.Added : AuthorisationChange.AlreadyThere;
    }

    private async Task<Outcome<AuthorisationChange>> SetAsync(
        CarnetDb db, Caller caller, OpenedRecord record, PsIdNat holder, SetAuthorisation request, TraceAct act,
        CancellationToken ct)
    {
        var known = await db.Set<GrantRow>().AsNoTracking()
            .SingleOrDefaultAsync(grant => grant.RecordId == record.Id && grant.Holder == holder.Value, ct);
        var (change, entry) = request.Remove
            ? Remove(known, request.TreatingRole)
            : Add(record.Id, holder, known, request.TreatingRole, caller.Origin.Secret);
        var stored = await scribe.WriteAsync(caller, record, new Happening(act, TraceOutcome.Done, $"grant.{change}".ToLowerInvariant())
        {
            Detail = request.TreatingRole ? "MEDECIN_TRAITANT" : null,
        }, entry);

        // Someone else changed the same line in the same moment: look again and decide anew.
        return stored is LedgerResult.Stored ? change : await RunAsync(caller, request, ct);
    }

    private (AuthorisationChange, LedgerEntry) Add(RecordId record, PsIdNat holder, GrantRow? known, bool treating, bool secret)
    {
        var now = clock.Now();
        if (known is null)
        {
            var entry = new LedgerEntry();
            entry.Rows.Add(new GrantRow
            {
                RecordId = record,
                Holder = holder.Value,
                Treating = treating,
                Since = now,
                Secret = secret,
            });
            return (AuthorisationChange.Added, entry);
        }

        // What was given in the open stays so; what was secret is so no more once it is given in the open.
        var active = known.Until is null || known.Until > now;
        var stays = secret && (known.Secret || !active);
        var unchanged = active && (known.Treating || !treating) && known.Secret == stays;
        return unchanged
            ? (AuthorisationChange.AlreadyThere, new LedgerEntry())
            : (AuthorisationChange.Added, new LedgerEntry
            {
                Change = writing => writing.Change(known, renewed =>
                    (renewed.Since, renewed.Until, renewed.Treating, renewed.Secret)
                        = (now, null, renewed.Treating || treating, stays)),
            });
    }

    private (AuthorisationChange, LedgerEntry) Remove(GrantRow? known, bool treatingOnly)
    {
        var now = clock.Now();
        if (known is null or { Blocked: true } || (known.Until <= now) || (treatingOnly && !known.Treating))
        {
            return (AuthorisationChange.NothingToRemove, new LedgerEntry());
        }

        return (AuthorisationChange.Removed, new LedgerEntry
        {
            Change = writing => writing.Change(known, ended =>
                (ended.Treating, ended.Until) = (false, treatingOnly ? ended.Until : now)),
        });
    }
}
