using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Access;

/// <summary>The person shuts their record to one professional, before or after any access; or opens it again.</summary>
/// <param name="Patient">The person at whose request the treating doctor blocks; null where the person does it.</param>
internal sealed record BlockProfessional(PsIdNat Professional, bool Unblock = false, Ins? Patient = null);

/// <summary>The person may, and the treating doctor at their request; blocked wins over everything. Source: rule A-2.</summary>
internal sealed class BlockProfessionalHandler(
    IDbContextFactory<CarnetDb> databases, AskedRecord asked, IRuleBooks rules, Scribe scribe, TimeProvider clock)
    : IUseCase<BlockProfessional, AuthorisationChange>
{
    public async Task<Outcome<AuthorisationChange>> RunAsync(Caller caller, BlockProfessional request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await asked.FindAsync(db, caller, request.Patient, TraceAct.Block, ct)
            .UseAsync<OpenedRecord, AuthorisationChange>(async record =>
        {
            var question = new AccessQuestion(caller, record.Facts, clock.Now());
            return AccessRules.Block(question, request.Professional, request.Unblock, rules.Current)
                is AccessDecision.Refused(var cause, _)
                    ? await scribe.RefuseAsync(caller, record, TraceAct.Block, AccessFailures.Of(cause))
                    : await SetAsync(db, caller, record, request, ct);
        });
    }

    private async Task<Outcome<AuthorisationChange>> SetAsync(
        CarnetDb db, Caller caller, OpenedRecord record, BlockProfessional request, CancellationToken ct)
    {
        var id = record.Id;
        var known = await db.Set<GrantRow>().AsNoTracking().SingleOrDefaultAsync(
            grant => grant.RecordId == id && grant.Holder == request.Professional.Value, ct);
        var change = request.Unblock
            ? known is { Blocked: true } ? AuthorisationChange.Removed : AuthorisationChange.NothingToRemove
            : known is { Blocked: true } ? AuthorisationChange.AlreadyThere : AuthorisationChange.Added;
        var stored = await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.Block, TraceOutcome.Done, $"block.{change}".ToLowerInvariant())
            {
                Detail = request.Professional.Value,
            },
            Entry(id, request, known, clock.Now()));

        // The professional declared themselves in the same moment: look again, for the block must hold.
        return stored is LedgerResult.Stored ? change : await RunAsync(caller, request, ct);
    }

    // Unblocking leaves an ended grant: the person must be asked again before the professional reads.
    private static LedgerEntry Entry(RecordId record, BlockProfessional request, GrantRow? known, DateTimeOffset now)
    {
        if (known is null && !request.Unblock)
        {
            var entry = new LedgerEntry();
            entry.Rows.Add(new GrantRow
            {
                RecordId = record,
                Holder = request.Professional.Value,
                Blocked = true,
                Since = now,
                Until = now,
            });
            return entry;
        }

        return known is null || known.Blocked == !request.Unblock
            ? new LedgerEntry()
            : new LedgerEntry
            {
                Change = writing => writing.Change(known, shut =>
                    (shut.Blocked, shut.Treating, shut.Until) = (!request.Unblock, false, now)),
            };
    }
}
