using Carnet.Domain.Common;

namespace Carnet.Domain.Documents;

/// <summary>Expected failures about documents; every code is listed in docs/failures.md.</summary>
public static class DocumentFailures
{
    public static Failure Unknown { get; } = new(FailureKind.NotFound, "document.unknown",
        "Ce document n'existe pas dans ce dossier.");

    /// <summary>Only ever said of a document that the caller sees.</summary>
    public static Failure NotAuthor { get; } = new(FailureKind.Refused, "document.not-author",
        "Seul l'auteur du document peut le changer ainsi.");

    /// <summary>Only ever said of a document that the caller sees.</summary>
    public static Failure OfThePatient { get; } = new(FailureKind.Refused, "document.of-the-patient",
        "Ce document est celui de la personne : elle seule et son médecin traitant peuvent le changer ainsi.");

    public static Failure AlreadySo { get; } = new(FailureKind.Conflict, "document.already-so",
        "Le document n'est pas dans l'état qu'il faut pour ce changement (statut d'origine).");

    public static Failure VisibleStays { get; } = new(FailureKind.Refused, "document.visible-stays",
        "Un document visible ne redevient pas invisible : seul MASQUE_PS se pose après le dépôt (confidentialityCode).");

    /// <param name="attribute">Name in the standard, e.g. <c>title</c>.</param>
    public static Failure OnlyMarks(string attribute) => new(FailureKind.Invalid, "document.only-marks",
        $"Seuls les marquages (confidentialityCode) changent ainsi : {attribute} n'est pas celui de la fiche enregistrée.");

    public static Failure Outdated { get; } = new(FailureKind.Conflict, "document.outdated",
        "La fiche du document a changé depuis que vous l'avez lue (version) : relisez-la.");

    public static Failure OppositionRefused { get; } = new(FailureKind.Refused, "document.opposition-refused",
        "Une fois le dossier ouvert, on ne s'oppose à l'ajout d'un document que pour un motif légitime, que le professionnel "
        + "consigne.");

    public static Failure OppositionReasonMissing { get; } = new(FailureKind.Invalid, "document.opposition-reason",
        "Le motif légitime de la personne manque : au moins dix caractères (reason).");

    public static Failure UnknownMark { get; } = new(FailureKind.Invalid, "document.unknown-mark",
        "Un code de confidentialité n'est pas admis : N, MASQUE_PS, INVISIBLE_PATIENT, INVISIBLE_REPRESENTANTS_LEGAUX.");

    public static Failure MarksTogether { get; } = new(FailureKind.Invalid, "document.marks-together",
        "MASQUE_PS et INVISIBLE_PATIENT ne se posent pas ensemble sur un document.");

    public static Failure UnknownType(string code) => new(FailureKind.Invalid, "document.unknown-type",
        $"Le type de document {Shorten(code)} n'est pas admis dans le dossier partagé.");

    public static Failure WrongTypeSystem(string code, string expected) => new(FailureKind.Invalid,
        "document.wrong-type-system", $"Le type {Shorten(code)} appartient au système de codes {expected}.");

    public static Failure WrongClass(string type, string expected) => new(FailureKind.Invalid, "document.wrong-class",
        $"La classe ne correspond pas au type {Shorten(type)} : la classe attendue est {expected}.");

    public static Failure ForeignAuthor { get; } = new(FailureKind.Refused, "document.foreign-author",
        "Aucun auteur du lot ou du document ne correspond à l'utilisateur du VIHF.");

    public static Failure ForeignInstitution { get; } = new(FailureKind.Refused, "document.foreign-institution",
        "Aucun AuthorInstitution ne correspond à l'utilisateur du VIHF.");

    public static Failure PatientMismatch { get; } = new(FailureKind.Invalid, "document.patient-mismatch",
        "Le patient du VIHF, du lot, des fiches et des documents n'est pas le même.");

    public static Failure TraitsMismatch(string fields) => new(FailureKind.Invalid, "document.traits-mismatch",
        $"L'identité portée par le document ne concorde pas avec celle du dossier : {fields}.");

    public static Failure CdaMismatch(string field) => new(FailureKind.Invalid, "document.cda-mismatch",
        $"Le document CDA et sa fiche XDS ne concordent pas : {field}.");

    public static Failure CdaAuthorMismatch { get; } = new(FailureKind.Invalid, "document.cda-author-mismatch",
        "L'auteur inscrit dans le document CDA n'est pas celui de la fiche XDS.");

    public static Failure CdaInvalid(string sentence) => new(FailureKind.Invalid, "document.cda-invalid", sentence);

    public static Failure Malicious { get; } = new(FailureKind.Invalid, "document.malicious",
        "Un document du lot n'a pas passé le contrôle antivirus : rien n'est gardé, vérifiez votre poste.");

    public static Failure NotInQuarantine { get; } = new(FailureKind.NotFound, "document.not-in-quarantine",
        "Aucun document de ce numéro n'est en quarantaine.");

    public static Failure HashMismatch { get; } = new(FailureKind.Invalid, "document.hash-mismatch",
        "L'empreinte (hash) déclarée n'est pas celle du document reçu.");

    public static Failure SizeMismatch { get; } = new(FailureKind.Invalid, "document.size-mismatch",
        "La taille (size) déclarée n'est pas celle du document reçu.");

    public static Failure TooLarge(long limit) => new(FailureKind.Invalid, "document.too-large",
        $"Un document dépasse la limite de {limit / (1024 * 1024)} Mio.");

    public static Failure TooMany(int limit) => new(FailureKind.Invalid, "document.too-many",
        $"Le lot compte plus de {limit} documents.");

    public static Failure TooLong(string field) => new(FailureKind.Invalid, "document.too-long",
        $"La valeur de {field} dépasse la longueur admise.");

    public static Failure Empty { get; } = new(FailureKind.Invalid, "document.empty",
        "Un document du lot est vide.");

    public static Failure PartMissing { get; } = new(FailureKind.Invalid, "document.part-missing",
        "Une fiche du lot n'a pas de document joint.");

    public static Failure PartExtra { get; } = new(FailureKind.Invalid, "document.part-extra",
        "Une pièce jointe ne correspond à aucune fiche du lot.");

    public static Failure DuplicateId { get; } = new(FailureKind.Conflict, "document.duplicate-id",
        "Un document porte un identifiant (uniqueId ou entryUUID) déjà employé dans ce lot ou dans ce dossier : donnez-en un nouveau.");

    public static Failure OtherContent { get; } = new(FailureKind.Conflict, "document.other-content",
        "Un document porte un identifiant (uniqueId) déjà employé dans ce dossier avec un autre contenu : donnez-en un nouveau, "
        + "ou remplacez le document.");

    public static Failure DuplicateSubmission { get; } = new(FailureKind.Conflict, "submission.duplicate-id",
        "Ce numéro de lot (uniqueId) a déjà servi pour un autre contenu ou un autre auteur.");

    public static Failure UnsupportedMime { get; } = new(FailureKind.Invalid, "document.mime-type",
        "Le type MIME du document n'est pas admis : text/xml pour un CDA, application/dicom pour un KOS.");

    public static Failure ReplacesUnknown { get; } = new(FailureKind.Invalid, "document.replaces-unknown",
        "Le document à remplacer n'existe pas dans ce dossier, n'est plus en vigueur, ou n'est pas du même auteur.");

    public static Failure AssociationRefused(string kind) => new(FailureKind.Invalid, "document.association-refused",
        $"L'association {kind} n'est pas admise : seul le remplacement (RPLC) l'est.");

    public static Failure SignatureInvalid { get; } = new(FailureKind.Invalid, "submission.signature-invalid",
        "La signature du lot ne correspond pas aux documents reçus ou à leur signataire.");

    public static Failure SignatureMissing { get; } = new(FailureKind.Invalid, "submission.signature-missing",
        "Le lot doit être signé (document Signature01 et association signs).");

    public static Failure SecretMarkMissing { get; } = new(FailureKind.Invalid, "document.secret-mark-missing",
        "En connexion secrète, chaque document porte INVISIBLE_REPRESENTANTS_LEGAUX (confidentialityCode).");

    public static Failure SecretOfAdult { get; } = new(FailureKind.Invalid, "document.secret-of-adult",
        "INVISIBLE_REPRESENTANTS_LEGAUX (confidentialityCode) est réservé aux documents d'un mineur.");

    public static Failure SecretByOther { get; } = new(FailureKind.Invalid, "document.secret-by-other",
        "Un représentant ne dépose pas de document caché aux représentants (confidentialityCode).");

    // Codes come from outside; a long one is cut so that an answer cannot be made to echo a message.
    private static string Shorten(string code) => code.Length <= 24 ? code : code[..24] + "…";
}
