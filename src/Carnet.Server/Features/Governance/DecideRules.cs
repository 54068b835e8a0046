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

/// <summary>Another operator approves a proposed version; either may reject it.</summary>
internal sealed record DecideRules(RuleKind Kind, int Number, bool Approve);

/// <summary>What was decided, and from when it counts.</summary>
internal sealed record RulesDecided(RuleState State, DateTimeOffset EffectiveAt);

/// <summary>Decides, signs what was approved, and lets every server know it before it counts.</summary>
/// <remarks>Source: rule A-7; control C-24.</remarks>
internal sealed class DecideRulesHandler(
    IDbContextFactory<CarnetDb> databases, SystemKey systemKey, TrailSigner signer, Tracing tracing, Scribe scribe,
    RuleBooks books, TimeProvider clock) : IUseCase<DecideRules, RulesDecided>
{
    /// <summary>Between the approval and the first instant at which it may count: every server looks more often than that.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromSeconds(10);

    public async Task<Outcome<RulesDecided>> RunAsync(Caller caller, DecideRules request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<RuleVersionRow>().AsNoTracking()
            .SingleOrDefaultAsync(stored => stored.Kind == request.Kind && stored.Number == request.Number, ct);
        if (Defect(caller, request, row) is { } defect)
        {
            return await scribe.RefuseAsync(caller, TraceAct.DecideRules, defect, ct);
        }

        var (by, now) = (((Caller.Operator)caller).Name, clock.Now());
        var state = request.Approve ? RuleState.Approved : RuleState.Rejected;
        var effective = request.Approve && row!.EffectiveAt < now + Lead ? now + Lead : row!.EffectiveAt;
        using var key = await systemKey.OpenAsync(ct);
        var entry = new LedgerEntry
        {
            Change = writing => writing.Change(row, decided =>
            {
                (decided.State, decided.DecidedBy, decided.DecidedAt, decided.EffectiveAt) = (state, by, now, effective);
                decided.Signature = request.Approve ? signer.Sign(decided.Digest()) : null;
            }),
        };
        entry.Traces.Add(tracing.Line(RecordId.None, key, caller, new Happening(
            TraceAct.DecideRules, TraceOutcome.Done, $"rules.{request.Kind}.{request.Number}.{state}".ToLowerInvariant())
        {
            Detail = $"{row.Source} ({effective:O})",
        }));
        if (await scribe.WriteAsync(caller, entry) is LedgerResult.Conflict)
        {
            return await RunAsync(caller, request, ct); // Somebody else decided in the same moment: look again.
        }

        await books.RefreshAsync(ct);
        return new RulesDecided(state, effective);
    }

    private static Failure? Defect(Caller caller, DecideRules request, RuleVersionRow? row)
        => OperatorFailures.NotGovernor(caller) is { } notAllowed ? notAllowed
            : row is null ? RuleFailures.UnknownVersion
            : row.State is not RuleState.Proposed ? RuleFailures.AlreadyDecided
            : request.Approve && row.ProposedBy == ((Caller.Operator)caller).Name ? RuleFailures.SecondPerson
            : null;
}
