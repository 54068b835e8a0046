using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Notices;

/// <summary>The person looks at, or changes, by which way and in which language they are told of what.</summary>
/// <param name="Preferences">Null only looks.</param>
internal sealed record ChooseNotices(NoticePreferences? Preferences = null)
{
    /// <summary>Null keeps the language.</summary>
    public MessageLanguage? Language { get; init; }
}

/// <summary>What holds now.</summary>
internal sealed record NoticeChoices(NoticePreferences Preferences, Contact Contact, MessageLanguage Language);

/// <summary>Only the person chooses. Source: rules N-1 to N-8.</summary>
internal sealed class ChooseNoticesHandler(IDbContextFactory<CarnetDb> databases, IRecords records, Scribe scribe)
    : IUseCase<ChooseNotices, NoticeChoices>
{
    public async Task<Outcome<NoticeChoices>> RunAsync(Caller caller, ChooseNotices request, CancellationToken ct)
    {
        if (caller is not Caller.Patient { Record: var id })
        {
            return await scribe.RefuseAsync(caller, TraceAct.ChooseNotices, AccessFailures.NoRight, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, id, ct);
        if (record is null or { Facts.Status: not RecordStatus.Open })
        {
            return await scribe.RefuseAsync(caller, TraceAct.ChooseNotices, RecordFailures.Unknown, ct);
        }

        var details = record.Details();
        if (request.Preferences is not { } wanted)
        {
            return new NoticeChoices(details.Notices, details.Contact, details.Language);
        }

        if (wanted.Defect(details.Contact) is { } defect)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.ChooseNotices, defect);
        }

        var row = await db.Set<RecordRow>().AsNoTracking().SingleAsync(stored => stored.RecordId == id, ct);
        var before = RecordDetails.Open(record.Key, row.Sealed);
        var chosen = before with { Notices = wanted, Language = request.Language ?? before.Language };
        var entry = new LedgerEntry
        {
            Change = writing => writing.Change(row, changed => changed.Sealed = chosen.Seal(record.Key)),
        };
        return await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.ChooseNotices, TraceOutcome.Done, "notices.chosen"), entry) is LedgerResult.Stored
            ? new NoticeChoices(wanted, chosen.Contact, chosen.Language)
            : await RunAsync(caller, request, ct); // the details changed in the same moment: look again
    }
}
