using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>One act within an entry.</summary>
public sealed record ActView(string Time, string What, string? DocumentHref, bool Refused, Guid Line);

/// <summary>What one person did in one go: same day, same person, same mode.</summary>
public sealed record EntryView(
    string MachineDate, string Date, string Who, string? Trade, string? Structure, string Summary, string Way,
    string? Reason, bool IsEmergency, bool IsRefused, bool IsYou, IReadOnlyList<ActView> Acts)
{
    internal static IEnumerable<EntryView> Group(IEnumerable<TraceLine> lines, DateTimeOffset now)
    {
        List<TraceLine> run = [];
        foreach (var line in lines)
        {
            if (run.Count > 0 && !Belong(run[0], line))
            {
                yield return Of(run, now);
                run = [];
            }

            run.Add(line);
        }

        if (run.Count > 0)
        {
            yield return Of(run, now);
        }
    }

    private static bool Belong(TraceLine first, TraceLine next)
        => FrenchDates.Machine(first.At) == FrenchDates.Machine(next.At)
        && (first.Actor, first.ActorName, first.Structure, first.Mode, first.Reason, first.Door)
            == (next.Actor, next.ActorName, next.Structure, next.Mode, next.Reason, next.Door);

    private static EntryView Of(List<TraceLine> lines, DateTimeOffset now)
    {
        var first = lines[0];
        return new EntryView(
            FrenchDates.Machine(first.At), FrenchDates.Day(first.At, now), TraceWords.Who(first), first.ActorTrade,
            first.Structure, TraceWords.Summary(lines), TraceWords.Way(first), first.Reason, first.IsEmergency,
            lines.All(line => line.Outcome is not TraceOutcome.Done), first.IsYou,
            [.. lines.Select(Act)]);
    }

    private static ActView Act(TraceLine line) => new(
        FrenchDates.Time(line.At),
        TraceWords.What(line),
        line is { Document: { } id, Outcome: TraceOutcome.Done } ? $"/documents/{id}" : null,
        line.Outcome is not TraceOutcome.Done, line.Id);
}
