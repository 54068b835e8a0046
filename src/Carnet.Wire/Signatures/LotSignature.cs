using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Signatures;

/// <summary>The detached XAdES signature of a submission set (signature de lot), made and verified.</summary>
/// <remarks>
/// <para>
/// The signature covers a manifest, the manifest covers each document by its unique id. The entry of the set itself has the
/// dummy digest <c>AA==</c>: it is asked for and its digest ignored. SignatureProperties are not signed and decide nothing,
/// so their namespace, which the samples leave out, is not looked at.
/// </para>
/// <para>
/// Reasons: <c>lot.shape</c>, <c>lot.signature</c>, <c>lot.reference</c>, <c>lot.transform</c>, <c>lot.algorithm</c>,
/// <c>lot.digest</c>, <c>lot.certificate</c>, <c>lot.key</c>, <c>lot.duplicate-id</c>, <c>lot.set</c>, <c>lot.coverage</c>,
/// <c>lot.document-digest</c>, and <c>xml.*</c>.
/// Source: IHE ITI DSG; ETSI XAdES 1.1.1; DMP-GI 2.9 §4.2 (à vérifier).
/// </para>
/// </remarks>
public static class LotSignature
{
    /// <summary>Signs with RSA-SHA256 or ECDSA-SHA256 and SHA-256 digests; UTF-8 with XML declaration.</summary>
    /// <param name="submissionSetUniqueId">OID without <c>urn:oid:</c>.</param>
    /// <param name="documents">All documents of the set but the signature itself.</param>
    /// <param name="signer">A certificate with its private key.</param>
    /// <param name="signingTime">Written in UTC, to the second.</param>
    /// <param name="key">Its private key where the certificate cannot hold it (a PKCS#11 object); not disposed.</param>
    public static byte[] Create(
        string submissionSetUniqueId,
        IEnumerable<LotDocument> documents,
        X509Certificate2 signer,
        DateTimeOffset signingTime,
        AsymmetricAlgorithm? key = null)
        => LotWriter.Write(submissionSetUniqueId, [.. documents], signer, signingTime, key);

    /// <summary>Never throws for what the signature or a document holds; what a stream throws passes through.</summary>
    /// <param name="signature">The signature document.</param>
    /// <param name="submissionSetUniqueId">The set that it must name.</param>
    /// <param name="documents">Content of every document of the set but the signature, by unique id.</param>
    /// <param name="trusted">As in <see cref="Vihf.VihfVerifier"/>.</param>
    /// <param name="allowSha1">Old senders; off unless an operator decides otherwise.</param>
    public static LotVerification Verify(
        ReadOnlyMemory<byte> signature,
        string submissionSetUniqueId,
        IReadOnlyDictionary<string, Func<Stream>> documents,
        Func<ReadOnlyMemory<byte>, X509Certificate2?> trusted,
        bool allowSha1 = false)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return Verify(signature, verifier => verifier.CheckDocuments(submissionSetUniqueId, documents), trusted, allowSha1);
    }

    /// <summary>The same without the documents: whether signer, manifest and properties are as signed, and no more.</summary>
    public static LotVerification VerifyManifest(
        ReadOnlyMemory<byte> signature, Func<ReadOnlyMemory<byte>, X509Certificate2?> trusted, bool allowSha1 = false)
        => Verify(signature, _ => { }, trusted, allowSha1);

    private static LotVerification Verify(
        ReadOnlyMemory<byte> signature, Action<LotVerifier> checkDocuments,
        Func<ReadOnlyMemory<byte>, X509Certificate2?> trusted, bool allowSha1)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        try
        {
            using var tape = XmlTape.Read(signature, XmlLimits.Envelope);
            var verifier = new LotVerifier(tape.Root, allowSha1);
            var signer = verifier.Signer(trusted);
            verifier.CheckReferences(signer);
            checkDocuments(verifier);
            return new LotVerification.Valid(signer);
        }
        catch (SignatureRejection refusal)
        {
            return new LotVerification.Invalid(refusal.Reason, refusal.Message);
        }
        catch (WireFormatException malformed)
        {
            return new LotVerification.Invalid(malformed.Code, malformed.Message);
        }
        catch (CryptographicException)
        {
            return new LotVerification.Invalid("lot.certificate", "Le certificat ou la clé ne se lit pas.");
        }
    }
}
