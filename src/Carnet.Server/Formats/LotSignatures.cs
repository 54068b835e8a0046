using System.Security.Cryptography.X509Certificates;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Pki;
using Carnet.Wire.Signatures;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Formats;

/// <summary>Detached XAdES signatures of sets, held against the configured roots.</summary>
internal sealed class LotSignatures(CertificateTrust trust, IOptions<VihfOptions> options) : ILotSignatures
{
    public Task<X509Certificate2?> VerifyAsync(
        ReadOnlyMemory<byte> signature, string submissionUniqueId,
        IReadOnlyDictionary<string, Func<Stream>> documents, CancellationToken ct)
    {
        var verdict = LotSignature.Verify(
            signature, submissionUniqueId, documents, trust.TrustedSigner, options.Value.AllowSha1);
        return Task.FromResult(verdict is LotVerification.Valid(var signer) ? signer : null);
    }
}
