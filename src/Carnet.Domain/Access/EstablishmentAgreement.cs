using Carnet.Domain.Common;
using Carnet.Domain.Identity;

namespace Carnet.Domain.Access;

/// <summary>The agreement under which an establishment may speak for its people and read (AIR).</summary>
/// <param name="Methods">The primary methods that it may use; at least one.</param>
/// <param name="Simplified">It may declare <see cref="PrimaryMethodCodes.Conforming"/> instead of naming the method.</param>
/// <param name="Until">First instant at which it holds no more; null for an open end.</param>
/// <remarks>Source: rule A-9; FI-606 v1.3.</remarks>
public sealed record EstablishmentAgreement(
    StructIdNat Structure, PrimaryMethods Methods, bool Simplified, DateTimeOffset Since, DateTimeOffset? Until)
{
    public bool HoldsAt(DateTimeOffset now) => Since <= now && (Until is null || now < Until);

    /// <summary>Whether the agreement lists the method that a token declares.</summary>
    public bool Lists(string declared) => declared == PrimaryMethodCodes.Conforming
        ? Simplified
        : PrimaryMethodCodes.Of(declared) is { } method && Methods.HasFlag(method);

    /// <summary>The first thing that is wrong with a new agreement, or null.</summary>
    public Failure? Defect() => this switch
    {
        { Methods: PrimaryMethods.None } => AgreementFailures.Methods,
        { Until: { } end } when end <= Since => AgreementFailures.Period,
        _ => null,
    };
}

/// <summary>Expected failures about agreements; every code is listed in docs/failures.md.</summary>
public static class AgreementFailures
{
    public static Failure MethodUnknown { get; } = new(FailureKind.Invalid, "agreement.method-unknown",
        "Le VIHF ne dit pas par quelle méthode admise l'établissement a authentifié la personne (AuthnContextDecl) : MDP_CODE, CARTE_SANS_CONTACT_PIN, CPS_PROLONGEE, BLUETOOTH_PIN ou CONF_EXI_PGSSIS.");

    public static Failure Missing { get; } = new(FailureKind.Refused, "agreement.missing",
        "L'établissement n'a pas de convention d'authentification indirecte renforcée en cours.");

    public static Failure MethodNotListed { get; } = new(FailureKind.Refused, "agreement.method-not-listed",
        "La méthode d'authentification du VIHF (AuthnContextDecl) n'est pas dans la convention de l'établissement.");

    public static Failure Methods { get; } = new(FailureKind.Invalid, "agreement.methods",
        "Les méthodes (methods) manquent ou ne sont pas admises : MDP_CODE, CARTE_SANS_CONTACT_PIN, CPS_PROLONGEE, BLUETOOTH_PIN.");

    public static Failure Period { get; } = new(FailureKind.Invalid, "agreement.period",
        "La fin (until) de la convention doit suivre son début (since).");

    public static Failure Overlaps { get; } = new(FailureKind.Conflict, "agreement.overlaps",
        "Une convention de cet établissement couvre déjà une partie de cette période : terminez-la d'abord.");

    public static Failure Operators { get; } = new(FailureKind.Refused, "agreement.operators-only",
        "Seul l'exploitant du service tient les conventions des établissements.");
}
