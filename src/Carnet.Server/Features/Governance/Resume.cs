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

/// <summary>An operator lifts a suspension.</summary>
internal sealed record Resume(SuspensionKind Kind, string Subject, string Reason);

/// <summary>Ends it; the line stays, with who began and who ended it.</summary>
internal sealed class ResumeHandler(
    IDbContextFactory<CarnetDb> databases, SystemKey systemKey, Tracing tracing, Scribe scribe, Suspensions suspensions,
    TimeProvider clock) : IUseCase<Resume, string>
{
    public async Task<Outcome<string>> RunAsync(Caller caller, Resume request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var judged = Judge(caller, request);
        if (judged is not Outcome<string>.Done(var subject))
        {
            return await scribe.RefuseAsync(caller, TraceAct.Resume, ((Outcome<string>.Failed)judged).Failure, ct);
        }

        var living = await db.Set<SuspensionRow>().AsNoTracking()
            .Where(row => row.Kind == request.Kind && row.Subject == subject && row.EndedAt == null).ToListAsync(ct);
        if (living.Count == 0)
        {
            return await scribe.RefuseAsync(caller, TraceAct.Resume, SuspensionFailures.NotSuspended, ct);
        }

        using var key = await systemKey.OpenAsync(ct);
        var (now, by) = (clock.Now(), ((Caller.Operator)caller).Name);
        var entry = new LedgerEntry
        {
            Change = writing => living.ForEach(row => writing.Change(row, ended => (ended.EndedAt, ended.EndedBy) = (now, by))),
        };
        entry.Traces.Add(tracing.Line(RecordId.None, key, caller, new Happening(
            TraceAct.Resume, TraceOutcome.Done, $"suspension.{request.Kind}".ToLowerInvariant())
        {
            Detail = $"{subject} : {request.Reason.Trim()}",
        }));
        if (await scribe.WriteAsync(caller, entry) is LedgerResult.Conflict)
        {
            return await RunAsync(caller, request, ct); // Somebody else lifted it in the same moment: look again.
        }

        await suspensions.RefreshAsync(ct);
        return subject;
    }

    private static Outcome<string> Judge(Caller caller, Resume request)
        => OperatorFailures.NotGovernor(caller) is { } notAllowed ? notAllowed
            : request.Reason.Trim().Length is < 5 or > 500 ? SuspensionFailures.ReasonMissing
            : SuspensionSubjects.Of(request.Kind, request.Subject);
}
