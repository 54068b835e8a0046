using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Common;
using Carnet.Server.Features.Governance;
using Carnet.Server.Platform.Pki;

namespace Carnet.Server.Features.Directory;

/// <summary>What this room shows to the doors that ask for a certificate: whether its holder is heard.</summary>
/// <remarks>One place for use, chain, dates, suspension and revocation, so that no door forgets one. Source: DMP 8.2; control C-70.</remarks>
internal sealed class ClientCheck(CertificateTrust trust, Revocations revocations, ISuspensions suspensions)
{
    /// <summary>Use, chain and dates: costs a millisecond, holds for the short life of a connection.</summary>
    public ClientTrust Judge(X509Certificate2? certificate)
        => certificate is null ? ClientTrust.Foreign : trust.OfClient(certificate);

    /// <summary>Why the holder is not heard now, or null; to be asked at each call, for connections stay open.</summary>
    public async ValueTask<Failure?> DefectAsync(X509Certificate2? certificate, ClientTrust judged, CancellationToken ct) => judged switch
    {
        ClientTrust.Trusted => suspensions.Of(certificate!) ?? await RevokedAsync(certificate!, ct),
        ClientTrust.WrongUse => CertificateFailures.CertificateUse,
        ClientTrust.Foreign => CertificateFailures.CertificateForeign,
        ClientTrust.OutOfDate => CertificateFailures.CertificateOutOfDate,
    };

    private async ValueTask<Failure?> RevokedAsync(X509Certificate2 certificate, CancellationToken ct)
        => await revocations.OfAsync(certificate, ct) switch
        {
            Revocation.Good => null,
            Revocation.Revoked => CertificateFailures.CertificateRevoked,
            Revocation.Unknown => CertificateFailures.RevocationUnknown,
        };
}
