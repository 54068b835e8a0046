using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>What this room shows to the others: who is shut out at this moment.</summary>
internal interface ISuspensions
{
    /// <summary>The failure to answer with, or null. Costs no query.</summary>
    Failure? Of(Caller caller);

    /// <summary>The same for a certificate, of a connection or of a signature.</summary>
    Failure? Of(X509Certificate2 certificate);
}

/// <summary>Holds the living suspensions; read anew every two seconds, and at once after a change on this server.</summary>
/// <remarks>So one stolen account, structure, software or card is stopped and everybody else goes on. Source: control C-22.</remarks>
internal sealed class Suspensions(IDbContextFactory<CarnetDb> databases) : ISuspensions
{
    private volatile FrozenDictionary<SuspensionKind, FrozenSet<string>> _living =
        FrozenDictionary<SuspensionKind, FrozenSet<string>>.Empty;

    public Failure? Of(Caller caller) => _living.Count == 0 ? null : caller switch
    {
        Caller.Professional p => OfMember(p.Who.Id.Value, p.Who.Structure.Value, caller.Origin),
        Caller.Employee e => OfMember(e.Id.Value, e.Structure.Value, caller.Origin),
        Caller.Establishment e => OfMember(null, e.Structure.Value, caller.Origin),
        _ => OfSoftware(caller.Origin),
    };

    public Failure? Of(X509Certificate2 certificate)
        => _living.TryGetValue(SuspensionKind.Certificate, out var shut)
            && (shut.Contains(certificate.Thumbprint)
                || shut.Contains(SuspensionSubjects.Certificate(certificate.SerialNumber, certificate.Issuer)))
            ? SuspensionFailures.Certificate
            : null;

    public async Task RefreshAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var living = await db.Set<SuspensionRow>().Where(row => row.EndedAt == null)
            .Select(row => new { row.Kind, row.Subject }).ToListAsync(ct);
        _living = living.GroupBy(row => row.Kind).ToFrozenDictionary(
            of => of.Key, of => of.Select(row => row.Subject).ToFrozenSet(StringComparer.Ordinal));
    }

    private Failure? OfMember(string? person, string structure, Origin origin)
        => person is not null && Has(SuspensionKind.Person, person) ? SuspensionFailures.Person
            : Has(SuspensionKind.Structure, structure) ? SuspensionFailures.Structure
            : OfSoftware(origin);

    private Failure? OfSoftware(Origin origin)
    {
        if (origin.SoftwareName is not { } name || !_living.ContainsKey(SuspensionKind.Software))
        {
            return null;
        }

        var version = origin.Software?.Length > name.Length ? origin.Software[(name.Length + 1)..] : "";
        return Has(SuspensionKind.Software, SuspensionSubjects.Fold(name))
            || Has(SuspensionKind.Software, SuspensionSubjects.Fold($"{name}/{version}"))
            ? SuspensionFailures.Software
            : null;
    }

    private bool Has(SuspensionKind kind, string subject)
        => _living.TryGetValue(kind, out var subjects) && subjects.Contains(subject);
}
