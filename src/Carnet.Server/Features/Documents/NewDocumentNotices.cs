using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Notices;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Documents;

/// <summary>Tells the person of a new document from a professional, in the transaction of the deposit.</summary>
/// <remarks>
/// A document that the person or their representatives do not see yet is not told: the message would be the first to
/// show it. Several within the hour are one message. Source: rules N-3, V-3, V-4.
/// </remarks>
internal sealed class NewDocumentNotices(NoticeWriter notices, IOptions<NoticeOptions> options, TimeProvider clock)
{
    public async Task AddAsync(CarnetDb db, Caller caller, OpenedRecord record, LedgerEntry entry, CancellationToken ct)
    {
        if (caller is Caller.Patient && entry.Rows.Exists(row => row is QuarantineRow))
        {
            notices.Tell(entry, NoticeKind.DocumentSetAside, record);
        }

        if (caller is not (Caller.Professional or Caller.Establishment or Caller.Employee)
            || !entry.Rows.Exists(row => row is DocumentRow { IsSignature: false } document && IsSeen(document)))
        {
            return;
        }

        var since = clock.Now() - options.Value.Gathering;
        var told = await db.Set<OutboxRow>().AnyAsync(message => message.RecordId == record.Id
            && message.Kind == NoticeKind.NewDocument && message.CreatedAt > since, ct);
        if (!told)
        {
            notices.Tell(entry, NoticeKind.NewDocument, record);
        }
    }

    private static bool IsSeen(DocumentRow document)
        => !document.Quarantined && IsUnmarked(document);

    /// <summary>No mark hides it from the person or from a representative.</summary>
    public static bool IsUnmarked(DocumentRow document)
        => (document.Marks & (Marks.HiddenFromPatient | Marks.HiddenFromRepresentatives)) == 0;
}
