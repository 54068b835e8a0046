using Carnet.Domain.Common;

namespace Carnet.Server.Features.Directory;

/// <summary>Expected failures of certificates, at whichever door; every code is listed in docs/failures.md.</summary>
internal static class CertificateFailures
{
    public static Failure CertificateUse { get; } = new(FailureKind.Refused, "tls.certificate-use",
        "Le certificat de la connexion n'est pas un certificat d'authentification.");

    public static Failure CertificateForeign { get; } = new(FailureKind.Refused, "tls.certificate-foreign",
        "Le certificat de la connexion ne vient pas d'une autorité reconnue par ce serveur.");

    public static Failure CertificateOutOfDate { get; } = new(FailureKind.Refused, "tls.certificate-out-of-date",
        "Le certificat de la connexion est périmé ou n'est pas encore valable.");

    public static Failure CertificateRevoked { get; } = new(FailureKind.Refused, "tls.certificate-revoked",
        "Le certificat de la connexion a été révoqué par son autorité.");

    public static Failure RevocationUnknown { get; } = new(FailureKind.Refused, "tls.revocation-unknown",
        "Ce serveur n'a pas de liste de révocation à jour pour l'autorité de ce certificat : l'exploitant doit la renouveler.");

    public static Failure SignerRevoked { get; } = new(FailureKind.Refused, "vihf.certificate-revoked",
        "Le certificat qui signe le VIHF a été révoqué par son autorité.");

    public static Failure SignerRevocationUnknown { get; } = new(FailureKind.Refused, "vihf.revocation-unknown",
        "Ce serveur n'a pas de liste de révocation à jour pour l'autorité du certificat qui signe le VIHF : l'exploitant doit la renouveler.");
}
