using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Signatures;

/// <summary>The steps of verifying one lot signature, each of which refuses by itself.</summary>
internal sealed class LotVerifier
{
    private readonly TapeElement _root;
    private readonly SignatureShape _shape;
    private readonly bool _allowSha1;

    public LotVerifier(TapeElement root, bool allowSha1)
    {
        SignatureRejection.Unless(root.Is("Signature", XmlNames.Ds),
            "lot.shape", "Le document n'est pas une ds:Signature.");
        _root = root;
        _allowSha1 = allowSha1;
        _shape = SignatureShape.Read(root, "lot");
    }

    /// <summary>The trusted signer, once SignedInfo has been found to be theirs.</summary>
    public X509Certificate2 Signer(Func<ReadOnlyMemory<byte>, X509Certificate2?> trusted)
    {
        var algorithm = SignatureAlgorithm.Find(_shape.SignatureMethod, _allowSha1)
            ?? throw new SignatureRejection("lot.algorithm", "SignatureMethod n'est pas admis.");
        var signer = _shape.Certificates.Select(der => trusted(der)).FirstOrDefault(found => found is not null)
            ?? throw new SignatureRejection("lot.certificate", "Aucun certificat de la signature n'est de confiance.");
        SignatureRejection.Unless(SignatureKey.Of(signer).IsStrong, "lot.key", "La clé du certificat est trop courte.");
        using var bytes = new PooledBytes(4096);
        TapeCanonical.Write(_shape.SignedInfo, _shape.Canonical, [], bytes);
        SignatureRejection.Unless(SignatureKey.Of(signer).Verifies(algorithm, bytes.Span, _shape.Value),
            "lot.signature", "La signature du lot est fausse.");
        return signer;
    }

    /// <summary>Exactly the manifest and the signed properties, both as signed.</summary>
    public void CheckReferences(X509Certificate2 signer)
    {
        var targets = Targets();
        SignatureRejection.Unless(_shape.References.Count == 2,
            "lot.reference", "La signature n'a pas exactement deux Reference.");
        foreach (var reference in _shape.References)
        {
            SignatureRejection.Unless(reference.Uri.StartsWith('#') && targets.TryGetValue(reference.Uri[1..], out _),
                "lot.reference", "Une Reference ne désigne rien dans la signature.");
            CheckDigest(reference, targets[reference.Uri[1..]]);
        }

        SignatureRejection.Unless(Covers(targets, Manifest().Index), "lot.reference", "Le Manifest n'est pas signé.");
        var properties = Properties();
        SignatureRejection.Unless(Covers(targets, properties.Index),
            "lot.reference", "SignedProperties n'est pas signé.");
        CheckSigningCertificate(properties, signer);
    }

    /// <summary>The set by name, then each of its documents once and nothing else.</summary>
    public void CheckDocuments(string submissionSetUniqueId, IReadOnlyDictionary<string, Func<Stream>> documents)
    {
        var covered = new Dictionary<string, SignatureReference>(StringComparer.Ordinal);
        foreach (var child in Manifest().Children())
        {
            var reference = SignatureShape.Reference(child, "lot");
            SignatureRejection.Unless(
                reference.Uri.StartsWith(LotNames.Oid, StringComparison.Ordinal)
                    && covered.TryAdd(reference.Uri[LotNames.Oid.Length..], reference),
                "lot.coverage", "Le Manifest cite deux fois un document, ou cite autre chose qu'un document.");
        }

        SignatureRejection.Unless(covered.Remove(submissionSetUniqueId),
            "lot.set", "Le Manifest ne cite pas le lot de soumission.");
        SignatureRejection.Unless(covered.Count == documents.Count && covered.Keys.All(documents.ContainsKey),
            "lot.coverage", "Le Manifest ne cite pas exactement les documents du lot.");
        foreach (var (uniqueId, reference) in covered)
        {
            SignatureRejection.Unless(HashDocument(reference, documents[uniqueId]).AsSpan().SequenceEqual(reference.Digest),
                "lot.document-digest", "Un document du lot n'est pas celui qui a été signé.");
        }
    }

    private byte[] HashDocument(SignatureReference reference, Func<Stream> open)
    {
        using var output = new HashingOutput(Digest(reference));
        using var stream = open();
        if (Form(reference) is { } form)
        {
            using var reader = SafeXml.Open(stream, XmlLimits.Document);
            CanonicalXml.WriteDocument(reader, form, output);
            return output.Finish();
        }

        var buffer = new byte[16 * 1024];
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            output.Append(buffer.AsSpan(0, read));
        }

        return output.Finish();
    }

    private void CheckDigest(SignatureReference reference, TapeElement target)
    {
        // A same-document reference selects nodes without comments, whatever the transform then would keep.
        var form = (Form(reference) ?? CanonicalForm.InclusiveForm) with { WithComments = false };
        using var output = new HashingOutput(Digest(reference));
        TapeCanonical.Write(target, form, [], output);
        SignatureRejection.Unless(output.Finish().AsSpan().SequenceEqual(reference.Digest), "lot.digest",
            $"L'élément {target.LocalName} n'est pas celui qui a été signé.");
    }

    private HashAlgorithmName Digest(SignatureReference reference)
        => DigestAlgorithm.Find(reference.DigestMethod, _allowSha1)
            ?? throw new SignatureRejection("lot.algorithm", "DigestMethod n'est pas admis.");

    private static CanonicalForm? Form(SignatureReference reference) => reference.Transforms switch
    {
        [] => null,
        [var only] when CanonicalForm.FromAlgorithm(only.Algorithm, only.PrefixList) is { } form => form,
        _ => throw new SignatureRejection("lot.transform", "Une transformation n'est pas admise."),
    };

    private bool Covers(Dictionary<string, TapeElement> targets, int index)
        => _shape.References.Any(reference => targets[reference.Uri[1..]].Index == index);

    /// <summary>Elements by their Id, none twice. Only the objects of the signature may be referred to.</summary>
    private Dictionary<string, TapeElement> Targets()
    {
        var targets = new Dictionary<string, TapeElement>(StringComparer.Ordinal);
        for (var i = 0; i < _root.Tape.Count; i++)
        {
            if (_root.Tape[i] is { Type: XmlNodeType.Attribute, LocalName: "Id" or "ID" or "id" } id
                && (id.Uri.Length == 0 && id.LocalName != "id" || id.Uri is XmlNames.Xml or XmlNames.Wsu))
            {
                SignatureRejection.Unless(targets.TryAdd(id.Value, new TapeElement(_root.Tape, id.Parent)),
                    "lot.duplicate-id", "Un identifiant XML est répété.");
            }
        }

        return targets;
    }

    private TapeElement Manifest() => InObject("Manifest", XmlNames.Ds);

    private TapeElement Properties()
    {
        var qualifying = InObject("QualifyingProperties", null);
        SignatureRejection.Unless(qualifying.Node.Uri.StartsWith("http://uri.etsi.org/01903/", StringComparison.Ordinal),
            "lot.shape", "QualifyingProperties n'est pas de XAdES.");
        return qualifying.Children().Find(child => child.Is("SignedProperties", qualifying.Node.Uri)) is { Tape: not null } found
            ? found
            : throw new SignatureRejection("lot.shape", "SignedProperties manque.");
    }

    private TapeElement InObject(string name, string? uri)
    {
        var found = _shape.Objects.SelectMany(one => one.Children())
            .Where(child => child.LocalName == name && (uri is null || child.Node.Uri == uri)).ToList();
        SignatureRejection.Unless(found.Count == 1, "lot.shape", $"L'élément {name} manque ou est répété.");
        return found[0];
    }

    /// <remarks>KeyInfo is not signed; the property is, and ties the signature to one certificate of the key.</remarks>
    private static void CheckSigningCertificate(TapeElement properties, X509Certificate2 signer)
    {
        var digests = new List<bool>();
        for (var i = properties.Index; i < properties.End; i++)
        {
            if (properties.Tape[i] is { Type: XmlNodeType.Element, LocalName: "CertDigest" })
            {
                var parts = new TapeElement(properties.Tape, i).Children();
                // SHA-1 names a certificate here and signs nothing, so old senders are understood.
                var method = parts is [var first, _] ? first.Attribute("Algorithm") : null;
                var digest = DigestAlgorithm.Find(method, allowSha1: true);
                digests.Add(digest is { } hash && parts[1].Text() is { } text
                    && text == Convert.ToBase64String(CryptographicOperations.HashData(hash, signer.RawDataMemory.Span)));
            }
        }

        SignatureRejection.Unless(digests.Count == 0 || digests.Contains(true),
            "lot.certificate", "SigningCertificate ne désigne pas le certificat qui a signé.");
    }
}
