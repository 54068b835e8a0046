using Carnet.Domain.Common;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>Expected failures of the SOAP door itself; every code is listed in docs/failures.md.</summary>
internal static class SoapFailures
{
    public static Failure UnknownAction { get; } = new(FailureKind.Invalid, "soap.unknown-action",
        "L'action n'est pas connue de ce service.");

    public static Failure ActionMismatch { get; } = new(FailureKind.Invalid, "soap.action-mismatch",
        "L'action (wsa:Action, Content-Type) et l'élément du corps ne se correspondent pas.");

    public static Failure ReplyToRefused { get; } = new(FailureKind.Refused, "soap.reply-to-refused",
        "Cette adresse de réponse (ReplyTo) n'est pas admise pour ce logiciel ou cette transaction : l'exploitant l'inscrit, ou demandez l'adresse anonyme.");

    public static Failure AnswerTooLarge { get; } = new(FailureKind.Invalid, "soap.answer-too-large",
        "La réponse est trop longue pour être envoyée à part : demandez-la sur la connexion (ReplyTo anonyme), ou document par document.");

    public static Failure TooLarge { get; } = new(FailureKind.Invalid, "soap.too-large",
        "L'enveloppe dépasse 2 Mio : transmettez les documents en pièces jointes (MTOM).");

    public static Failure PatientMissing { get; } = new(FailureKind.Invalid, "vihf.patient-missing",
        "Le VIHF ne nomme pas de patient (resource-id).");

    public static Failure PatientMismatch { get; } = new(FailureKind.Invalid, "soap.patient-mismatch",
        "Le patient de la requête n'est pas celui du VIHF.");

    public static Failure StatusChange { get; } = new(FailureKind.Invalid, "soap.status-change",
        "Ce changement de statut n'est pas admis : Approved, Archived ou Deleted (OriginalStatus, NewStatus).");

    public static Failure TooManyRepresentatives { get; } = new(FailureKind.Invalid, "soap.too-many-representatives",
        "Le message nomme plus de quatre représentants légaux (personalRelationship) : l'accueil note les autres.");

    public static Failure RepresentativesAtDesk { get; } = new(FailureKind.Refused, "soap.representatives-at-desk",
        "Un représentant légal ne se déclare pas par TD1.3b : l'accueil le note, pièces à l'appui.");

    public static Failure CertificationClosed { get; } = new(FailureKind.Refused, "soap.certification-closed",
        "La certification d'identité (patientCertif) est retirée : le téléservice INSi qualifie l'identité.");

    public static Failure PatientStatus { get; } = new(FailureKind.Invalid, "soap.patient-status",
        "L'état du patient (statusCode) ne va pas avec le motif : terminated pour une fermeture, active pour une réouverture.");

    public static Failure Replayed { get; } = new(FailureKind.Refused, "vihf.replayed",
        "Ce VIHF a déjà servi : chaque appel demande un VIHF neuf.");

    public static Failure TooOld { get; } = new(FailureKind.Refused, "vihf.instant",
        "L'instant d'émission du VIHF est trop loin de l'heure du serveur.");

    public static Failure Validity { get; } = new(FailureKind.Refused, "vihf.conditions",
        "Les conditions du VIHF ne sont pas remplies (dates, destinataire).");

    public static Failure IssuerMismatch { get; } = new(FailureKind.Refused, "vihf.issuer",
        "L'émetteur (Issuer) du VIHF n'est pas le sujet du certificat qui le signe.");

    public static Failure CertificateMismatch { get; } = new(FailureKind.Refused, "vihf.certificate-mismatch",
        "Le certificat de la connexion, celui de la signature et l'identité du VIHF ne sont pas de la même personne ou structure.");

    public static Failure Mode { get; } = new(FailureKind.Invalid, "vihf.authentication-mode",
        "Le mode d'authentification du VIHF n'est pas admis : DIRECTE, INDIRECTE ou INDIRECTE_RENFORCEE.");

    public static Failure Version { get; } = new(FailureKind.Invalid, "vihf.version",
        "La version du VIHF (VIHF_Version) n'est pas admise : 3.0 ou 4.0.");

    public static Failure Subject { get; } = new(FailureKind.Invalid, "vihf.subject",
        "Le VIHF ne nomme pas la personne pour qui l'établissement parle : numéro national (NameID) et nom (subject-id).");

    public static Failure Purpose { get; } = new(FailureKind.Invalid, "vihf.purpose",
        "Le mode d'accès du VIHF n'est pas connu ou n'est pas ouvert à cet appelant : normal, bris_de_glace, centre_15.");

    public static Failure Role { get; } = new(FailureKind.Invalid, "vihf.role",
        "Le rôle du VIHF manque ou n'a pas la forme attendue.");

    public static Failure SpecialtyMissing { get; } = new(FailureKind.Invalid, "vihf.specialty-missing",
        "Aucune spécialité dans le VIHF : le second rôle est obligatoire pour ce métier.");

    public static Failure Confidentiality { get; } = new(FailureKind.Invalid, "vihf.confidentiality-code",
        "La connexion secrète (confidentiality-code) s'écrit INVISIBLE_REPRESENTANTS_LEGAUX.");

    public static Failure Claims { get; } = new(FailureKind.Invalid, "vihf.claims",
        "Un attribut du VIHF manque ou n'a pas la forme attendue (Identifiant_Structure, Secteur_Activite, Ressource_URN).");

    public static Failure Defect { get; } = new(FailureKind.Conflict, "server.error",
        "Le serveur n'a pas pu répondre : un défaut est de son côté et a été noté.");

    public static Failure Unavailable { get; } = new(FailureKind.Conflict, "server.unavailable",
        "Le service est momentanément indisponible : renvoyez la même demande plus tard.");
}
