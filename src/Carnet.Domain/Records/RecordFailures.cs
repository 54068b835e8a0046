using Carnet.Domain.Common;

namespace Carnet.Domain.Records;

/// <summary>Expected failures about records; every code is listed in docs/failures.md.</summary>
public static class RecordFailures
{
    public static Failure Unknown { get; } = new(FailureKind.NotFound, "record.unknown",
        "Aucun dossier n'existe pour cette identité (INS).");

    public static Failure Closed { get; } = new(FailureKind.Refused, "record.closed",
        "Ce dossier est fermé : il ne se lit plus et ne s'alimente plus.");

    public static Failure AlreadyOpen { get; } = new(FailureKind.Conflict, "record.exists",
        "Un dossier existe déjà pour cette identité.");

    public static Failure InvalidIns { get; } = new(FailureKind.Invalid, "ins.invalid",
        "L'INS est faux : 15 caractères dont la clé, et un OID d'INS connu.");

    public static Failure ConsentMissing { get; } = new(FailureKind.Invalid, "record.consent-missing",
        "Le consentement manque : dites qui l'a recueilli (consentCollectedBy).");

    public static Failure ClosingReasonUnknown { get; } = new(FailureKind.Invalid, "record.closing-reason",
        "Le motif de fermeture (reasonCode) n'est pas connu : FERMETURE_DEMANDE_PATIENT ou DECES.");

    public static Failure ClosingTextTooLong { get; } = new(FailureKind.Invalid, "record.closing-text",
        "Le texte du motif de fermeture est trop long : au plus 1 000 caractères.");

    public static Failure NotClosed { get; } = new(FailureKind.Conflict, "record.not-closed",
        "Ce dossier est ouvert : il n'y a rien à rouvrir.");

    public static Failure Deceased { get; } = new(FailureKind.Refused, "record.deceased",
        "Ce dossier a été fermé après un décès : il ne se rouvre pas.");

    public static Failure RetentionOver { get; } = new(FailureKind.Refused, "record.retention-over",
        "Ce dossier est fermé depuis trop longtemps : il va être détruit et ne se rouvre plus.");

    public static Failure TraitMissing(string field) => new(FailureKind.Invalid, "record.trait-missing",
        $"Le trait {field} manque ou n'a pas la forme attendue.");
}
