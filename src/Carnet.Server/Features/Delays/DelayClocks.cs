using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Delays;

/// <summary>What this room shows to the others: starts the clocks of hidden documents in the transaction of their deposit.</summary>
/// <remarks>The treating doctors find the document on their work list at once, and are told. Source: rule V-3.</remarks>
internal sealed class DelayClocks(TimeProvider clock, NoticeWriter notices, IOptions<DelayOptions> options)
{
    public async Task StartAsync(CarnetDb db, Caller caller, OpenedRecord record, LedgerEntry deposit, CancellationToken ct)
    {
        var hidden = deposit.Rows.OfType<DocumentRow>()
            .Where(row => row.Marks.HasFlag(Marks.HiddenFromPatient) && !row.IsSignature).ToList();
        if (hidden.Count == 0)
        {
            return;
        }

        var (now, delay) = (clock.Now(), options.Value.ToDelay());
        var replaced = hidden.Select(row => row.Replaces).OfType<DocumentId>().ToList();
        var running = await db.Set<DelayedDocumentRow>().AsNoTracking()
            .Where(row => row.RecordId == record.Id && replaced.Contains(row.DocumentId)).ToListAsync(ct);
        foreach (var row in hidden)
        {
            var before = running.Find(known => known.DocumentId == row.Replaces);
            var since = before?.Since ?? now;
            deposit.Rows.Add(new DelayedDocumentRow
            {
                RecordId = record.Id,
                DocumentId = row.DocumentId,
                Since = since,
                DueAt = before?.CalledAt is null ? delay.FirstAt(since) : delay.OpenAt(since),
                CalledAt = before?.CalledAt,
            });
        }

        foreach (var holder in Treating(caller, record, now))
        {
            deposit.Rows.AddRange(hidden.Select(row => Task(record, row, holder, now)));
            notices.TellProfessional(deposit, NoticeKind.DocumentToAnnounce, record, holder);
        }
    }

    // Who deposits the document knows of it.
    private static IEnumerable<PsIdNat> Treating(Caller caller, OpenedRecord record, DateTimeOffset now)
        => from grant in record.Facts.Grants
           where grant.Treating && grant.StateAt(now) is GrantState.Active
               && (caller as Caller.Professional)?.Who.Id != grant.Holder
           select grant.Holder;

    private static ProfessionalTaskRow Task(OpenedRecord record, DocumentRow row, PsIdNat holder, DateTimeOffset now) => new()
    {
        RecordId = record.Id,
        TaskId = Guid.CreateVersion7(now),
        Holder = holder.Value,
        Kind = TaskKind.DocumentToAnnounce,
        DocumentId = row.DocumentId,
        CreatedAt = now,
    };
}
