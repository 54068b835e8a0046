using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>Another operator lets in, or takes away, an operator.</summary>
internal sealed record ChangeOperator(string Name, bool Remove);

/// <summary>Confirms or removes; the last two who govern the whole service stay.</summary>
internal sealed class ChangeOperatorHandler(
    IDbContextFactory<CarnetDb> databases, SystemKey systemKey, Tracing tracing, Scribe scribe, TimeProvider clock)
    : IUseCase<ChangeOperator, string>
{
    public async Task<Outcome<string>> RunAsync(Caller caller, ChangeOperator request, CancellationToken ct)
    {
        var act = request.Remove ? TraceAct.RemoveOperator : TraceAct.AddOperator;
        await using var db = await databases.CreateDbContextAsync(ct);
        var known = await db.Set<OperatorRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Name == request.Name, ct);
        if (OperatorFailures.NotGovernor(caller) is { } notAllowed)
        {
            return await scribe.RefuseAsync(caller, act, notAllowed, ct);
        }

        var by = ((Caller.Operator)caller).Name;
        if (await DefectAsync(db, request, known, by, ct) is { } defect)
        {
            return await scribe.RefuseAsync(caller, act, defect, ct);
        }

        using var key = await systemKey.OpenAsync(ct);
        var now = clock.Now();
        var entry = new LedgerEntry
        {
            Change = writing => writing.Change(known!, row =>
            {
                if (request.Remove)
                {
                    (row.State, row.RemovedAt, row.RemovedBy) = (OperatorState.Removed, now, by);
                }
                else
                {
                    (row.State, row.ConfirmedBy) = (OperatorState.Active, by);
                }
            }),
        };
        entry.Traces.Add(tracing.Line(RecordId.None, key, caller,
            new Happening(act, TraceOutcome.Done, request.Remove ? "operator.removed" : "operator.confirmed") { Detail = request.Name }));

        // Somebody else changed the same operator in the same moment: look again.
        return await scribe.WriteAsync(caller, entry) is LedgerResult.Stored ? request.Name : await RunAsync(caller, request, ct);
    }

    private static async Task<Failure?> DefectAsync(
        CarnetDb db, ChangeOperator request, OperatorRow? known, string by, CancellationToken ct)
    {
        if (!request.Remove)
        {
            return known is not { State: OperatorState.Pending } ? OperatorFailures.Unknown
                : known.AddedBy == by ? OperatorFailures.SecondPerson
                : null;
        }

        if (known is null or { State: OperatorState.Removed })
        {
            return OperatorFailures.Unknown;
        }

        return known is { State: OperatorState.Active, StructureId: null } && await db.Set<OperatorRow>().CountAsync(
            row => row.State == OperatorState.Active && row.StructureId == null, ct) <= 2
            ? OperatorFailures.LastTwo
            : null;
    }
}
