using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Records;

/// <summary>Does this person have a record, and may the caller read it; with <paramref name="Administrative"/> its first page too.</summary>
/// <remarks>On the wire TD0.2 and TD1.3a.</remarks>
internal sealed record ConsultRecord(Ins Patient, bool Administrative)
{
    public override string ToString() => "consult record ***";
}

/// <summary>The first page of a record.</summary>
/// <param name="Authorisation">Of the caller in the normal mode, whatever the mode of this call.</param>
/// <param name="Treating">The caller is a declared treating doctor.</param>
/// <param name="ClosedAt">When it was closed; null while it is open.</param>
/// <param name="Closing">Why; null while it is open.</param>
internal sealed record RecordSheet(
    RecordDetails Details, RecordFacts Facts, GrantState Authorisation, bool Treating, DateTimeOffset? ClosedAt, Closing? Closing);

/// <summary>Every kind of caller may ask; who is blocked is answered as somebody without authorisation (V-6).</summary>
/// <remarks>A closed record says that it is closed and nothing else. Source: rules, L-8, V-6; DMP 1.3.</remarks>
internal sealed class ConsultRecordHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, IRuleBooks rules, Scribe scribe,
    TimeProvider clock) : IUseCase<ConsultRecord, RecordSheet>
{
    public async Task<Outcome<RecordSheet>> RunAsync(Caller caller, ConsultRecord request, CancellationToken ct)
    {
        var (act, traced) = request.Administrative
            ? (Transaction.ReadAdministrativeData, TraceAct.ReadAdministrativeData)
            : (Transaction.TestExistence, TraceAct.TestExistence);
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, ids.Of(request.Patient), ct);
        if (record is null)
        {
            return await scribe.RefuseAsync(caller, traced, RecordFailures.Unknown, ct);
        }

        var now = clock.Now();
        var grant = (caller as Caller.Professional) is { } p ? record.Facts.GrantOf(p.Who.Id) : null;
        var state = StateOf(caller, record.Facts, grant, now);
        var treating = state is GrantState.Active && grant is { Treating: true };
        if (!TransactionRules.Use(caller, act, treating, rules.Current).IsGranted)
        {
            return await scribe.RefuseAsync(caller, record, traced, AccessFailures.NoRight);
        }

        if (request.Administrative && state is GrantState.Blocked)
        {
            return await scribe.RefuseAsync(caller, record, traced, AccessFailures.NotAuthorised);
        }

        var row = await db.Set<RecordRow>().AsNoTracking().SingleAsync(stored => stored.RecordId == record.Id, ct);
        await scribe.WriteAsync(caller, record, new Happening(traced, TraceOutcome.Done, $"authorisation.{state}".ToLowerInvariant()));
        return new RecordSheet(
            record.Details(), record.Facts, state is GrantState.Blocked ? GrantState.None : state, treating, row.ClosedAt,
            row.Status is RecordStatus.Closed ? ClosingColumn.Open(record.Key, row.ClosingSealed) : null);
    }

    // In an emergency too the answer is about the authorisation, not about the emergency. A stay speaks for the staff.
    private GrantState StateOf(Caller caller, RecordFacts facts, Grant? grant, DateTimeOffset now)
    {
        var own = grant?.StateAt(now) ?? GrantState.None;
        if (own is GrantState.Blocked || facts.Status is RecordStatus.Closed)
        {
            return own is GrantState.Blocked ? own : GrantState.None;
        }

        var book = rules.Current;
        var active = caller switch
        {
            Caller.Professional p => AccessRules.Enter(
                new AccessQuestion(p with { Mode = AccessMode.Normal }, facts, now), Transaction.FindMetadata, book)
                is AccessDecision.Granted { Ground: not Ground.Author },
            Caller.Employee { Structure: var structure } => facts.TeamOf(structure, book.Policy, now) is not null,
            Caller.Establishment { Structure: var structure } => facts.TeamOf(structure, book.Policy, now) is not null,
            _ => false,
        };
        return active ? GrantState.Active : own is GrantState.Active ? GrantState.None : own;
    }
}
