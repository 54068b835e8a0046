using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Records;

/// <summary>A regulating centre looks for a person whose INS it does not have.</summary>
/// <param name="Minimum">Per cent below which nobody is wanted.</param>
/// <param name="Most">Most answers wanted; never more than ten.</param>
internal sealed record FindCandidates(TraitSearch Search, int Minimum, int Most)
{
    public override string ToString() => "find candidates ***";
}

/// <summary>Somebody who could be meant.</summary>
internal sealed record Candidate(Ins Ins, IdentityTraits Traits, int Percentage, bool SamuRefused)
{
    public override string ToString() => "candidate ***";
}

/// <summary>Looks the traits up by their keyed hashes, compares in memory, and tells each person whose name was shown.</summary>
/// <remarks>
/// Centre 15 alone. Closed records, and those whose person has blocked the caller, are as if absent. A search that
/// fits too many is refused: it must be narrowed, not browsed. Source: rules A-8, I-2, T-1, V-6; DMP 1.2 TD0.5.
/// </remarks>
internal sealed class FindCandidatesHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, IRuleBooks rules, Scribe scribe, Tracing tracing,
    TimeProvider clock) : IUseCase<FindCandidates, IReadOnlyList<Candidate>>
{
    private const int MostOfPair = 50;
    private const int MostShown = 10;
    private const int Least = 50;

    public async Task<Outcome<IReadOnlyList<Candidate>>> RunAsync(Caller caller, FindCandidates request, CancellationToken ct)
    {
        if (!TransactionRules.Use(caller, Transaction.SearchByTraits, treating: false, rules.Current).IsGranted)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ListPatients, AccessFailures.NoRight, ct);
        }

        if (!request.Search.IsEnough)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ListPatients, SearchFailures.Poor, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        HashSet<RecordId> found = [];
        var wide = false;
        foreach (var key in TraitKeys.Of(request.Search))
        {
            // A pair of traits that many share (a common name) says nothing: the other pairs must find the person.
            var hash = TraitIndexRow.Hash(ids, key);
            var ofKey = await db.Set<TraitIndexRow>().AsNoTracking().Where(row => row.TraitHash == hash)
                .Select(row => row.RecordId).Take(MostOfPair + 1).ToListAsync(ct);
            wide |= ofKey.Count > MostOfPair;
            found.UnionWith(ofKey.Count > MostOfPair ? [] : ofKey);
        }

        return found.Count == 0 && wide
            ? await scribe.RefuseAsync(caller, TraceAct.ListPatients, SearchFailures.Wide, ct)
            : await ShowAsync(db, caller, request, found, ct);
    }

    private async Task<Outcome<IReadOnlyList<Candidate>>> ShowAsync(
        CarnetDb db, Caller caller, FindCandidates request, HashSet<RecordId> found, CancellationToken ct)
    {
        var opened = new List<(OpenedRecord Record, Candidate Candidate)>();
        try
        {
            foreach (var id in found)
            {
                if (await records.FindAsync(db, id, ct) is { } record)
                {
                    opened.Add((record, Compare(record, request.Search)));
                }
            }

            var shown = opened.Where(one => one.Candidate.Percentage >= Math.Max(Least, request.Minimum) && IsVisible(caller, one.Record))
                .OrderByDescending(one => one.Candidate.Percentage).ThenBy(one => one.Record.Id.Value)
                .Take(Math.Clamp(request.Most, 1, MostShown)).ToList();
            if (shown.Count == 0)
            {
                await scribe.WriteAsync(caller, new Happening(TraceAct.ListPatients, TraceOutcome.Done, "search.empty"), ct);
                return Array.Empty<Candidate>();
            }

            var entry = new LedgerEntry();
            entry.Traces.AddRange(shown.Select(one => tracing.Line(one.Record.Id, one.Record.Key, caller,
                new Happening(TraceAct.ListPatients, TraceOutcome.Done, "search.shown"))));
            await scribe.WriteAsync(caller, entry);
            return shown.ConvertAll(one => one.Candidate);
        }
        finally
        {
            opened.ForEach(one => one.Record.Dispose());
        }
    }

    private static Candidate Compare(OpenedRecord record, TraitSearch search)
    {
        var details = record.Details();
        return new Candidate(details.Ins, details.Traits, TraitMatch.Percentage(details.Traits, search), record.Facts.SamuRefused);
    }

    private bool IsVisible(Caller caller, OpenedRecord record) => record.Facts.Status is RecordStatus.Open
        && !(caller is Caller.Professional p && record.Facts.GrantOf(p.Who.Id)?.StateAt(clock.Now()) is GrantState.Blocked);
}

/// <summary>Expected failures of a search by traits; every code is listed in docs/failures.md.</summary>
internal static class SearchFailures
{
    public static Failure Poor { get; } = new(FailureKind.Invalid, "search.too-poor",
        "Donnez au moins deux traits parmi le nom, le prénom et la date de naissance complète.");

    public static Failure Wide { get; } = new(FailureKind.Invalid, "search.too-wide",
        "Trop de personnes répondent à ces traits : ajoutez-en un, par exemple la date de naissance complète.");
}
