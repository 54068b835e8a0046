using System.Security.Cryptography.X509Certificates;

namespace Carnet.Wire.Vihf;

/// <summary>What the verification of a VIHF came to: verified claims, or a reason for the log.</summary>
public abstract record VihfVerification
{
    private VihfVerification() { }

    /// <summary>Claims read from the very bytes that were signed.</summary>
    /// <param name="Token">The claims.</param>
    /// <param name="Signer">The trusted certificate whose key verified the signature.</param>
    /// <param name="Digest">SHA-256 of the signed bytes of the assertion. Lower-case hexadecimal, 64 characters.</param>
    public sealed record Verified(VihfToken Token, X509Certificate2 Signer, string Digest) : VihfVerification;

    /// <summary>Refused. The caller is told nothing of it: every reason is the same fault outside.</summary>
    /// <param name="Reason">Dotted and stable, e.g. <c>vihf.digest</c>; see <see cref="VihfVerifier"/>.</param>
    /// <param name="Detail">A French sentence for the operator, without content.</param>
    public sealed record Rejected(string Reason, string Detail) : VihfVerification;
}
