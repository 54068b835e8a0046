using Carnet.Domain.Common;
using Carnet.Domain.Records;

namespace Carnet.Domain.Access;

/// <summary>Expected failures about access; every code is listed in docs/failures.md.</summary>
public static class AccessFailures
{
    /// <summary>One answer for none, expired and blocked: who is blocked does not learn it here (V-6).</summary>
    public static Failure NotAuthorised { get; } = new(FailureKind.Refused, "access.not-authorised",
        "Vous n'êtes pas autorisé à lire ce dossier : recueillez l'accord de la personne (TD0.3, AJOUT).");

    public static Failure NoRight { get; } = new(FailureKind.Refused, "access.no-right",
        "Cette transaction n'est pas ouverte à ce type d'utilisateur dans ce mode d'accès.");

    public static Failure EmergencyRefused { get; } = new(FailureKind.Refused, "access.emergency-refused",
        "La personne a refusé cet accès en urgence.");

    public static Failure ReasonMissing { get; } = new(FailureKind.Invalid, "access.reason-missing",
        "Le bris de glace demande un motif d'au moins dix caractères (Mode_Acces_Raison).");

    public static Failure NotPhysician { get; } = new(FailureKind.Refused, "access.not-physician",
        "Seul un médecin peut être médecin traitant.");

    public static Failure EmergencyOver { get; } = new(FailureKind.Refused, "access.emergency-over",
        "L'accès en urgence a expiré : déclarez-le de nouveau, avec son motif (Mode_Acces_Raison).");

    public static Failure ConsentNameMissing { get; } = new(FailureKind.Invalid, "access.consent-name-missing",
        "Le consentement manque de nom : dites qui l'a recueilli auprès de la personne (collectedBy).");

    public static Failure ConsentWayMissing { get; } = new(FailureKind.Invalid, "access.consent-way-missing",
        "Le consentement manque de forme : dites comment il a été recueilli, par oral ou par écrit (way).");

    public static Failure StayDates { get; } = new(FailureKind.Invalid, "access.stay-dates",
        "Les dates du séjour ne vont pas : la fin (until) suit le début (since), dans l'année.");

    public static Failure StayUnknown { get; } = new(FailureKind.NotFound, "access.stay-unknown",
        "Ce séjour n'existe pas dans ce dossier.");

    public static Failure IsBlocked { get; } = new(FailureKind.Conflict, "access.is-blocked",
        "Ce professionnel est bloqué : débloquez-le d'abord.");

    public static Failure EndPassed { get; } = new(FailureKind.Invalid, "access.end-passed",
        "La fin de l'autorisation (until) est déjà passée.");

    public static Failure NotYourStructure { get; } = new(FailureKind.Refused, "access.not-your-structure",
        "Seuls la personne et l'établissement lui-même déclarent un séjour (structure).");

    public static Failure BeyondExtent { get; } = new(FailureKind.Refused, "access.beyond-extent",
        "Ce que l'on vous a confié ne va pas jusque-là (extent).");

    public static Failure NeedsBothParents { get; } = new(FailureKind.Refused, "access.both-parents",
        "Les parents sont en désaccord déclaré : cet acte attend l'accord de l'autre parent.");

    public static Failure NotMinor { get; } = new(FailureKind.Invalid, "access.secret-not-minor",
        "La connexion secrète est réservée aux mineurs (confidentiality-code).");

    public static Failure BudgetSpent { get; } = new(FailureKind.Refused, "access.budget-spent",
        "Le nombre de dossiers qu'un compte ou une structure ouvre en un jour est atteint : joignez l'exploitant du service.");

    public static Failure BudgetStepUp { get; } = new(FailureKind.Refused, "access.budget-step-up",
        "Le nombre de dossiers d'un jour est atteint : recueillez l'accord de la personne présente (TD0.3), ou joignez l'exploitant.");

    /// <summary>The one table from why to what the caller is told.</summary>
    public static Failure Of(Refusal cause) => cause switch
    {
        Refusal.RecordClosed => RecordFailures.Closed,
        Refusal.NotYourRecord or Refusal.NotRepresentative => RecordFailures.Unknown,
        Refusal.NoRight => NoRight,
        Refusal.Blocked or Refusal.NotAuthorised or Refusal.Expired => NotAuthorised,
        Refusal.BreakGlassRefused or Refusal.SamuRefused => EmergencyRefused,
        Refusal.ReasonMissing => ReasonMissing,
        Refusal.BudgetSpent => BudgetSpent,
        Refusal.BudgetStepUp => BudgetStepUp,
        Refusal.NotPhysician => NotPhysician,
        Refusal.EmergencyOver => EmergencyOver,
        Refusal.NotYourStructure => NotYourStructure,
        Refusal.NotOwnDocument => Documents.DocumentFailures.NotAuthor,
        Refusal.PatientsDocument => Documents.DocumentFailures.OfThePatient,
        Refusal.BeyondExtent => BeyondExtent,
        Refusal.NeedsBothParents => NeedsBothParents,
        Refusal.NotMinor => NotMinor,
        Refusal.Masked or Refusal.HiddenFromPatient or Refusal.HiddenFromRepresentatives or Refusal.NotHabilitated
            or Refusal.NotAuthor or Refusal.StatusNotAsked or Refusal.Deleted or Refusal.MetadataOnly or Refusal.Quarantined
            => Documents.DocumentFailures.Unknown,
    };
}
