using System.Collections.Concurrent;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Directory;

/// <summary>What this room shows to the others: whether an establishment may speak for its people (AIR).</summary>
internal interface IAgreements
{
    /// <summary>The failure, or null where an agreement in force lists the declared method, or the caller needs none.</summary>
    /// <param name="declared">What the token declares (AuthnContextDecl); null where it declares nothing.</param>
    ValueTask<Failure?> CheckAsync(Caller caller, string? declared, CancellationToken ct);
}

/// <summary>Compares what a token declares with the establishment's agreements. Not a setting: without one nobody reads so.</summary>
/// <remarks>
/// What is in force is kept for a minute, so an end takes effect within a minute; its own last instant is looked at each
/// time. An absence is not kept. Source: rule A-9.
/// </remarks>
internal sealed class Agreements(IDbContextFactory<CarnetDb> databases, TimeProvider clock) : IAgreements
{
    private const int MostAnswers = 5_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, EstablishmentAgreement Agreement)> _known = new();

    public ValueTask<Failure?> CheckAsync(Caller caller, string? declared, CancellationToken ct) => caller switch
    {
        Caller.Professional { Reinforced: true, Who.Structure: var structure } => CheckAsync(structure, declared, ct),
        Caller.Employee { Reinforced: true, Structure: var structure } => CheckAsync(structure, declared, ct),
        _ => default,
    };

    private async ValueTask<Failure?> CheckAsync(StructIdNat structure, string? declared, CancellationToken ct)
    {
        if (declared is null || (declared != PrimaryMethodCodes.Conforming && PrimaryMethodCodes.Of(declared) is null))
        {
            return AgreementFailures.MethodUnknown;
        }

        return await InForceAsync(structure.Value, ct) is not { } agreement ? AgreementFailures.Missing
            : agreement.Lists(declared) ? null
            : AgreementFailures.MethodNotListed;
    }

    private async ValueTask<EstablishmentAgreement?> InForceAsync(string structure, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(structure, out var known) && known.Until > now && known.Agreement.HoldsAt(now))
        {
            return known.Agreement;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<AgreementRow>().AsNoTracking().FirstOrDefaultAsync(stored => stored.StructureId == structure
            && stored.Since <= now && (stored.Until == null || stored.Until > now), ct);
        if (row is null)
        {
            _known.TryRemove(structure, out _);
            return null;
        }

        if (_known.Count >= MostAnswers)
        {
            _known.Clear();
        }

        var agreement = row.ToAgreement();
        _known[structure] = (now + Kept, agreement);
        return agreement;
    }
}
