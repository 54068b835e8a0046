using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Common;
using Carnet.Server.Features.Governance;
using Carnet.Server.Platform.Pki;

namespace Carnet.Server.Features.Directory;

/// <summary>What this room shows to the doors that ask for a certificate: whether its holder is heard.</summary>
/// <remarks>One place for use, chain, dates, suspension and revocation, so that no door forgets one. Source: DMP 8.2; control C-70.</remarks>
internal sealed class ClientCheck(CertificateTrust trust, Revocations revocations, ISuspensions suspensions)
{
    private static readonly object Judged = new();

    /// <summary>Why the holder is not heard now, or null; to be asked at each call, for connections stay open.</summary>
    public async ValueTask<Failure?> DefectAsync(X509Certificate2? certificate, CancellationToken ct)
        => await DefectAsync(certificate, Judge(certificate), ct);

    /// <summary>The same with what is kept of the connection: a chain costs a millisecond, so it is built once for each.</summary>
    /// <remarks>A connection lives shorter than a trust changes; suspension and revocation are asked each time.</remarks>
    public ValueTask<Failure?> DefectAsync(
        X509Certificate2? certificate, IDictionary<object, object?> connection, CancellationToken ct)
    {
        if (!connection.TryGetValue(Judged, out var known))
        {
            known = connection[Judged] = Judge(certificate);
        }

        return DefectAsync(certificate, (ClientTrust)known!, ct);
    }

    private ClientTrust Judge(X509Certificate2? certificate)
        => certificate is null ? ClientTrust.Foreign : trust.OfClient(certificate);

    private async ValueTask<Failure?> DefectAsync(X509Certificate2? certificate, ClientTrust judged, CancellationToken ct) => judged switch
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
