using Carnet.Domain.Common;

namespace Carnet.Server.Features.Contextual;

/// <summary>Expected failures of the contextual access; every code is listed in docs/failures.md.</summary>
internal static class ContextualFailures
{
    public static Failure CardOnly { get; } = new(FailureKind.Refused, "context.card-only",
        "Cette adresse s'ouvre avec une carte de professionnel ou d'employé ; un établissement envoie un VIHF de mode INDIRECTE_RENFORCEE.");

    public static Failure NoActivity { get; } = new(FailureKind.Refused, "context.no-activity",
        "L'annuaire ne connaît pas d'activité au titulaire de cette carte : l'exploitant du service doit l'inscrire.");

    public static Failure PatientMismatch { get; } = new(FailureKind.Invalid, "context.patient-mismatch",
        "Le patient de l'adresse n'est pas celui du VIHF.");

    public static Failure TokenMissing { get; } = new(FailureKind.Invalid, "context.token-missing",
        "Le message ne porte pas de VIHF : une enveloppe SOAP, ou un champ VIHF qui la contient en base64.");

    public static Failure Replayed { get; } = new(FailureKind.Refused, "context.replayed",
        "Ce VIHF a déjà servi : chaque ouverture demande un VIHF neuf.");

    public static Failure Over { get; } = new(FailureKind.Refused, "context.over",
        "Cet accès est terminé : ouvrez-le de nouveau depuis votre logiciel.");
}
