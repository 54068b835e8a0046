using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Carnet.Wire.Signatures;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Vihf;

/// <summary>
/// Verifies the one VIHF of a SOAP 1.2 envelope and reads its claims from the bytes that were signed.
/// </summary>
/// <remarks>
/// <para>
/// Signature wrapping works when one piece of code checks an element and another reads a different one. Here there is one
/// assertion at one place, one signature, one reference to it; its canonical bytes are hashed, and those same bytes are
/// parsed again for the claims. Names are compared by namespace, never by prefix.
/// Source: control C-70; OASIS SAML 2.0 core §5.4.
/// </para>
/// <para>
/// Reasons: <c>vihf.missing</c>, <c>vihf.several</c>, <c>vihf.misplaced</c>, <c>vihf.foreign</c> (SAML 1, encrypted),
/// <c>vihf.unsigned</c>, <c>vihf.several-signatures</c>, <c>vihf.signature</c>, <c>vihf.reference</c>, <c>vihf.transform</c>,
/// <c>vihf.algorithm</c>, <c>vihf.digest</c>, <c>vihf.certificate</c>, <c>vihf.key</c>, <c>vihf.duplicate-id</c>,
/// <c>vihf.comment</c>, <c>vihf.xop</c>, <c>vihf.claims</c>, and the <c>xml.*</c> codes of the reader.
/// </para>
/// <para>
/// Decided here: exclusive C14N with comments is refused as a transform; SignedInfo may also be canonicalised inclusively,
/// where xml: attributes outside the assertion are not followed (such a signature is refused); of several certificates in
/// KeyInfo the first that is trusted is used; a comment or instruction inside a value refuses, between elements it does not.
/// </para>
/// </remarks>
public static class VihfVerifier
{
    private const string Enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

    /// <summary>
    /// Never throws for what the envelope holds: every defect is a <see cref="VihfVerification.Rejected"/>.
    /// </summary>
    /// <param name="envelope">The whole SOAP envelope, UTF-8.</param>
    /// <param name="trusted">
    /// Given the DER bytes of an embedded certificate, the trusted signature certificate with the same key, or null. It owes
    /// chain, validity and revocation, and should answer the same object for the same bytes, because the imported key is
    /// kept with it. It may throw <see cref="CryptographicException"/> for bytes that are no certificate.
    /// </param>
    /// <param name="allowSha1">Only for old test material; never in production.</param>
    public static VihfVerification Verify(
        ReadOnlyMemory<byte> envelope, Func<ReadOnlyMemory<byte>, X509Certificate2?> trusted, bool allowSha1 = false)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        try
        {
            using var read = VihfEnvelope.Read(envelope);
            return Verified(read, trusted, allowSha1);
        }
        catch (SignatureRejection refusal)
        {
            return new VihfVerification.Rejected(refusal.Reason, refusal.Message);
        }
        catch (WireFormatException malformed)
        {
            return new VihfVerification.Rejected(malformed.Code, malformed.Message);
        }
        catch (CryptographicException)
        {
            return new VihfVerification.Rejected("vihf.certificate", "Le certificat ou la clé ne se lit pas.");
        }
    }

    private static VihfVerification.Verified Verified(
        VihfEnvelope envelope, Func<ReadOnlyMemory<byte>, X509Certificate2?> trusted, bool allowSha1)
    {
        var assertion = envelope.Assertion.Root;
        var signatureElement = envelope.Signature();
        var signature = SignatureShape.Read(signatureElement, "vihf");
        var reference = OnlyReference(signature, assertion);
        var algorithm = SignatureAlgorithm.Find(signature.SignatureMethod, allowSha1)
            ?? throw new SignatureRejection("vihf.algorithm", "SignatureMethod n'est pas admis.");
        var digest = DigestAlgorithm.Find(reference.DigestMethod, allowSha1)
            ?? throw new SignatureRejection("vihf.algorithm", "DigestMethod n'est pas admis.");

        // The signature over the small SignedInfo comes first: nobody without a trusted key makes the rest work.
        var signer = TrustedSigner(signature, trusted);
        using var signedInfo = new PooledBytes(4096);
        TapeCanonical.Write(signature.SignedInfo, signature.Canonical, envelope.Around, signedInfo);
        SignatureRejection.Unless(SignatureKey.Of(signer).Verifies(algorithm, signedInfo.Span, signature.Value),
            "vihf.signature", "La signature de l'assertion est fausse.");

        using var signedBytes = new PooledBytes();
        var form = CanonicalForm.FromAlgorithm(CanonicalForm.ExclusiveUri, reference.Transforms[1].PrefixList)!;
        TapeCanonical.Write(assertion, form, envelope.Around, signedBytes, signatureElement.Index);
        Span<byte> hash = stackalloc byte[64];
        hash = hash[..CryptographicOperations.HashData(digest, signedBytes.Span, hash)];
        SignatureRejection.Unless(hash.SequenceEqual(reference.Digest),
            "vihf.digest", "L'assertion n'est pas celle qui a été signée.");

        using var signed = XmlTape.Read(signedBytes.Memory, XmlLimits.Envelope);
        var token = VihfReader.Read(signed.Root);
        var fingerprint = digest == HashAlgorithmName.SHA256 ? hash : SHA256.HashData(signedBytes.Span);
        return new VihfVerification.Verified(token, signer, Convert.ToHexStringLower(fingerprint));
    }

    private static SignatureReference OnlyReference(SignatureShape signature, TapeElement assertion)
    {
        SignatureRejection.Unless(signature.Objects.Count == 0, "vihf.signature", "La signature contient un Object.");
        SignatureRejection.Unless(
            signature.References is [var only] && assertion.Attribute("ID") is { Length: > 0 } id
                && only.Uri.Length == id.Length + 1 && only.Uri[0] == '#' && only.Uri.EndsWith(id, StringComparison.Ordinal),
            "vihf.reference", "La signature ne désigne pas exactement l'assertion.");
        var reference = signature.References[0];
        SignatureRejection.Unless(
            reference.Transforms is [{ Algorithm: Enveloped }, { Algorithm: CanonicalForm.ExclusiveUri }],
            "vihf.transform", "Les transformations ne sont pas enveloped-signature puis exc-c14n.");
        return reference;
    }

    private static X509Certificate2 TrustedSigner(
        SignatureShape signature, Func<ReadOnlyMemory<byte>, X509Certificate2?> trusted)
    {
        foreach (var certificate in signature.Certificates)
        {
            if (trusted(certificate) is { } signer)
            {
                SignatureRejection.Unless(SignatureKey.Of(signer).IsStrong,
                    "vihf.key", "La clé du certificat est trop courte.");
                return signer;
            }
        }

        throw new SignatureRejection("vihf.certificate", "Aucun certificat de la signature n'est de confiance.");
    }
}
