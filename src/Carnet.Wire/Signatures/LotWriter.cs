using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Signatures;

/// <summary>Writes a lot signature: once for the digests, once for the value, once for good.</summary>
/// <remarks>
/// Inclusive canonical form depends on what stands around; writing the whole thrice is simpler than foreseeing it.
/// </remarks>
internal static class LotWriter
{
    public static byte[] Write(
        string set, List<LotDocument> documents, X509Certificate2 signer, DateTimeOffset signingTime, AsymmetricAlgorithm? key)
    {
        using var signing = SigningKey.Of(signer, key);
        var algorithm = signing.Algorithm;
        using var objects = new PooledBytes();
        Objects(new Utf8XmlWriter(objects), set, documents, signer, signingTime);

        using var draft = Read(Whole(algorithm, [], [], [], signer, objects.Span));
        var manifest = Digest(Find(draft, "Manifest"));
        var properties = Digest(Find(draft, "SignedProperties"));
        using var info = new PooledBytes(4096);
        using var unsigned = Read(Whole(algorithm, manifest, properties, [], signer, objects.Span));
        TapeCanonical.Write(Find(unsigned, "SignedInfo"), CanonicalForm.InclusiveFormWithComments, [], info);
        var value = signing.Sign(info.Span);
        return Whole(algorithm, manifest, properties, value, signer, objects.Span);
    }

    private static XmlTape Read(byte[] document) => XmlTape.Read(document, XmlLimits.Envelope);

    private static TapeElement Find(XmlTape tape, string name)
    {
        for (var i = 0; i < tape.Count; i++)
        {
            if (tape[i].Type is System.Xml.XmlNodeType.Element && tape[i].LocalName == name)
            {
                return new TapeElement(tape, i);
            }
        }

        throw new InvalidOperationException(name);
    }

    private static byte[] Digest(TapeElement element)
    {
        using var output = new HashingOutput(HashAlgorithmName.SHA256);
        TapeCanonical.Write(element, CanonicalForm.InclusiveForm, [], output);
        return output.Finish();
    }

    private static byte[] Whole(SignatureAlgorithm algorithm, ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> properties,
        ReadOnlySpan<byte> value, X509Certificate2 signer, ReadOnlySpan<byte> objects)
    {
        using var output = new PooledBytes();
        var writer = new Utf8XmlWriter(output)
            .Raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\""u8)
            .Attribute("Id"u8, LotNames.SignatureId).Raw("><ds:SignedInfo><ds:CanonicalizationMethod"u8)
            .Attribute("Algorithm"u8, CanonicalForm.InclusiveWithCommentsUri)
            .Raw("/><ds:SignatureMethod"u8).Attribute("Algorithm"u8, algorithm.Uri).Raw("/>"u8);
        Reference(writer, "#" + LotNames.ManifestId, LotNames.ManifestType, false, manifest);
        Reference(writer, "#" + LotNames.PropertiesId, LotNames.Xades + LotNames.PropertiesType, false, properties);
        writer.Raw("</ds:SignedInfo><ds:SignatureValue>"u8).Base64(value)
            .Raw("</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>"u8).Base64(signer.RawDataMemory.Span)
            .Raw("</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"u8).Raw(objects).Raw("</ds:Signature>"u8);
        return output.Span.ToArray();
    }

    private static void Objects(
        Utf8XmlWriter writer, string set, List<LotDocument> documents, X509Certificate2 signer, DateTimeOffset signingTime)
    {
        writer.Raw("<ds:Object><ds:Manifest"u8).Attribute("Id"u8, LotNames.ManifestId).Raw(">"u8);
        Reference(writer, LotNames.Oid + set, null, false, [0]);
        foreach (var document in documents)
        {
            Reference(writer, LotNames.Oid + document.UniqueId, null, document.Xml, Hash(document));
        }

        writer.Raw("</ds:Manifest></ds:Object><ds:Object><ds:SignatureProperties><ds:SignatureProperty Id=\"purposeOfSignature\""u8)
            .Attribute("Target"u8, "#" + LotNames.SignatureId).Raw(">"u8).Text(LotNames.PurposeSource)
            .Raw("</ds:SignatureProperty></ds:SignatureProperties></ds:Object><ds:Object><xades:QualifyingProperties"u8)
            .Attribute("xmlns:xades"u8, LotNames.Xades).Attribute("Target"u8, "#" + LotNames.SignatureId)
            .Raw("><xades:SignedProperties"u8).Attribute("Id"u8, LotNames.PropertiesId)
            .Raw("><xades:SignedSignatureProperties><xades:SigningTime>"u8)
            .Text(signingTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .Raw("</xades:SigningTime><xades:SigningCertificate><xades:Cert><xades:CertDigest><xades:DigestMethod"u8)
            .Attribute("Algorithm"u8, DigestAlgorithm.Sha256Uri).Raw("/><xades:DigestValue>"u8)
            .Base64(SHA256.HashData(signer.RawDataMemory.Span))
            .Raw("</xades:DigestValue></xades:CertDigest><xades:IssuerSerial><ds:X509IssuerName>"u8).Text(signer.Issuer)
            .Raw("</ds:X509IssuerName><ds:X509SerialNumber>"u8)
            .Text(new BigInteger(signer.SerialNumberBytes.Span, isUnsigned: true, isBigEndian: true)
                .ToString(CultureInfo.InvariantCulture))
            .Raw("</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert></xades:SigningCertificate>"u8)
            .Raw("<xades:SignaturePolicyIdentifier><xades:SignaturePolicyImplied/></xades:SignaturePolicyIdentifier>"u8)
            .Raw("</xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Object>"u8);
    }

    private static byte[] Hash(LotDocument document)
    {
        using var output = new HashingOutput(HashAlgorithmName.SHA256);
        if (document.Xml)
        {
            using var reader = SafeXml.Open(document.Content, XmlLimits.Document);
            CanonicalXml.WriteDocument(reader, CanonicalForm.InclusiveFormWithComments, output);
        }
        else
        {
            output.Append(document.Content.Span);
        }

        return output.Finish();
    }

    private static void Reference(Utf8XmlWriter writer, string uri, string? type, bool canonical, ReadOnlySpan<byte> digest)
        => writer.Raw("<ds:Reference"u8).Attribute("URI"u8, uri).Attribute("Type"u8, type).Raw(">"u8)
            .Raw(canonical ? "<ds:Transforms><ds:Transform Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments\"/></ds:Transforms>"u8 : default)
            .Raw("<ds:DigestMethod"u8).Attribute("Algorithm"u8, DigestAlgorithm.Sha256Uri)
            .Raw("/><ds:DigestValue>"u8).Base64(digest).Raw("</ds:DigestValue></ds:Reference>"u8);
}
