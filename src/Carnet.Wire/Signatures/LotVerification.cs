using System.Security.Cryptography.X509Certificates;

namespace Carnet.Wire.Signatures;

/// <summary>What the verification of a lot signature came to.</summary>
public abstract record LotVerification
{
    private LotVerification() { }

    /// <summary>Every document of the set is covered, unchanged, and nothing else is.</summary>
    /// <param name="Signer">The trusted certificate whose key verified the signature.</param>
    public sealed record Valid(X509Certificate2 Signer) : LotVerification;

    /// <summary>Refused.</summary>
    /// <param name="Reason">Dotted and stable, e.g. <c>lot.document-digest</c>; see <see cref="LotSignature"/>.</param>
    /// <param name="Detail">A French sentence without content.</param>
    public sealed record Invalid(string Reason, string Detail) : LotVerification;
}
