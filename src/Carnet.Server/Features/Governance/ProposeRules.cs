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

/// <summary>One operator proposes a new version of a sheet; nothing changes until another approves it.</summary>
/// <param name="Content">The whole file.</param>
/// <param name="Source">Where the change comes from, 3 to 200 characters.</param>
/// <param name="EffectiveAt">From when; null for as soon as it is approved.</param>
internal sealed record ProposeRules(RuleKind Kind, string Content, string Source, DateTimeOffset? EffectiveAt);

/// <summary>Judges the file, then keeps it beside the versions. The answer is the number of the version.</summary>
internal sealed class ProposeRulesHandler(
    IDbContextFactory<CarnetDb> databases, SystemKey systemKey, Tracing tracing, Scribe scribe, TimeProvider clock)
    : IUseCase<ProposeRules, int>
{
    public async Task<Outcome<int>> RunAsync(Caller caller, ProposeRules request, CancellationToken ct)
    {
        var (kind, now) = (request.Kind, clock.Now());
        await using var db = await databases.CreateDbContextAsync(ct);
        var last = await db.Set<RuleVersionRow>().Where(row => row.Kind == kind && row.State == RuleState.Approved)
            .OrderByDescending(row => row.Number).Select(row => row.Content).FirstOrDefaultAsync(ct)
            ?? RuleSheets.First.First(rules => rules.Kind == kind).Content;
        if (Defect(caller, request, last, now) is { } defect)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ProposeRules, defect, ct);
        }

        var number = 1 + (await db.Set<RuleVersionRow>().Where(row => row.Kind == kind).MaxAsync(row => (int?)row.Number, ct) ?? 1);
        using var key = await systemKey.OpenAsync(ct);
        var entry = new LedgerEntry();
        entry.Rows.Add(new RuleVersionRow
        {
            Kind = kind,
            Number = number,
            Content = request.Content,
            Source = request.Source.Trim(),
            EffectiveAt = (request.EffectiveAt ?? now).Micro(),
            State = RuleState.Proposed,
            ProposedBy = ((Caller.Operator)caller).Name,
            ProposedAt = now,
        });
        entry.Traces.Add(tracing.Line(RecordId.None, key, caller,
            new Happening(TraceAct.ProposeRules, TraceOutcome.Done, $"rules.{kind}.{number}".ToLowerInvariant()) { Detail = request.Source.Trim() }));

        // Somebody else took the same number in the same moment: take the next.
        return await scribe.WriteAsync(caller, entry) is LedgerResult.Stored ? number : await RunAsync(caller, request, ct);
    }

    private static Failure? Defect(Caller caller, ProposeRules request, string last, DateTimeOffset now)
    {
        if (OperatorFailures.NotGovernor(caller) is { } notAllowed)
        {
            return notAllowed;
        }

        if (RuleSheets.Cells(request.Kind, request.Content) is Outcome<IReadOnlyDictionary<RuleCell, string>>.Failed(var wrong))
        {
            return wrong;
        }

        return request.Source.Trim().Length is < 3 or > 200 || request.Source.Any(char.IsControl) ? RuleFailures.SourceMissing
            : request.EffectiveAt < now ? RuleFailures.EffectiveInPast
            : request.Content == last ? RuleFailures.Unchanged
            : null;
    }
}
