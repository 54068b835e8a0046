using System.Buffers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Carnet.Wire.Signatures;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Vihf;

/// <summary>Writes a signed VIHF.</summary>
/// <remarks>
/// The text is written in canonical form from the start, so that signing is one hash and one signature and nothing is
/// parsed. Each element declares the prefixes it uses, as exclusive canonical form does, so that the assertion may be put
/// into any envelope. <see cref="VihfToken.HasAudience"/> is not written: a VIHF has no audience.
/// Source: CI-SIS VIHF 3.0; W3C xml-exc-c14n.
/// </remarks>
public static class VihfWriter
{
    private const string Label = "mode acces VIHF 2.0";

    /// <summary>
    /// The assertion as UTF-8 without XML declaration, signed with RSA-SHA256 (PKCS#1) or ECDSA-SHA256.
    /// </summary>
    /// <param name="token">The claims; the Issuer should be the subject of the certificate.</param>
    /// <param name="signer">A certificate with its private key, RSA or elliptic curve.</param>
    /// <param name="key">Its private key where the certificate cannot hold it (a PKCS#11 object); not disposed.</param>
    /// <param name="modeName">Authentification_mode or Authentification_Mode; both are seen.</param>
    /// <exception cref="ArgumentException">The certificate has no usable private key.</exception>
    public static byte[] Write(
        VihfToken token, X509Certificate2 signer, string modeName = VihfNames.Mode, AsymmetricAlgorithm? key = null)
    {
        ArgumentNullException.ThrowIfNull(token);
        using var signing = SigningKey.Of(signer, key);
        using var assertion = new PooledBytes();
        var head = Assertion(new Utf8XmlWriter(assertion), token, modeName, assertion);
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(assertion.Span, digest);
        using var signedInfo = new PooledBytes(2048);
        SignedInfo(new Utf8XmlWriter(signedInfo), signing.Algorithm.Uri, token.Id, digest);
        var value = signing.Sign(signedInfo.Span);

        var output = new ArrayBufferWriter<byte>(assertion.Length + signedInfo.Length + 4096);
        new Utf8XmlWriter(output)
            .Raw(assertion.Span[..head])
            .Raw("<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">"u8).Raw(signedInfo.Span)
            .Raw("<ds:SignatureValue>"u8).Base64(value)
            .Raw("</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>"u8).Base64(signer.RawDataMemory.Span)
            .Raw("</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>"u8)
            .Raw(assertion.Span[head..]);
        return output.WrittenSpan.ToArray();
    }

    /// <returns>Where the signature goes: just behind the Issuer.</returns>
    private static int Assertion(Utf8XmlWriter writer, VihfToken token, string modeName, PooledBytes written)
    {
        writer.Raw("<saml2:Assertion xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\""u8)
            .Raw(" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\""u8)
            .Attribute("ID"u8, token.Id)
            .Attribute("IssueInstant"u8, VihfInstant.Write(token.IssueInstant))
            .Raw(" Version=\"2.0\"><saml2:Issuer Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName\">"u8)
            .Text(token.Issuer).Raw("</saml2:Issuer>"u8);
        var head = written.Length;
        writer.Raw("<saml2:Subject><saml2:NameID>"u8).Text(token.SubjectNameId).Raw("</saml2:NameID></saml2:Subject>"u8);
        Conditions(writer, token);
        writer.Raw("<saml2:AuthnStatement"u8).Attribute("AuthnInstant"u8, VihfInstant.Write(token.AuthnInstant))
            .Raw("><saml2:AuthnContext><saml2:AuthnContextClassRef>"u8).Text(token.AuthnContextClassRef)
            .Raw("</saml2:AuthnContextClassRef>"u8);
        if (token.AuthnContextDecl is not null)
        {
            writer.Raw("<saml2:AuthnContextDecl>"u8).Text(token.AuthnContextDecl).Raw("</saml2:AuthnContextDecl>"u8);
        }

        writer.Raw("</saml2:AuthnContext></saml2:AuthnStatement><saml2:AttributeStatement>"u8);
        Claim(writer, VihfNames.Structure, token.StructureId);
        Claim(writer, VihfNames.Sector, token.Sector);
        Claim(writer, VihfNames.SubjectName, token.SubjectName);
        Roles(writer, token.Roles);
        Claim(writer, VihfNames.Version, token.Version);
        Claim(writer, modeName, token.AuthenticationMode);
        Claim(writer, VihfNames.Resource, token.ResourceId);
        Claim(writer, VihfNames.ResourceUrn, token.ResourceUrn);
        Purpose(writer, token.PurposeOfUse, token.PurposeSystem ?? "1.2.250.1.213.1.1.4.248");
        Claim(writer, VihfNames.Reason, token.AccessReason);
        Claim(writer, VihfNames.Confidentiality, token.ConfidentialityCode);
        Claim(writer, VihfNames.LpsId, token.LpsId);
        Claim(writer, VihfNames.LpsName, token.LpsName);
        Claim(writer, VihfNames.LpsVersion, token.LpsVersion);
        Claim(writer, VihfNames.LpsHomologation, token.LpsHomologationId);
        writer.Raw("</saml2:AttributeStatement></saml2:Assertion>"u8);
        return head;
    }

    private static void Conditions(Utf8XmlWriter writer, VihfToken token)
    {
        if (token.NotBefore is null && token.NotOnOrAfter is null)
        {
            return;
        }

        writer.Raw("<saml2:Conditions"u8)
            .Attribute("NotBefore"u8, token.NotBefore is { } start ? VihfInstant.Write(start) : null)
            .Attribute("NotOnOrAfter"u8, token.NotOnOrAfter is { } end ? VihfInstant.Write(end) : null)
            .Raw("></saml2:Conditions>"u8);
    }

    private static void Claim(Utf8XmlWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.Raw("<saml2:Attribute"u8).Attribute("Name"u8, name)
                .Raw("><saml2:AttributeValue xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xs:string\">"u8)
                .Text(value).Raw("</saml2:AttributeValue></saml2:Attribute>"u8);
        }
    }

    private static void Roles(Utf8XmlWriter writer, IReadOnlyList<CodedRole> roles)
    {
        writer.Raw("<saml2:Attribute"u8).Attribute("Name"u8, VihfNames.Role).Raw(">"u8);
        foreach (var role in roles)
        {
            writer.Raw("<saml2:AttributeValue><Role xmlns=\"urn:hl7-org:v3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""u8)
                .Attribute("code"u8, role.Code).Attribute("codeSystem"u8, role.CodeSystem)
                .Attribute("displayName"u8, role.DisplayName)
                .Raw(" xsi:type=\"CE\"></Role></saml2:AttributeValue>"u8);
        }

        writer.Raw("</saml2:Attribute>"u8);
    }

    private static void Purpose(Utf8XmlWriter writer, string code, string system)
        => writer.Raw("<saml2:Attribute"u8).Attribute("Name"u8, VihfNames.Purpose)
            .Raw("><saml2:AttributeValue><PurposeOfUse xmlns=\"urn:hl7-org:v3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""u8)
            .Attribute("code"u8, code).Attribute("codeSystem"u8, system)
            .Attribute("codeSystemName"u8, Label)
            .Attribute("displayName"u8, code switch
            {
                "normal" => "Accès normal",
                "bris_de_glace" => "Accès en bris de glace",
                "centre_15" => "Accès par un centre de régulation médicale",
                _ => null,
            })
            .Raw(" xsi:type=\"CE\"></PurposeOfUse></saml2:AttributeValue></saml2:Attribute>"u8);

    private static void SignedInfo(Utf8XmlWriter writer, string method, string id, ReadOnlySpan<byte> digest)
        => writer.Raw("<ds:SignedInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:CanonicalizationMethod"u8)
            .Attribute("Algorithm"u8, CanonicalForm.ExclusiveUri)
            .Raw("></ds:CanonicalizationMethod><ds:SignatureMethod"u8).Attribute("Algorithm"u8, method)
            .Raw("></ds:SignatureMethod><ds:Reference"u8).Attribute("URI"u8, "#" + id)
            .Raw("><ds:Transforms><ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform><ds:Transform"u8)
            .Attribute("Algorithm"u8, CanonicalForm.ExclusiveUri)
            // A prefix inside a value (xs:string) is invisible to exclusive C14N; the list keeps its binding signed.
            .Raw("><ec:InclusiveNamespaces xmlns:ec=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"xs\">"u8)
            .Raw("</ec:InclusiveNamespaces></ds:Transform></ds:Transforms><ds:DigestMethod"u8).Attribute("Algorithm"u8, DigestAlgorithm.Sha256Uri)
            .Raw("></ds:DigestMethod><ds:DigestValue>"u8).Base64(digest)
            .Raw("</ds:DigestValue></ds:Reference></ds:SignedInfo>"u8);
}
