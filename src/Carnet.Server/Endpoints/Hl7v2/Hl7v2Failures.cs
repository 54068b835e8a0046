using Carnet.Domain.Common;

namespace Carnet.Server.Endpoints.Hl7v2;

/// <summary>Expected failures of the HL7 v2 door itself; every code is listed in docs/failures.md.</summary>
internal static class Hl7v2Failures
{
    public static Failure MessageType { get; } = new(FailureKind.Invalid, "mllp.message-type",
        "Ce type de message n'est pas admis (MSH-9) : MDM ou ORU.");

    public static Failure Event { get; } = new(FailureKind.Invalid, "mllp.event",
        "Cet événement n'est pas admis (MSH-9) : MDM^T02, MDM^T04, MDM^T10 ou ORU^R01.");

    public static Failure Version { get; } = new(FailureKind.Invalid, "mllp.version",
        "Cette version de HL7 n'est pas admise (MSH-12) : 2.4, 2.5, 2.5.1, 2.6 ou 2.7.");

    public static Failure Processing { get; } = new(FailureKind.Invalid, "mllp.processing-id",
        "Seuls les messages de production (MSH-11, P) sont admis.");

    public static Failure ControlId { get; } = new(FailureKind.Invalid, "mllp.control-id",
        "Le numéro du message (MSH-10) manque ou dépasse 199 caractères.");

    public static Failure Certificate { get; } = new(FailureKind.Refused, "mllp.certificate",
        "Le certificat de la connexion n'est pas celui d'un établissement (OU : Struct_IdNat).");

    public static Failure InsMissing { get; } = new(FailureKind.Invalid, "mllp.ins-missing",
        "Aucun INS dans PID-3 : un identifiant dont l'autorité (PID-3.4.2) est l'OID de l'INS.");

    public static Failure InsSeveral { get; } = new(FailureKind.Invalid, "mllp.ins-several",
        "PID-3 porte plusieurs INS différents.");

    public static Failure NotQualified { get; } = new(FailureKind.Invalid, "mllp.identity-status",
        "L'identité n'est pas qualifiée (PID-32 différent de VALI) : l'INS ne peut pas être employé.");

    public static Failure TraitsMissing { get; } = new(FailureKind.Invalid, "mllp.traits-missing",
        "Il manque un trait d'identité : nom de naissance et prénoms (PID-5, type L), date de naissance (PID-7), sexe (PID-8).");

    public static Failure NotForRecord { get; } = new(FailureKind.Invalid, "mllp.not-for-record",
        "Le message ne destine pas le document au dossier partagé (DESTDMP à N, ou profil de messagerie).");

    public static Failure MarksChange { get; } = new(FailureKind.Invalid, "mllp.marks-change",
        "Un établissement ne change pas les marquages d'un document déposé (MODIF_CONF_CODE).");

    public static Failure Unavailable { get; } = new(FailureKind.Conflict, "mllp.unavailable",
        "Le service est momentanément indisponible : renvoyez le message plus tard, tel quel.");

    public static Failure Defect { get; } = new(FailureKind.Conflict, "mllp.error",
        "Une erreur est survenue de notre côté : renvoyez le message plus tard, tel quel.");

    public static Failure ParentMissing { get; } = new(FailureKind.Invalid, "mllp.parent-missing",
        "Le document à remplacer n'est pas nommé : relatedDocument du CDA, ou TXA-13.");

    public static Failure CancelWhat { get; } = new(FailureKind.Invalid, "mllp.cancel-what",
        "Le document à supprimer n'est pas nommé : id du CDA, ou TXA-12.");

    public static Failure AuthorMissing { get; } = new(FailureKind.Invalid, "mllp.author-missing",
        "Pour un PDF, l'auteur doit être nommé avec son identifiant national : TXA-9, TXA-5, TXA-22 ou PRT.");

    public static Failure TypeMissing { get; } = new(FailureKind.Invalid, "mllp.type-missing",
        "Pour un PDF, le type de document (OBX-3 ou TXA-2) doit être un code du dossier partagé.");

    public static Failure NumberMissing { get; } = new(FailureKind.Invalid, "mllp.number-missing",
        "Pour un PDF, le numéro du document (TXA-12, ou ORC-3 dans un ORU) manque.");

    /// <summary>Said as a warning beside an acceptance.</summary>
    public static Failure MailNotSent { get; } = new(FailureKind.Invalid, "mllp.mail-not-sent",
        "Le document est au dossier ; l'envoi par messagerie sécurisée et les accusés demandés ne sont pas de notre ressort.");

    /// <summary>Said as a warning beside an acceptance.</summary>
    public static Failure ResultsLeft { get; } = new(FailureKind.Invalid, "mllp.results-left",
        "Le document est au dossier ; les résultats en segments (OBX) qui l'accompagnent n'y sont pas, le compte rendu les porte.");
}
