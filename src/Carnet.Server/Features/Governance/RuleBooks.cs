using System.Collections.Immutable;
using Carnet.Domain.Access;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Governance;

/// <summary>What this room shows to the others: the rules in force at this moment.</summary>
internal interface IRuleBooks
{
    /// <summary>Asked once for each decision; costs neither a query nor an allocation.</summary>
    RuleBook Current { get; }
}

/// <summary>Holds every approved version with the instant from which it counts, and picks by the clock.</summary>
/// <remarks>
/// A new version is read ahead of its instant by every server (<see cref="GovernanceRefresh"/>), so all of them change at
/// the same moment without asking anybody. Of the versions whose instant has come, the highest number counts. What was not signed at its approval is
/// not believed: whoever changes the table does not change the rules.
/// </remarks>
internal sealed class RuleBooks(
    IDbContextFactory<CarnetDb> databases, TrailSigner signer, IOptions<AccessOptions> access, TimeProvider clock) : IRuleBooks
{
    private volatile Timeline _timeline = Timeline.Of(RuleSheets.First, access.Value.ToPolicy());

    public RuleBook Current => _timeline.At(clock.GetUtcNow());

    /// <summary>Every approved version, oldest first.</summary>
    public ImmutableArray<PublishedRules> Published => _timeline.Published;

    /// <summary>The version of one sheet that counts now.</summary>
    public PublishedRules InForce(RuleKind kind)
    {
        var now = clock.GetUtcNow();
        return _timeline.Published.Where(rules => rules.Kind == kind && rules.EffectiveAt <= now).MaxBy(rules => rules.Number)
            ?? RuleSheets.First.First(rules => rules.Kind == kind);
    }

    /// <summary>Reads what was approved since; approved versions never change, so one query for their numbers is enough.</summary>
    /// <exception cref="InvalidOperationException">A stored version is not the one that was approved.</exception>
    public async Task RefreshAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var approved = await db.Set<RuleVersionRow>().Where(row => row.State == RuleState.Approved)
            .Select(row => new { row.Kind, row.Number }).ToListAsync(ct);
        var known = _timeline.Published.Select(rules => (rules.Kind, rules.Number)).ToHashSet();
        var fresh = approved.Where(row => RuleSheets.Kinds.Contains(row.Kind) && !known.Contains((row.Kind, row.Number))).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        List<PublishedRules> published = [.. _timeline.Published];
        foreach (var of in fresh)
        {
            var row = await db.Set<RuleVersionRow>().AsNoTracking()
                .SingleAsync(stored => stored.Kind == of.Kind && stored.Number == of.Number, ct);
            published.Add(row.Signature is { } signature && signer.Verify(row.Digest(), signature)
                ? new PublishedRules(row.Kind, row.Number, row.Source, row.EffectiveAt, row.Content, RuleSheets.Digest(row.Content))
                : throw new InvalidOperationException($"Version {of.Number} of {of.Kind} is not the one that was approved."));
        }

        _timeline = Timeline.Of(published, access.Value.ToPolicy());
    }

    /// <summary>The books in the order in which they come into force.</summary>
    private sealed class Timeline
    {
        private readonly (DateTimeOffset From, RuleBook Book)[] _books;

        private Timeline(ImmutableArray<PublishedRules> published, (DateTimeOffset, RuleBook)[] books)
            => (Published, _books) = (published, books);

        public ImmutableArray<PublishedRules> Published { get; }

        public RuleBook At(DateTimeOffset now)
        {
            for (var i = _books.Length - 1; i > 0; i--)
            {
                if (_books[i].From <= now)
                {
                    return _books[i].Book;
                }
            }

            return _books[0].Book;
        }

        public static Timeline Of(IReadOnlyCollection<PublishedRules> published, AccessPolicy policy)
        {
            List<(DateTimeOffset, RuleBook)> books = [(DateTimeOffset.MinValue, RuleBook.Default with { Policy = policy })];
            Dictionary<RuleKind, int> reached = RuleSheets.Kinds.ToDictionary(kind => kind, _ => 1);
            foreach (var rules in published.Where(rules => rules.Number > 1).OrderBy(rules => rules.EffectiveAt).ThenBy(rules => rules.Number))
            {
                // A lower number whose instant comes later was overtaken before it counted.
                if (rules.Number > reached[rules.Kind])
                {
                    reached[rules.Kind] = rules.Number;
                    books.Add((rules.EffectiveAt, RuleSheets.With(books[^1].Item2, rules)));
                }
            }

            return new Timeline([.. published.OrderBy(rules => rules.Kind).ThenBy(rules => rules.Number)], [.. books]);
        }
    }
}
