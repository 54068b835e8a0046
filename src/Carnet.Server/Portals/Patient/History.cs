using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;

namespace Carnet.Server.Portals.Patient;

/// <summary>Of whose acts a history tells.</summary>
internal enum Whose
{
    /// <summary>Without what the one who reads did.</summary>
    Others,
    Everybody,

    /// <summary>What was done in the place of the person (L-10).</summary>
    Representatives,

    /// <summary>Entries in an emergency, and what was said of them.</summary>
    Emergencies,

    /// <summary>What somebody else tried and was refused.</summary>
    Refusals,

    /// <summary>Documents that somebody else read.</summary>
    Readings,
}

/// <summary>A stretch of the history, and where the next one begins.</summary>
internal sealed record HistoryPage(IReadOnlyList<TraceLine> Lines, Guid? Next);

/// <summary>Reads the history so that the person's own acts do not bury those of others.</summary>
internal static class History
{
    private const int PageSize = 200;
    private const int MostPages = 10;

    public static async Task<Outcome<HistoryPage>> ReadAsync(
        IUseCase<ListTraces, TraceList> traces, Caller caller, Whose whose, int count, Guid? before, CancellationToken ct,
        DateTimeOffset? from = null)
    {
        List<TraceLine> kept = [];
        for (var page = 0; page < MostPages; page++)
        {
            switch (await traces.RunAsync(caller, new(PageSize, before), ct))
            {
                case Outcome<TraceList>.Failed(var failure):
                    return failure;
                case Outcome<TraceList>.Done(var list):
                    kept.AddRange(list.Lines.Where(line => IsOf(whose, line) && (from is null || line.At >= from)));
                    if (kept.Count > count)
                    {
                        return new HistoryPage(kept[..count], kept[count - 1].Id);
                    }

                    if (!list.More || list.Lines.Count == 0 || list.Lines[^1].At < from)
                    {
                        return new HistoryPage(kept, null);
                    }

                    before = list.Lines[^1].Id;
                    break;
            }
        }

        return new HistoryPage(kept, before);
    }

    private static bool IsOf(Whose whose, TraceLine line) => whose switch
    {
        Whose.Others => !IsOwn(line),
        Whose.Representatives => line.Actor is ActorKind.Representative,
        Whose.Emergencies => line.IsEmergency,
        Whose.Refusals => !IsOwn(line) && line.Outcome is not TraceOutcome.Done,
        Whose.Readings => !IsOwn(line) && line is { Act: TraceAct.ReadDocument, Outcome: TraceOutcome.Done },
        Whose.Everybody => true,
    };

    // A code that was sent belongs to the login that it was sent for.
    private static bool IsOwn(TraceLine line) => line.IsYou
        || line is { Act: TraceAct.SendCode, Outcome: TraceOutcome.Done };
}
