using Carnet.Domain.Common;

namespace Carnet.Server.Features.Governance;

/// <summary>What who is shut out is told, and what can be wrong in a suspension.</summary>
internal static class SuspensionFailures
{
    public static Failure Person { get; } = new(FailureKind.Refused, "suspended.person",
        "L'accès de ce professionnel est suspendu par l'exploitant du service : joignez-le.");

    public static Failure Structure { get; } = new(FailureKind.Refused, "suspended.structure",
        "L'accès de cette structure est suspendu par l'exploitant du service : joignez-le.");

    public static Failure Software { get; } = new(FailureKind.Refused, "suspended.software",
        "Ce logiciel, ou cette version, est suspendu par l'exploitant du service : joignez son éditeur.");

    public static Failure Certificate { get; } = new(FailureKind.Refused, "suspended.certificate",
        "Ce certificat est suspendu par l'exploitant du service : joignez-le.");

    public static Failure WrongPerson { get; } = new(FailureKind.Invalid, "suspension.wrong-person",
        "Le numéro (--person) n'est pas un PS_IdNat juste, par exemple 8 suivi du RPPS.");

    public static Failure WrongStructure { get; } = new(FailureKind.Invalid, "suspension.wrong-structure",
        "Le numéro (--structure) n'est pas un Struct_IdNat juste, par exemple 1 suivi du FINESS.");

    public static Failure WrongSoftware { get; } = new(FailureKind.Invalid, "suspension.wrong-software",
        "Le logiciel (--software) s'écrit NOM ou NOM/VERSION.");

    public static Failure WrongCertificate { get; } = new(FailureKind.Invalid, "suspension.wrong-certificate",
        "Le certificat (--certificate) s'écrit par son empreinte SHA-1 (40 chiffres hexadécimaux) ou par « série:émetteur ».");

    public static Failure ReasonMissing { get; } = new(FailureKind.Invalid, "suspension.reason-missing",
        "Le motif (--reason) manque : dites en 5 à 500 caractères pourquoi.");

    public static Failure SubjectMissing { get; } = new(FailureKind.Invalid, "suspension.subject-missing",
        "Dites une seule chose à suspendre : --person, --structure, --software ou --certificate.");

    public static Failure Already { get; } = new(FailureKind.Conflict, "suspension.already",
        "C'est déjà suspendu.");

    public static Failure NotSuspended { get; } = new(FailureKind.NotFound, "suspension.unknown",
        "Rien de tel n'est suspendu.");
}
