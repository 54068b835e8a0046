using Carnet.Domain.Common;

namespace Carnet.Server.Features.Openings;

/// <summary>Expected failures of opening and objecting by oneself; every code is listed in docs/failures.md.</summary>
internal static class OpeningFailures
{
    public static Failure CodeWrong { get; } = new(FailureKind.Invalid, "opening.code-wrong",
        "Ce n'est pas le bon code. Vérifiez les six chiffres du dernier message reçu.");

    public static Failure ProofMissing { get; } = new(FailureKind.Refused, "opening.proof-missing",
        "Votre identité n'est plus prouvée sur cette page : recommencez la première étape.");

    public static Failure ConsentMissing { get; } = new(FailureKind.Invalid, "opening.consent-missing",
        "Sans votre accord, le carnet ne s'ouvre pas : cochez la case si vous le voulez.");

    public static Failure Unreachable { get; } = new(FailureKind.Invalid, "opening.unreachable",
        "Donnez au moins une adresse électronique (email) ou un téléphone (phone) : vos codes de connexion y arrivent.");

    public static Failure DetailsMissing { get; } = new(FailureKind.Conflict, "opening.details-missing",
        "Il manque vos coordonnées et votre accord : revenez à la deuxième étape.");

    public static Failure Minor { get; } = new(FailureKind.Refused, "opening.minor",
        "Le carnet d'un mineur s'ouvre à un accueil, avec l'accord d'un titulaire de l'autorité parentale.");

    public static Failure NotRepresented { get; } = new(FailureKind.NotFound, "opening.not-represented",
        "Votre caisse ne connaît pas cette personne parmi celles que vous représentez. Vérifiez ce que vous avez écrit, ou venez à l'accueil.");

    public static Failure Protected { get; } = new(FailureKind.Refused, "opening.protected-adult",
        "Pour une personne majeure, le carnet s'ouvre à l'accueil, qui voit le jugement de tutelle.");
}
