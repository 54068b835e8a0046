using System.Collections.Concurrent;
using System.Collections.Immutable;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Governance;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Directory;

/// <summary>Expected failures of admission; every code is listed in docs/failures.md.</summary>
internal static class DirectoryFailures
{
    public static Failure UnknownStructure { get; } = new(FailureKind.Refused, "directory.unknown-structure",
        "Structure introuvable ou inactive.");

    public static Failure NotLinked { get; } = new(FailureKind.Refused, "directory.not-linked",
        "PS et structure non liés : l'annuaire ne connaît pas cette activité.");

    public static Failure LocumDates { get; } = new(FailureKind.Invalid, "directory.locum-dates",
        "Les dates du remplacement ne vont pas : la fin (until) suit le début (from), dans l'année, et n'est pas passée.");

    public static Failure NothingToReplace { get; } = new(FailureKind.Invalid, "directory.nothing-to-replace",
        "L'annuaire ne connaît pas l'activité à remplacer (replaced, structure).");

    public static Failure LocumThere { get; } = new(FailureKind.Conflict, "directory.locum-there",
        "Ce remplacement est déjà dans l'annuaire (from).");
}

/// <summary>What this room shows to the others: whether the directory confirms who a caller claims to be.</summary>
internal interface IAdmission
{
    /// <summary>The caller as the directory completes them, or why they are not believed.</summary>
    ValueTask<Outcome<Caller>> AdmitAsync(Caller caller, CancellationToken ct);
}

/// <summary>Compares callers with the directory: structures that exist and work, people in the activity they claim.</summary>
/// <remarks>
/// A locum is admitted in the activity replaced, from its start to its end, and learns here whose place they hold.
/// Answers are kept for a minute, so a departure takes effect within a minute and a busy practice costs no query; the
/// dates of a locum hold to the instant. Source: rules I-3, I-4, A-11; control C-04.
/// </remarks>
internal sealed class Admission(
    IDbContextFactory<CarnetDb> databases, ISuspensions suspensions, IOptions<DirectoryOptions> options, TimeProvider clock)
    : IAdmission
{
    private const int MostAnswers = 50_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string?, string, string?, string?), Answer> _answers = new();

    public async ValueTask<Outcome<Caller>> AdmitAsync(Caller caller, CancellationToken ct)
    {
        if (suspensions.Of(caller) is { } suspended)
        {
            return suspended;
        }

        var answer = caller switch
        {
            Caller.Professional { Who: var who } => await AskOnceAsync(who.Id, who.Structure, who.Profession, who.Qualification, ct),
            Caller.Employee e when options.Value.Required => await AskOnceAsync(null, e.Structure, null, null, ct),
            Caller.Establishment e when options.Value.Required => await AskOnceAsync(null, e.Structure, null, null, ct),
            _ => null,
        };
        var now = clock.GetUtcNow();
        return answer switch
        {
            null => caller,
            { Failure: { } failure } when options.Value.Required => failure,
            { Linked: false } when options.Value.Required && !answer.Places.Any(place => place.LastsAt(now))
                => DirectoryFailures.NotLinked,
            { Places.Length: > 0 } when caller is Caller.Professional p
                => p with { Who = p.Who with { Replaces = answer.Places } },
            _ => caller,
        };
    }

    private async ValueTask<Answer> AskOnceAsync(
        PsIdNat? person, StructIdNat structure, string? profession, string? qualification, CancellationToken ct)
    {
        var key = (person?.Value, structure.Value, profession, qualification);
        var now = clock.GetUtcNow();
        if (_answers.TryGetValue(key, out var known) && known.Until > now)
        {
            return known;
        }

        var answer = await AskAsync(key, now, ct);
        if (_answers.Count >= MostAnswers)
        {
            _answers.Clear();
        }

        return _answers[key] = answer;
    }

    private async Task<Answer> AskAsync(
        (string? Person, string Structure, string? Profession, string? Qualification) claim, DateTimeOffset now,
        CancellationToken ct)
    {
        var answer = new Answer(now + Kept);
        await using var db = await databases.CreateDbContextAsync(ct);
        if (!await db.Set<DirectoryStructureRow>()
            .AnyAsync(structure => structure.StructureId == claim.Structure && structure.Active, ct))
        {
            return answer with { Failure = DirectoryFailures.UnknownStructure };
        }

        if (claim.Person is null)
        {
            return answer with { Linked = true };
        }

        // What the call claims must be what the directory says: a role higher than the card's is not believed.
        var activity = await db.Set<DirectoryActivityRow>().AsNoTracking().SingleOrDefaultAsync(row =>
            row.PersonId == claim.Person && row.StructureId == claim.Structure && row.Profession == claim.Profession, ct);
        return answer with
        {
            Linked = activity is not null && !(activity.Until <= now) && activity.Qualification == claim.Qualification,
            Places = await PlacesAsync(db, claim, now, ct),
        };
    }

    // The place of somebody who left the structure for good is no place.
    private static async Task<ImmutableArray<Replacement>> PlacesAsync(
        CarnetDb db, (string? Person, string Structure, string? Profession, string? Qualification) claim, DateTimeOffset now,
        CancellationToken ct)
    {
        var rows = await db.Set<DirectoryReplacementRow>().AsNoTracking().Where(place => place.PersonId == claim.Person
            && place.StructureId == claim.Structure && place.Profession == claim.Profession
            && place.Qualification == claim.Qualification && place.Until > now
            && db.Set<DirectoryActivityRow>().Any(replaced => replaced.PersonId == place.ReplacedId
                && replaced.StructureId == place.StructureId && replaced.Profession == place.Profession
                && (replaced.Until == null || replaced.Until > now))).ToListAsync(ct);
        return [.. rows.Select(row => row.ToReplacement())];
    }

    /// <summary>What the directory said of one claim.</summary>
    private sealed record Answer(DateTimeOffset Until)
    {
        public Failure? Failure { get; init; }

        /// <summary>The activity is the caller's own.</summary>
        public bool Linked { get; init; }

        public ImmutableArray<Replacement> Places { get; init; } = [];
    }
}
