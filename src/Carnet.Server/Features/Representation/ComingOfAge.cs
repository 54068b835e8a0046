using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Representation;

/// <summary>Puts in order what has ended by itself at eighteen: closes the rows of the parents and tells the person.</summary>
/// <remarks>
/// The parents are nobody from the very instant on, whether this has run or not. A birthday is written nowhere in clear, so
/// the records of minors are opened one after the other. The person finds what was done for them in their history; their
/// first password comes from the desk, never to an address that a parent may read. Source: rule L-10.
/// </remarks>
internal sealed class ComingOfAge(
    IDbContextFactory<CarnetDb> databases, IRecords records, NoticeWriter notices, Scribe scribe) : IJob
{
    private const int Most = 10_000;

    public string Name => "come-of-age";

    public string Purpose => "Met fin à la représentation par les parents des personnes devenues majeures, et les prévient.";

    public TimeSpan Period => TimeSpan.FromHours(1);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var reading = await databases.CreateDbContextAsync(ct);
        await using var db = await databases.CreateDbContextAsync(ct);
        var done = 0;
        var minors = reading.Set<RepresentationRow>().Where(row => !row.Ended && row.Kind == RepresentativeKind.Parent)
            .Select(row => row.RecordId).Distinct().AsAsyncEnumerable();
        await foreach (var record in minors.WithCancellation(ct))
        {
            done += await EndAsync(db, record, now, ct);
            if (done >= Most)
            {
                break;
            }
        }

        return done;
    }

    private async Task<int> EndAsync(CarnetDb db, RecordId id, DateTimeOffset now, CancellationToken ct)
    {
        using var record = await records.FindAsync(db, id, ct);
        if (record is not { Facts.Status: RecordStatus.Open } || Majority.IsMinorAt(record.Details().Traits.BirthDate, now))
        {
            return 0;
        }

        var parents = await db.Set<RepresentationRow>().AsNoTracking()
            .Where(row => row.RecordId == id && !row.Ended && row.Kind == RepresentativeKind.Parent).ToListAsync(ct);
        var entry = new LedgerEntry
        {
            Change = writing => parents.ForEach(parent =>
                writing.Change(parent, row => (row.Ended, row.Version) = (true, row.Version + 1))),
        };
        notices.Tell(entry, NoticeKind.MajorityReached, record);
        var stored = await scribe.WriteAsync(
            this.Caller(), record, new Happening(TraceAct.ComeOfAge, TraceOutcome.Done, "majority.reached"), entry);
        return stored is LedgerResult.Stored ? 1 : 0;
    }
}
