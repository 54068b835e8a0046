using Carnet.Domain.Common;

namespace Carnet.Domain.Records;

/// <summary>Expected failures about those who act for somebody else; every code is listed in docs/failures.md.</summary>
public static class RepresentationFailures
{
    public static Failure Unknown { get; } = new(FailureKind.NotFound, "representative.unknown",
        "Personne de ce nom n'agit pour cette personne (representative).");

    public static Failure Kind { get; } = new(FailureKind.Invalid, "representative.kind",
        "La qualité (kind) est parent, guardian ou caregiver.");

    public static Failure Missing { get; } = new(FailureKind.Invalid, "representative.missing",
        "Pour un mineur, le titulaire de l'autorité parentale consent : dites qui (representative).");

    public static Failure ParentOfAdult { get; } = new(FailureKind.Invalid, "representative.of-age",
        "La personne est majeure : ses parents ne la représentent pas (kind).");

    public static Failure FullExtent { get; } = new(FailureKind.Invalid, "representative.extent",
        "Un parent ou un tuteur représente pleinement (extent) : une limite vient d'une décision de justice.");

    public static Failure ContactMissing { get; } = new(FailureKind.Invalid, "representative.contact",
        "Il faut une adresse électronique (email) ou un téléphone mobile (phone) pour le code de connexion.");

    public static Failure Login { get; } = new(FailureKind.Invalid, "representative.login",
        "Cet identifiant (login) n'est pas celui d'une personne de ce nom.");

    public static Failure Exists { get; } = new(FailureKind.Conflict, "representative.exists",
        "Cette personne agit déjà pour elle (representative).");

    public static Failure Period { get; } = new(FailureKind.Invalid, "representative.period",
        "La fin (until) doit suivre le début (since) et ne pas être passée.");

    public static Failure Evidence { get; } = new(FailureKind.Invalid, "representative.evidence",
        "La référence de la pièce vue (evidence) manque.");

    public static Failure CaregiverExtent { get; } = new(FailureKind.Invalid, "caregiver.extent",
        "L'étendue (extent) d'un aidant est read, add ou manage : la loi ne lui permet ni de fermer le carnet, ni de changer "
        + "les choix d'urgence, ni d'écarter le médecin traitant.");

    public static Failure CaregiverEnd { get; } = new(FailureKind.Invalid, "caregiver.until",
        "Un aidant est nommé jusqu'à une date (until).");

    public static Failure RestrictionOverlaps { get; } = new(FailureKind.Conflict, "restriction.overlaps",
        "Une restriction de ce représentant couvre déjà une partie de cette période (since, until).");

    public static Failure RestrictionExtent { get; } = new(FailureKind.Invalid, "restriction.extent",
        "L'étendue laissée (extent) est none, read, add ou manage.");

    public static Failure NotParents { get; } = new(FailureKind.Invalid, "conflict.parents",
        "Un désaccord se déclare entre deux parents (representatives) : il faut en connaître deux.");

    public static Failure ConflictOverlaps { get; } = new(FailureKind.Conflict, "conflict.overlaps",
        "Un désaccord déclaré couvre déjà une partie de cette période (since, until).");

    public static Failure NotJoint { get; } = new(FailureKind.Invalid, "joint.not-needed",
        "Un seul parent suffit pour cet acte : faites-le, sans le proposer.");

    public static Failure JointWaits { get; } = new(FailureKind.Conflict, "joint.waits",
        "La même demande attend déjà une réponse.");

    public static Failure JointUnknown { get; } = new(FailureKind.NotFound, "joint.unknown",
        "Cette demande n'attend pas, ou n'attend plus, votre réponse.");

    public static Failure NamedPhone { get; } = new(FailureKind.Invalid, "named.phone",
        "Le téléphone (phone) manque ou n'a pas la forme attendue.");

    public static Failure NamedTwice { get; } = new(FailureKind.Conflict, "named.trusted",
        "Il n'y a qu'une personne de confiance (role) : retirez d'abord celle qui est enregistrée.");

    public static Failure NamedTooMany { get; } = new(FailureKind.Conflict, "named.too-many",
        "Cinq personnes à prévenir (role) au plus.");

    public static Failure Name(string field) => new(FailureKind.Invalid, "representative.name",
        $"Le nom ({field}) manque ou est trop long.");
}
