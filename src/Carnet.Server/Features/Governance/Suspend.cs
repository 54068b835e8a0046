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

/// <summary>An operator shuts out an account, a structure, a software or a certificate.</summary>
internal sealed record Suspend(SuspensionKind Kind, string Subject, string Reason);

/// <summary>One operator is enough: shutting out must be fast, and it opens nothing.</summary>
internal sealed class SuspendHandler(
    IDbContextFactory<CarnetDb> databases, SystemKey systemKey, Tracing tracing, Scribe scribe, Suspensions suspensions,
    TimeProvider clock) : IUseCase<Suspend, string>
{
    public async Task<Outcome<string>> RunAsync(Caller caller, Suspend request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var judged = await JudgeAsync(db, caller, request, ct);
        if (judged is not Outcome<string>.Done(var subject))
        {
            return await scribe.RefuseAsync(caller, TraceAct.Suspend, ((Outcome<string>.Failed)judged).Failure, ct);
        }

        using var key = await systemKey.OpenAsync(ct);
        var now = clock.Now();
        var id = Guid.CreateVersion7(now);
        var entry = new LedgerEntry();
        entry.Rows.Add(new SuspensionRow
        {
            SuspensionId = id,
            Kind = request.Kind,
            Subject = subject,
            Since = now,
            AddedBy = ((Caller.Operator)caller).Name,
            Sealed = SuspensionRow.Seal(key, id, request.Reason.Trim()),
        });
        entry.Traces.Add(tracing.Line(RecordId.None, key, caller, new Happening(
            TraceAct.Suspend, TraceOutcome.Done, $"suspension.{request.Kind}".ToLowerInvariant())
        {
            Detail = $"{subject} : {request.Reason.Trim()}",
        }));
        await scribe.WriteAsync(caller, entry);
        await suspensions.RefreshAsync(ct);
        return subject;
    }

    private static async Task<Outcome<string>> JudgeAsync(CarnetDb db, Caller caller, Suspend request, CancellationToken ct)
    {
        if (OperatorFailures.NotGovernor(caller) is { } notAllowed)
        {
            return notAllowed;
        }

        var spelled = SuspensionSubjects.Of(request.Kind, request.Subject);
        if (spelled is not Outcome<string>.Done(var subject))
        {
            return spelled;
        }

        return request.Reason.Trim().Length is < 5 or > 500 ? SuspensionFailures.ReasonMissing
            : await db.Set<SuspensionRow>().AnyAsync(
                row => row.Kind == request.Kind && row.Subject == subject && row.EndedAt == null, ct) ? SuspensionFailures.Already
            : subject;
    }
}
