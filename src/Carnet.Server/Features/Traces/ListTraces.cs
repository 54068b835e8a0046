using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Traces;

/// <summary>Who came to the person's record, newest first, for them or for who acts for them.</summary>
/// <param name="Limit">Lines of a page, 1 to 200.</param>
/// <param name="Before">The last line of the page before.</param>
internal sealed record ListTraces(int Limit = 50, Guid? Before = null)
{
    /// <summary>One line alone, where it is among those that the caller sees.</summary>
    public Guid? Only { get; init; }

    /// <summary>Whose history, for a professional: all of it for a treating doctor, else their own lines (T-2).</summary>
    public Ins? Patient { get; init; }

    public override string ToString() => "list traces ***";
}

/// <summary>A page of the history.</summary>
internal sealed record TraceList(IReadOnlyList<TraceLine> Lines, bool More);

/// <summary>One line of the history, opened.</summary>
internal sealed record TraceLine(
    Guid Id, DateTimeOffset At, TraceAct Act, TraceOutcome Outcome, ActorKind Actor, string? ActorName, string? ActorTrade,
    string? Structure, AccessMode Mode, Door Door, string? Reason, string? Software, DocumentId? Document, string? DocumentTypeLabel,
    bool IsEmergency)
{
    /// <summary>Done by who reads it.</summary>
    public bool IsYou { get; init; } = Actor is ActorKind.Patient;
}

/// <summary>Names the kind of a document in a line of the history, for those who may see the document.</summary>
internal interface IDocumentLabels
{
    /// <summary>Labels of the documents that this caller may see; others are left out.</summary>
    Task<IReadOnlyDictionary<DocumentId, string>> OfAsync(
        CarnetDb db, Caller caller, OpenedRecord record, IReadOnlyCollection<DocumentId> documents, CancellationToken ct);
}

/// <summary>The person sees everything, who acts for them all but what a minor keeps secret (T-2, V-4); a line about a document that they may not see yet is left out (V-6).</summary>
internal sealed class ListTracesHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, IRuleBooks rules, IDocumentLabels labels,
    IStructureNames structures, Scribe scribe, TimeProvider clock)
    : IUseCase<ListTraces, TraceList>
{
    public async Task<Outcome<TraceList>> RunAsync(Caller caller, ListTraces request, CancellationToken ct)
    {
        if ((request.Patient is { } patient ? ids.Of(patient) : caller.PersonalRecord) is not { } id)
        {
            return RecordFailures.Unknown;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, id, ct);
        if (record is null)
        {
            return RecordFailures.Unknown;
        }

        var decision = Decide(caller, record, request);
        if ((caller is not Caller.Patient || request.Patient is not null)
            && await RefusalAsync(caller, record, request, decision) is { } refused)
        {
            return refused;
        }

        var limit = Math.Clamp(request.Limit, 1, 200);
        List<TraceLine> lines = [];
        var before = request.Before;
        var more = true;
        while (lines.Count <= limit && more)
        {
            var page = await PageAsync(db, id, caller, decision, before, request.Only, limit + 1, ct);
            more = page.Count > limit;
            before = page.Count > 0 ? page[^1].TraceId : before;
            var documents = page.Select(row => row.DocumentId).OfType<DocumentId>().ToHashSet();
            var names = await labels.OfAsync(db, caller, record, documents, ct);
            lines.AddRange(page
                .Where(row => row.DocumentId is not { } document || names.ContainsKey(document))
                .Select(row => Line(caller, row.Open(record.Key), names)));
        }

        return new TraceList(await WithNamesAsync(db, [.. lines.Take(limit)], ct), lines.Count > limit);
    }

    private async Task<IReadOnlyList<TraceLine>> WithNamesAsync(CarnetDb db, List<TraceLine> lines, CancellationToken ct)
    {
        var names = await structures.OfAsync(db, lines.Select(line => line.Structure).OfType<string>().ToHashSet(), ct);
        return [.. lines.Select(line => line.Structure is { } number && names.TryGetValue(number, out var name)
            ? line with { Structure = name }
            : line)];
    }

    private AccessDecision Decide(Caller caller, OpenedRecord record, ListTraces request)
        => new AccessQuestion(caller, record.Facts, clock.Now()) is var question && request.Patient is not null
            ? AccessRules.ReadTraces(question, rules.Current)
            : RepresentativeRules.Act(question, PersonalAct.Read);

    // Who is not the person leaves a line when they look; the person does not in their own trail.
    private async Task<Failure?> RefusalAsync(Caller caller, OpenedRecord record, ListTraces request, AccessDecision decision)
    {
        if (decision is AccessDecision.Refused(var cause, _))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.ReadTraces, AccessFailures.Of(cause));
        }

        if (request.Before is null)
        {
            await scribe.WriteAsync(caller, record, new Happening(TraceAct.ReadTraces, TraceOutcome.Done,
                $"ground.{((AccessDecision.Granted)decision).Ground}".ToLowerInvariant()));
        }

        return null;
    }

    // Numbers of traces are UUID v7, so their order is that of time.
    private static Task<List<TraceRow>> PageAsync(
        CarnetDb db, RecordId id, Caller caller, AccessDecision decision, Guid? before, Guid? only, int count, CancellationToken ct)
    {
        var rows = db.Set<TraceRow>().AsNoTracking().Where(row => row.RecordId == id);
        if (caller is Caller.Representative)
        {
            rows = rows.Where(row => !row.Secret); // V-4
        }

        if (caller is Caller.Professional { Who.Id.Value: var own }
            && decision is not AccessDecision.Granted { Ground: Ground.TreatingPhysician })
        {
            rows = rows.Where(row => row.ActorId == own); // T-2
        }

        if (only is { } one)
        {
            rows = rows.Where(row => row.TraceId == one);
        }

        if (before is { } last)
        {
            rows = rows.Where(row => row.TraceId.CompareTo(last) < 0);
        }

        return rows.OrderByDescending(row => row.TraceId).Take(count).ToListAsync(ct);
    }

    // Why something was not fed is the person's own reason (F-9).
    private static string? ReasonOf(TraceEntry entry)
        => entry.Act is TraceAct.NoteOpposition ? entry.Described.Detail : entry.Described.Reason;

    private static TraceLine Line(Caller caller, TraceEntry entry, IReadOnlyDictionary<DocumentId, string> names) => new(
        entry.Id, entry.At, entry.Act, entry.Outcome, entry.Actor, entry.Described.ActorName, entry.Described.ActorTrade,
        entry.Structure, entry.Mode, entry.Door, ReasonOf(entry), entry.Described.Software, entry.Document,
        entry.Document is { } document ? names.GetValueOrDefault(document) : null, entry.IsEmergency)
    {
        IsYou = caller is Caller.Patient
            ? entry.Actor is ActorKind.Patient
            : entry.ActorId is { } actor
                && actor == ((caller as Caller.Professional)?.Who.Id.Value ?? caller.Login?.Account.ToString()),
    };
}
