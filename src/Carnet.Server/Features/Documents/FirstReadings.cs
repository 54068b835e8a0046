using System.Collections.Concurrent;
using Carnet.Domain.Access;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>Tells the person of the first reading by a professional, in the transaction of the reading itself.</summary>
/// <remarks>
/// Who has read before is remembered, so that the readings that follow ask nothing. Whoever sees their own documents
/// only has not read the record; an emergency is told by its own message. Source: rule N-2.
/// </remarks>
internal sealed class FirstReadings(NoticeWriter notices, TimeProvider clock)
{
    private const int MostKnown = 100_000;

    private readonly ConcurrentDictionary<(RecordId, string), bool> _known = new();

    public async Task AddAsync(CarnetDb db, Caller caller, EnteredRecord entered, LedgerEntry entry, CancellationToken ct)
    {
        if (caller is not Caller.Professional { Who.Id.Value: var reader }
            || entered.Entry.Ground is Ground.Author or Ground.BreakGlass or Ground.Samu
            || _known.ContainsKey((entered.Record.Id, reader)))
        {
            return;
        }

        var id = entered.Record.Id;
        if (await db.Set<FirstReadingRow>().AnyAsync(row => row.RecordId == id && row.Reader == reader, ct))
        {
            if (_known.Count >= MostKnown)
            {
                _known.Clear();
            }

            _known[(id, reader)] = true;
            return;
        }

        // Two first readings at once are told once: the second finds the row of the first in the very commit.
        var first = new FirstReadingRow { RecordId = id, Reader = reader, At = clock.Now() };
        var told = new LedgerEntry();
        notices.Tell(told, NoticeKind.FirstReading, entered.Record);
        var change = entry.Change;
        entry.Change = writing =>
        {
            change?.Invoke(writing);
            if (writing.Find<FirstReadingRow>(id, reader) is null)
            {
                writing.Add(first);
                writing.AddRange(told.Rows);
            }
        };
    }
}
