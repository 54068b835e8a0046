using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Delays;

/// <summary>A professional asks what waits for them.</summary>
internal sealed record ListTasks;

/// <summary>One task: whose, which document, since when.</summary>
internal sealed record TaskLine(Ins Patient, TaskKind Kind, DocumentId? Document, DateTimeOffset Since);

/// <summary>Only what the professional may still see: treating doctor, open record, document not yet announced.</summary>
/// <remarks>Source: rules V-3, A-4.</remarks>
internal sealed class ListTasksHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, Scribe scribe, TimeProvider clock)
    : IUseCase<ListTasks, IReadOnlyList<TaskLine>>
{
    private const int Most = 200;

    public async Task<Outcome<IReadOnlyList<TaskLine>>> RunAsync(Caller caller, ListTasks request, CancellationToken ct)
    {
        if (caller is not Caller.Professional { Mode: AccessMode.Normal, Reinforced: false, Who.Id: var self })
        {
            return await scribe.RefuseAsync(caller, TraceAct.FindReferences, AccessFailures.NoRight, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<ProfessionalTaskRow>().AsNoTracking()
            .Where(task => task.Holder == self.Value && task.DoneAt == null)
            .OrderBy(task => task.CreatedAt).Take(Most).ToListAsync(ct);
        List<TaskLine> lines = [];
        foreach (var row in rows)
        {
            using var record = await records.FindAsync(db, row.RecordId, ct);
            if (record is { Facts.Status: RecordStatus.Open } && record.Facts.GrantOf(self) is { Treating: true } grant
                && grant.StateAt(clock.Now()) is GrantState.Active && await WaitsAsync(db, row, ct))
            {
                await scribe.WriteAsync(caller, record, new Happening(TraceAct.FindReferences, TraceOutcome.Done, "task.listed"));
                lines.Add(new TaskLine(record.Details().Ins, row.Kind, row.DocumentId, row.CreatedAt));
            }
        }

        return new Outcome<IReadOnlyList<TaskLine>>.Done(lines);
    }

    private static Task<bool> WaitsAsync(CarnetDb db, ProfessionalTaskRow task, CancellationToken ct)
        => db.Set<DocumentRow>().AnyAsync(row => row.RecordId == task.RecordId && row.DocumentId == task.DocumentId
            && row.Status == DocumentStatus.Approved && (row.Marks & Marks.HiddenFromPatient) != 0, ct);
}
