using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Rights;

/// <summary>Asks for a copy of everything that the person may see: documents, summary, history.</summary>
/// <param name="Ins">Whose; null where somebody asks for the record in which they are.</param>
/// <param name="RequestedBy">At whose request, where a desk does it; free text for the trace.</param>
internal sealed record CopyRecord(Ins? Ins = null, string? RequestedBy = null)
{
    public override string ToString() => "copy record ***";
}

/// <summary>A ZIP that is made while it is sent, so that it never lies anywhere.</summary>
/// <param name="FileName">Names nobody.</param>
/// <param name="WriteAsync">May be called once; holds the record's key until then.</param>
internal sealed record RecordCopy(string FileName, Func<Stream, CancellationToken, Task> WriteAsync);

/// <summary>Decides, traces, then hands out the writing of the archive.</summary>
/// <remarks>What the person may not see is as absent (V-3, V-4). Source: rules L-9, V-6, T-1.</remarks>
internal sealed class CopyRecordHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, CopyGathering gathering, CopyPages pages,
    Scribe scribe, TimeProvider clock) : IUseCase<CopyRecord, RecordCopy>
{
    public async Task<Outcome<RecordCopy>> RunAsync(Caller caller, CopyRecord request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var record = await records.OfAsync(db, ids, caller, request.Ins, ct);
        if (record is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.CopyRecord, RecordFailures.Unknown, ct);
        }

        var now = clock.Now();
        if (LifeRules.Copy(new AccessQuestion(caller, record.Facts, now)) is AccessDecision.Refused(var cause, _))
        {
            using (record)
            {
                return await scribe.RefuseAsync(caller, record, TraceAct.CopyRecord, AccessFailures.Of(cause));
            }
        }

        var gathered = await gathering.GatherAsync(db, caller, record, now, ct);
        await scribe.WriteAsync(caller, record, new Happening(TraceAct.CopyRecord, TraceOutcome.Done, "record.copied")
        {
            Detail = request.RequestedBy,
        });
        return new RecordCopy(FormattableString.Invariant($"carnet-{now:yyyy-MM-dd}.zip"), async (target, writing) =>
        {
            using (record)
            {
                await pages.WriteAsync(gathered, target, writing);
            }
        });
    }
}
