using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.XPath;
using Carnet.Wire.Signatures;
using Carnet.Wire.Soap;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xds;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Checker;

/// <summary>How a signature stands.</summary>
public enum SignatureState
{
    /// <summary>Right, by a certificate that is trusted here.</summary>
    Trusted,

    /// <summary>Right, by a certificate of nobody whom we know; or a part of what it covers is not in the file.</summary>
    Partly,

    /// <summary>Wrong; the reason says why.</summary>
    Wrong,
}

/// <summary>One signature of a file.</summary>
/// <param name="Place">Where it stands in the file; empty for the file itself.</param>
/// <param name="What">VIHF, or signature de lot.</param>
/// <param name="Reason">Dotted reason of what is wrong or missing; empty where it is right and trusted.</param>
/// <param name="Sentence">The same in French.</param>
public sealed record CheckedSignature(string Place, string What, SignatureState State, string Reason, string Sentence);

/// <summary>Verifies the signatures of a file: that of a VIHF, and the detached one of a set of documents.</summary>
/// <remarks>
/// The verifiers are those of the door. A certificate that nobody vouches for here still tells whether the computation is
/// right, which is what somebody who writes a client looks for. When a token was issued is not judged: a file is old.
/// Source: DMP 2.1, 1.5.
/// </remarks>
internal static class SignatureChecks
{
    private const string Vihf = "VIHF";
    private const string Lot = "signature de lot";
    private const string Saml = "urn:oasis:names:tc:SAML:2.0:assertion";

    public static IEnumerable<CheckedSignature> Of(
        ReadOnlyMemory<byte> file, IReadOnlyList<CheckedPart> parts, Func<ReadOnlyMemory<byte>, X509Certificate2?> trusted)
    {
        var inSet = false;
        foreach (var part in parts.Where(part => !part.IsHl7v2 && !part.Bytes.IsEmpty))
        {
            var root = part.Tree.SelectSingleNode("/*")!;
            switch (root.LocalName)
            {
                case "Envelope" when root.NamespaceURI == SoapNames.Envelope:
                    if (Has(part.Tree, "Assertion", Saml))
                    {
                        yield return Token(part.Place, part.Bytes, trusted);
                    }

                    if (Set(file, part, trusted) is { } ofSet)
                    {
                        inSet = true;
                        yield return ofSet;
                    }

                    break;
                case "Assertion" when root.NamespaceURI == Saml:
                    yield return Token(part.Place, Enveloped(part.Bytes), trusted);
                    break;
                case "Signature" when root.NamespaceURI == XmlNames.Ds && !inSet:
                    yield return Alone(part, trusted);
                    break;
            }
        }
    }

    private static CheckedSignature Token(string place, ReadOnlyMemory<byte> envelope, Func<ReadOnlyMemory<byte>, X509Certificate2?> trusted)
        => VihfVerifier.Verify(envelope, trusted) switch
        {
            VihfVerification.Verified(_, var signer, _) => Right(place, Vihf, signer),
            VihfVerification.Rejected("vihf.certificate", var told) => VihfVerifier.Verify(envelope, Embedded()) switch
            {
                VihfVerification.Verified(_, var signer, _) => Foreign(place, Vihf, signer),
                VihfVerification.Rejected(var reason, var detail) => Wrong(place, Vihf, reason, detail),
                _ => Wrong(place, Vihf, "vihf.certificate", told),
            },
            VihfVerification.Rejected(var reason, var detail) => Wrong(place, Vihf, reason, detail),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static CheckedSignature? Set(
        ReadOnlyMemory<byte> file, CheckedPart part, Func<ReadOnlyMemory<byte>, X509Certificate2?> trusted)
    {
        ProvideAndRegisterDocumentSetRequest request;
        try
        {
            using var body = SoapEnvelope.Read(part.Bytes).OpenBody();
            if (body.LocalName != "ProvideAndRegisterDocumentSetRequest")
            {
                return null;
            }

            request = ProvideAndRegisterDocumentSetRequest.Read(body);
        }
        catch (WireFormatException)
        {
            return null; // the rules say what is wrong with it
        }

        var entries = request.Submission.DocumentEntries;
        if (request.Submission.Associations.FirstOrDefault(link => link.Type == AssociationTypes.Signs) is not { } signs
            || entries.FirstOrDefault(entry => entry.EntryUuid == signs.Source) is not { } signatureEntry)
        {
            return null;
        }

        var contents = MultipartText.Contents(file);
        Dictionary<string, ReadOnlyMemory<byte>> found = new(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var document = request.Documents.FirstOrDefault(known => known.EntryId == entry.EntryUuid);
            if (document?.Inline is { } inline)
            {
                found[entry.UniqueId] = inline;
            }
            else if (document?.ContentId is { } id && contents.TryGetValue(id, out var content))
            {
                found[entry.UniqueId] = content;
            }
        }

        if (!found.Remove(signatureEntry.UniqueId, out var signature) || found.Count != entries.Count - 1)
        {
            return new CheckedSignature(part.Place, Lot, SignatureState.Partly, "lot.document-missing",
                "La signature de lot ne peut pas être vérifiée : ce fichier n'a pas tous les documents du lot.");
        }

        var documents = found.ToDictionary(
            one => one.Key, one => (Func<Stream>)(() => new ReadOnlyMemoryStream(one.Value)), StringComparer.Ordinal);
        var set = request.Submission.SubmissionSet.UniqueId;
        return Judged(part.Place, chosen => LotSignature.Verify(signature, set, documents, chosen), trusted);
    }

    // Without the documents the manifest cannot be compared with them; the signature over it can be verified.
    private static CheckedSignature Alone(CheckedPart part, Func<ReadOnlyMemory<byte>, X509Certificate2?> trusted)
        => Judged(part.Place, chosen => LotSignature.VerifyManifest(part.Bytes, chosen), trusted) is var judged
            && judged.State is SignatureState.Wrong
            ? judged
            : judged with
            {
                State = SignatureState.Partly,
                Reason = "lot.document-missing",
                Sentence = judged.Sentence + " Les documents ne sont pas dans ce fichier : leurs empreintes n'ont pas été comparées.",
            };

    private static CheckedSignature Judged(
        string place, Func<Func<ReadOnlyMemory<byte>, X509Certificate2?>, LotVerification> verify,
        Func<ReadOnlyMemory<byte>, X509Certificate2?> trusted) => verify(trusted) switch
        {
            LotVerification.Valid(var signer) => Right(place, Lot, signer),
            LotVerification.Invalid("lot.certificate", var told) => verify(Embedded()) switch
            {
                LotVerification.Valid(var signer) => Foreign(place, Lot, signer),
                LotVerification.Invalid(var reason, var detail) => Wrong(place, Lot, reason, detail),
                _ => Wrong(place, Lot, "lot.certificate", told),
            },
            LotVerification.Invalid(var reason, var detail) => Wrong(place, Lot, reason, detail),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static CheckedSignature Right(string place, string what, X509Certificate2 signer) => new(
        place, what, SignatureState.Trusted, "", $"La signature est juste, et le certificat est de confiance ici ({Name(signer)}).");

    private static CheckedSignature Foreign(string place, string what, X509Certificate2 signer) => new(
        place, what, SignatureState.Partly, what == Vihf ? "vihf.certificate" : "lot.certificate",
        $"La signature est juste, mais son certificat ({Name(signer)}) n'est pas un certificat de signature de confiance ici.");

    private static CheckedSignature Wrong(string place, string what, string reason, string detail)
        => new(place, what, SignatureState.Wrong, reason, detail);

    private static string Name(X509Certificate2 signer) => signer.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    // The verifiers want the same object for the same bytes.
    private static Func<ReadOnlyMemory<byte>, X509Certificate2?> Embedded()
    {
        Dictionary<string, X509Certificate2> known = new(StringComparer.Ordinal);
        return der =>
        {
            var key = Convert.ToHexString(SHA256.HashData(der.Span));
            return known.TryGetValue(key, out var certificate) ? certificate : known[key] = X509CertificateLoader.LoadCertificate(der.Span);
        };
    }

    private static bool Has(XPathNavigator tree, string name, string space)
        => tree.SelectSingleNode($"//*[local-name()='{name}' and namespace-uri()='{space}']") is not null;

    // An assertion by itself is put where a message has it; exclusive canonical form does not mind the frame around it.
    private static byte[] Enveloped(ReadOnlyMemory<byte> assertion)
    {
        var bytes = assertion.Span.TrimStart("\uFEFF \t\r\n"u8);
        var declared = bytes.StartsWith("<?xml"u8) ? bytes.IndexOf("?>"u8) + 2 : 0;
        return
        [
            .. Encoding.ASCII.GetBytes($"<s:Envelope xmlns:s=\"{SoapNames.Envelope}\"><s:Header><w:Security xmlns:w=\"{SoapNames.Security}\">"),
            .. bytes[declared..],
            .. "</w:Security></s:Header><s:Body><x/></s:Body></s:Envelope>"u8,
        ];
    }
}
