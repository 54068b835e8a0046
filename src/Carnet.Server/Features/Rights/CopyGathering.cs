using Carnet.Domain.Access;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Rights;

/// <summary>What goes into a copy, decided; contents are read later, one at a time.</summary>
/// <param name="Documents">Newest first, each with its description, old versions too.</param>
internal sealed record GatheredCopy(
    OpenedRecord Record, RecordDetails Details, DateTimeOffset At, IReadOnlyList<StoredDocument> Documents,
    Func<TraceEntry, bool> Shows);

/// <summary>Decides document by document and line by line, as for the person's own pages.</summary>
/// <remarks>
/// A desk hands out what the person would see themselves, after the closing too: the question is asked as the person
/// would ask it of an open record.
/// </remarks>
internal sealed class CopyGathering(IRuleBooks rules, IDbContextFactory<CarnetDb> databases)
{
    private const int PageSize = 500;

    public async Task<GatheredCopy> GatherAsync(
        CarnetDb db, Caller caller, OpenedRecord record, DateTimeOffset now, CancellationToken ct)
    {
        var reader = caller is Caller.Desk ? new Caller.Patient(record.Id, Guid.Empty) { Origin = caller.Origin } : caller;
        var question = new AccessQuestion(reader, record.Facts with { Status = RecordStatus.Open }, now);
        if (AccessRules.Enter(question, Transaction.Read, rules.Current) is not AccessDecision.Granted entry)
        {
            throw new InvalidOperationException("A copy was begun by somebody who may not read.");
        }

        var entered = new EnteredRecord(record, entry, new DocumentRules(entry, question, rules.Current));
        var rows = await db.Set<DocumentRow>().AsNoTracking().Where(row => row.RecordId == record.Id)
            .OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.DocumentId).ToListAsync(ct);
        var seen = rows.Select(row => entered.See(row, statusAsked: true)).OfType<StoredDocument>()
            .Where(document => document.MayOpen).Select(entered.Describe).ToList();
        var visible = seen.Select(document => document.Row.DocumentId).ToHashSet();
        return new GatheredCopy(record, record.Details(), now, seen,
            line => !(line.Secret && reader is Caller.Representative) && (line.Document is not { } about || visible.Contains(about)));
    }

    /// <summary>The history that the copy shows, newest first; read page by page.</summary>
    public async IAsyncEnumerable<TraceEntry> HistoryAsync(
        GatheredCopy copy, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        Guid? before = null;
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var rows = db.Set<TraceRow>().AsNoTracking().Where(row => row.RecordId == copy.Record.Id);
            if (before is { } last)
            {
                rows = rows.Where(row => row.TraceId.CompareTo(last) < 0);
            }

            var page = await rows.OrderByDescending(row => row.TraceId).Take(PageSize).ToListAsync(ct);
            foreach (var line in page.Select(row => row.Open(copy.Record.Key)).Where(copy.Shows))
            {
                yield return line;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            before = page[^1].TraceId;
        }
    }
}
