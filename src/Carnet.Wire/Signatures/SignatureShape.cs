using Carnet.Wire.Xml;

namespace Carnet.Wire.Signatures;

/// <summary>One reference of a signature or manifest, as written.</summary>
internal sealed record SignatureReference(
    string Uri, string? Type, IReadOnlyList<SignatureTransform> Transforms, string DigestMethod, byte[] Digest);

/// <summary>One transform, with the prefix list that may stand in it.</summary>
internal sealed record SignatureTransform(string Algorithm, string? PrefixList);

/// <summary>The parts of a <c>ds:Signature</c>, found by name and namespace, each exactly once.</summary>
/// <remarks>
/// Anything unexpected refuses: a second SignedInfo, an HMAC length, or a comment that splits a digest have no honest use.
/// Source: W3C xmldsig-core §4.
/// </remarks>
internal sealed record SignatureShape(
    TapeElement SignedInfo,
    CanonicalForm Canonical,
    string SignatureMethod,
    IReadOnlyList<SignatureReference> References,
    byte[] Value,
    IReadOnlyList<byte[]> Certificates,
    IReadOnlyList<TapeElement> Objects)
{
    private const int MostCertificates = 8;

    public static SignatureShape Read(TapeElement signature, string reasons)
    {
        TapeElement? signedInfo = null, value = null, keyInfo = null;
        var objects = new List<TapeElement>();
        foreach (var child in signature.Children())
        {
            if (child.Is("Object", XmlNames.Ds))
            {
                objects.Add(child);
            }
            else if (child.Is("SignedInfo", XmlNames.Ds) && signedInfo is null)
            {
                signedInfo = child;
            }
            else if (child.Is("SignatureValue", XmlNames.Ds) && value is null)
            {
                value = child;
            }
            else if (child.Is("KeyInfo", XmlNames.Ds) && keyInfo is null)
            {
                keyInfo = child;
            }
            else
            {
                throw Refuse(reasons, "signature", "La signature contient un élément inattendu ou répété.");
            }
        }

        if (signedInfo is not { } info || value is not { } signatureValue)
        {
            throw Refuse(reasons, "signature", "La signature n'a pas de SignedInfo ou de SignatureValue.");
        }

        var parts = info.Children();
        if (parts.Count < 3 || !parts[0].Is("CanonicalizationMethod", XmlNames.Ds)
            || !parts[1].Is("SignatureMethod", XmlNames.Ds) || parts[1].Children().Count > 0)
        {
            throw Refuse(reasons, "reference", "SignedInfo n'a pas la forme attendue.");
        }

        return new SignatureShape(
            info,
            CanonicalForm.FromAlgorithm(parts[0].Attribute("Algorithm"), PrefixList(parts[0], reasons))
                ?? throw Refuse(reasons, "algorithm", "CanonicalizationMethod n'est pas admis."),
            parts[1].Attribute("Algorithm") ?? "",
            [.. parts.Skip(2).Select(part => Reference(part, reasons))],
            Base64(signatureValue, reasons, "signature"),
            ReadCertificates(keyInfo, reasons),
            objects);
    }

    public static SignatureReference Reference(TapeElement reference, string reasons)
    {
        var parts = reference.Is("Reference", XmlNames.Ds) ? reference.Children() : [];
        var transforms = parts.Count == 3 && parts[0].Is("Transforms", XmlNames.Ds) ? parts[0].Children() : [];
        var method = parts.Count >= 2 ? parts[^2] : default;
        if (parts.Count is not (2 or 3) || parts.Count - 2 != (transforms.Count > 0 ? 1 : 0)
            || !method.Is("DigestMethod", XmlNames.Ds) || !parts[^1].Is("DigestValue", XmlNames.Ds)
            || !transforms.TrueForAll(transform => transform.Is("Transform", XmlNames.Ds)))
        {
            throw Refuse(reasons, "reference", "Une Reference de la signature n'a pas la forme attendue.");
        }

        return new SignatureReference(
            reference.Attribute("URI") ?? throw Refuse(reasons, "reference", "Une Reference n'a pas d'URI."),
            reference.Attribute("Type"),
            [.. transforms.Select(one => new SignatureTransform(one.Attribute("Algorithm") ?? "", PrefixList(one, reasons)))],
            method.Attribute("Algorithm") ?? "",
            Base64(parts[^1], reasons, "digest"));
    }

    private static byte[][] ReadCertificates(TapeElement? keyInfo, string reasons)
    {
        var certificates = new List<byte[]>();
        foreach (var data in keyInfo?.Children() ?? [])
        {
            foreach (var certificate in data.Is("X509Data", XmlNames.Ds) ? data.Children() : [])
            {
                if (certificate.Is("X509Certificate", XmlNames.Ds) && certificates.Count < MostCertificates)
                {
                    certificates.Add(Base64(certificate, reasons, "certificate"));
                }
            }
        }

        return [.. certificates];
    }

    /// <remarks>
    /// xml-crypto puts a list into every transform, in the namespace of its algorithm; where none belongs it says
    /// nothing.
    /// </remarks>
    private static string? PrefixList(TapeElement method, string reasons)
    {
        var children = method.Children();
        if (children.Count == 0)
        {
            return null;
        }

        var namespaces = children[0].Node.Uri;
        return children.Count == 1 && children[0].LocalName == "InclusiveNamespaces"
            && (namespaces == CanonicalForm.ExclusiveUri || namespaces == method.Attribute("Algorithm"))
            ? children[0].Attribute("PrefixList")
            : throw Refuse(reasons, "transform", "Un paramètre de transformation n'est pas admis.");
    }

    private static byte[] Base64(TapeElement element, string reasons, string part)
    {
        var text = element.Text();
        var bytes = text is null ? [] : new byte[(text.Length / 4 * 3) + 3];
        return text is not null && Convert.TryFromBase64String(text, bytes, out var written) && written > 0
            ? bytes[..written]
            : throw Refuse(reasons, part, $"L'élément {element.LocalName} n'est pas en base64.");
    }

    private static SignatureRejection Refuse(string reasons, string part, string message) => new($"{reasons}.{part}", message);
}
