using System.Collections.Concurrent;
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
}

/// <summary>What this room shows to the others: whether the directory confirms who a caller claims to be.</summary>
internal interface IAdmission
{
    /// <summary>The failure, or null where the directory agrees (or is not required).</summary>
    ValueTask<Failure?> CheckAsync(Caller caller, CancellationToken ct);
}

/// <summary>Compares callers with the directory: structures that exist and work, people in the activity they claim.</summary>
/// <remarks>
/// Answers are kept for a minute, so a departure takes effect within a minute and a busy practice costs no query.
/// Source: rules I-3, I-4; control C-04.
/// </remarks>
internal sealed class Admission(
    IDbContextFactory<CarnetDb> databases, ISuspensions suspensions, IOptions<DirectoryOptions> options, TimeProvider clock)
    : IAdmission
{
    private const int MostAnswers = 50_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string?, string, string?, string?), (DateTimeOffset Until, Failure? Failure)>
        _answers = new();

    public ValueTask<Failure?> CheckAsync(Caller caller, CancellationToken ct)
    {
        if (suspensions.Of(caller) is { } suspended)
        {
            return new(suspended);
        }

        if (!options.Value.Required)
        {
            return default;
        }

        return caller switch
        {
            Caller.Professional { Who: var who } => CheckAsync(who.Id, who.Structure, who.Profession, who.Qualification, ct),
            Caller.Employee e => CheckAsync(null, e.Structure, null, null, ct),
            Caller.Establishment e => CheckAsync(null, e.Structure, null, null, ct),
            _ => default,
        };
    }

    private async ValueTask<Failure?> CheckAsync(
        PsIdNat? person, StructIdNat structure, string? profession, string? qualification, CancellationToken ct)
    {
        var key = (person?.Value, structure.Value, profession, qualification);
        var now = clock.GetUtcNow();
        if (_answers.TryGetValue(key, out var known) && known.Until > now)
        {
            return known.Failure;
        }

        var failure = await AskAsync(key, now, ct);
        if (_answers.Count >= MostAnswers)
        {
            _answers.Clear();
        }

        _answers[key] = (now + Kept, failure);
        return failure;
    }

    private async Task<Failure?> AskAsync(
        (string? Person, string Structure, string? Profession, string? Qualification) claim, DateTimeOffset now,
        CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (!await db.Set<DirectoryStructureRow>()
            .AnyAsync(structure => structure.StructureId == claim.Structure && structure.Active, ct))
        {
            return DirectoryFailures.UnknownStructure;
        }

        if (claim.Person is null)
        {
            return null;
        }

        var activity = await db.Set<DirectoryActivityRow>().AsNoTracking().SingleOrDefaultAsync(row =>
            row.PersonId == claim.Person && row.StructureId == claim.Structure && row.Profession == claim.Profession, ct);

        // What the call claims must be what the directory says: a role higher than the card's is not believed.
        return activity is null || activity.Until <= now || activity.Qualification != claim.Qualification
            ? DirectoryFailures.NotLinked
            : null;
    }
}
