using System.Security.Cryptography;
using System.Text;
using Carnet.Wire.Vihf;

namespace Carnet.Tests.Wire.Vihf;

public sealed class VihfRefusalTests
{
    private static readonly string Genuine = VihfSamples.Assertion(VihfSamples.Direct);

    /// <summary>Text to replace, replacement, reason.</summary>
    public static TheoryData<string, string, string> Edits => new()
    {
        { "<ds:Signature ", "<ds:Signature xmlns:q=\"q\" ", "" },
        { Genuine, "", "vihf.missing" },
        { Genuine, "<saml2:Assertion xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>", "vihf.unsigned" },
        { "urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:1.0:assertion", "vihf.foreign" },
        { "urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:2.0:other", "vihf.missing" },
        { "oasis-200401-wss-wssecurity-secext-1.0.xsd", "other.xsd", "vihf.misplaced" },
        { "http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/", "vihf.misplaced" },
        { "<s:Header>", "<s:Header><s:Header>", "vihf.misplaced" },
        { "899900063480", "899900063481", "vihf.digest" },
        { "code=\"10\"", "code=\"21\"", "vihf.digest" },
        { "<saml2:NameID>", "<saml2:NameID><!-- -->", "vihf.comment" },
        { "900063480</saml2:NameID>", "900063<?x?>480</saml2:NameID>", "vihf.comment" },
        { "DIRECTE</saml2:AttributeValue>", "DIRECTE<!--x--></saml2:AttributeValue>", "vihf.comment" },
        { "<saml2:Subject>", "<saml2:Subject><!--harmless-->", "" },
        { "<saml2:Subject>", "<saml2:Subject><?signed content?>", "vihf.digest" },
        { "<ds:SignatureValue>", "<ds:SignatureValue>AAAA", "vihf.signature" },
        { "<ds:SignatureValue>", "<ds:SignatureValue></ds:SignatureValue><ds:SignatureValue>", "vihf.signature" },
        { "<ds:DigestValue>", "<ds:DigestValue>AAAA<!-- -->", "vihf.digest" },
        { "</ds:SignedInfo>", "</ds:SignedInfo><ds:SignedInfo/>", "vihf.signature" },
        { "</ds:Reference>", "</ds:Reference><ds:Reference URI=\"\"/>", "vihf.reference" },
        { "URI=\"#", "URI=\"", "vihf.reference" },
        { "URI=\"#_0b7c6f0e-2f3a-7c11-9d3e-5a1f00000001\"", "URI=\"\"", "vihf.reference" },
        { " URI=\"#_0b7c6f0e-2f3a-7c11-9d3e-5a1f00000001\"", "", "vihf.reference" },
        { "ID=\"_0b7c6f0e-2f3a-7c11-9d3e-5a1f00000001\"", "", "vihf.reference" },
        { "xmldsig#enveloped-signature", "xmldsig#base64", "vihf.transform" },
        { "http://www.w3.org/2000/09/xmldsig#enveloped-signature", "http://www.w3.org/TR/1999/REC-xslt-19991116", "vihf.transform" },
        { "PrefixList=\"xs\"></ec:InclusiveNamespaces>", "PrefixList=\"xs\"/><x/>", "vihf.transform" },
        { "PrefixList=\"xs\"", "PrefixList=\"\"", "vihf.signature" },
        { "xmldsig-more#rsa-sha256", "xmldsig-more#hmac-sha256", "vihf.algorithm" },
        { "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#rsa-sha1", "vihf.algorithm" },
        { "xmldsig-more#rsa-sha256", "xmldsig-more#ecdsa-sha256", "vihf.signature" },
        { "xmldsig-more#rsa-sha256", "xmldsig-more#rsa-sha384", "vihf.signature" },
        { "http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1", "vihf.algorithm" },
        { "</ds:SignatureMethod>", "<ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>", "vihf.reference" },
        { "<ds:X509Certificate>", "<ds:X509Certificate>AAAA", "vihf.certificate" },
        { "ds:X509Data>", "ds:KeyValue>", "vihf.certificate" },
        { "</ds:KeyInfo>", "</ds:KeyInfo><ds:Object/>", "vihf.signature" },
        { "<b:Request", "<b:Request Id=\"_0b7c6f0e-2f3a-7c11-9d3e-5a1f00000001\"", "vihf.duplicate-id" },
        { "<b:Request", "<b:Request xml:id=\"_0b7c6f0e-2f3a-7c11-9d3e-5a1f00000001\"", "vihf.duplicate-id" },
        { "<wsa:Action>", "<wsa:Action xmlns:u=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\" u:Id=\"_0b7c6f0e-2f3a-7c11-9d3e-5a1f00000001\">", "vihf.duplicate-id" },
        { "<saml2:Subject>", "<saml2:Subject><x:Include xmlns:x=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:a\"/>", "vihf.xop" },
        { "<saml2:Subject>", "<saml2:EncryptedAssertion/><saml2:Subject>", "vihf.foreign" },
        { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!DOCTYPE s [<!ENTITY a \"b\">]>", "xml.dtd" },
        { "</s:Envelope>", "", "xml.malformed" },
        { "</s:Envelope>", "</s:Envelope><s:Envelope/>", "xml.malformed" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edited_envelope_is_refused_for_its_reason(string old, string replacement, string reason)
    {
        var envelope = VihfSamples.Envelope(Genuine);
        Assert.Contains(old, envelope, StringComparison.Ordinal);
        var edited = envelope.Replace(old, replacement, StringComparison.Ordinal);
        // An edit without reason is harmless: it shows that the list refuses for what it says.
        Assert.Equal(reason, VihfSamples.Reason(edited) ?? "");
    }

    [Fact]
    public void A_signature_of_a_certificate_that_nobody_trusts_is_refused()
    {
        using var stranger = VihfSamples.NewRsa("CN=Cabinet Essai, OU=499900063480001, O=TEST, C=FR");
        var xml = Encoding.UTF8.GetString(VihfWriter.Write(VihfSamples.Direct, stranger));
        Assert.Equal("vihf.certificate", VihfSamples.Reason(VihfSamples.Envelope(xml)));
    }

    [Fact]
    public void A_trusted_certificate_with_a_short_key_is_refused()
    {
        using var weak = VihfSamples.NewRsa("CN=weak", 1024);
        var xml = Encoding.UTF8.GetString(VihfWriter.Write(VihfSamples.Direct, weak));
        var result = VihfVerifier.Verify(Encoding.UTF8.GetBytes(VihfSamples.Envelope(xml)), VihfSamples.TrustAnyone);
        Assert.Equal("vihf.key", Assert.IsType<VihfVerification.Rejected>(result).Reason);
    }

    [Fact]
    public void A_trusted_certificate_does_not_lend_its_trust_to_another_key()
    {
        using var stranger = VihfSamples.NewRsa("CN=stranger");
        var xml = Encoding.UTF8.GetString(VihfWriter.Write(VihfSamples.Direct, stranger))
            .Replace(Convert.ToBase64String(stranger.RawData), Convert.ToBase64String(VihfSamples.Rsa.RawData), StringComparison.Ordinal);
        Assert.Equal("vihf.signature", VihfSamples.Reason(VihfSamples.Envelope(xml)));
    }

    [Fact]
    public void The_first_trusted_certificate_of_a_chain_is_used()
    {
        using var authority = VihfSamples.NewRsa("CN=authority");
        var xml = Genuine.Replace("<ds:X509Certificate>",
            $"<ds:X509Certificate>{Convert.ToBase64String(authority.RawData)}</ds:X509Certificate><ds:X509Certificate>", StringComparison.Ordinal);
        Assert.Null(VihfSamples.Reason(VihfSamples.Envelope(xml)));
    }

    [Fact]
    public void A_flood_of_namespaces_is_stopped_early()
    {
        var flood = string.Concat(Enumerable.Range(0, 300).Select(i => $"<x xmlns:p{i}=\"urn:{i}\">"))
            .Insert(0, "<saml2:Subject>") + string.Concat(Enumerable.Repeat("</x>", 300)) + "</saml2:Subject>";
        Assert.Equal("xml.depth", VihfSamples.Reason(VihfSamples.Envelope(Genuine.Replace("<saml2:Subject>", flood + "<saml2:Subject>", StringComparison.Ordinal))));
        var wide = "<x " + string.Concat(Enumerable.Range(0, 300).Select(i => $" xmlns:p{i}=\"urn:{i}\"")) + "/>";
        Assert.Equal("xml.namespaces", VihfSamples.Reason(VihfSamples.Envelope(Genuine.Replace("<saml2:Subject>", wide + "<saml2:Subject>", StringComparison.Ordinal))));
    }

    /// <remarks>Every byte of the envelope takes one of four wrong turns; what still verifies must say the same.</remarks>
    [Fact]
    public void No_changed_byte_changes_a_claim()
    {
        var genuine = Encoding.UTF8.GetBytes(VihfSamples.Envelope(Genuine));
        var harmless = 0;
        for (var i = 0; i < genuine.Length; i++)
        {
            var edited = (byte[])genuine.Clone();
            edited[i] = (i % 4) switch
            {
                0 => (byte)(genuine[i] ^ 1),
                1 => (byte)(genuine[i] ^ 0x20),
                2 => (byte)' ',
                _ => (byte)(genuine[i] + 1),
            };
            if (VihfVerifier.Verify(edited, VihfSamples.TrustOurs) is VihfVerification.Verified verified)
            {
                Assert.Equal(VihfSamples.Direct, verified.Token with { Roles = VihfSamples.Direct.Roles });
                Assert.Equal(VihfSamples.Direct.Roles, verified.Token.Roles);
                harmless++;
            }
        }

        Assert.InRange(harmless, 1, genuine.Length / 4);
    }

    [Fact]
    public void Sha1_verifies_only_behind_its_flag()
    {
        var template = VihfVariants.Template(0)
            .Replace("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#rsa-sha1", StringComparison.Ordinal)
            .Replace("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1", StringComparison.Ordinal);
        var signed = VihfVariants.Sign(template, VihfSamples.Rsa, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
        Assert.Equal("vihf.algorithm", VihfSamples.Reason(signed));
        Assert.IsType<VihfVerification.Verified>(VihfSamples.Verify(signed, allowSha1: true));
    }

    [Theory]
    [InlineData("sha256"), InlineData("sha384"), InlineData("sha512")]
    public void Probabilistic_signatures_verify(string hash)
    {
        var template = VihfVariants.Template(0).Replace("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            $"http://www.w3.org/2007/05/xmldsig-more#{hash}-rsa-MGF1", StringComparison.Ordinal);
        var signed = VihfVariants.Sign(template, VihfSamples.Rsa, new HashAlgorithmName(hash.ToUpperInvariant()), RSASignaturePadding.Pss);
        Assert.Null(VihfSamples.Reason(signed));
    }
}
