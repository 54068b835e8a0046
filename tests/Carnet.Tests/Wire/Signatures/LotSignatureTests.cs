using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Carnet.Tests.Support;
using Carnet.Tests.Wire.Vihf;
using Carnet.Wire.Signatures;
using Carnet.Wire.Xml;

namespace Carnet.Tests.Wire.Signatures;

public sealed class LotSignatureTests
{
    private const string Set = "1.2.250.1.999.1.1.1";
    private static readonly DateTimeOffset Instant = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(1));
    private static readonly byte[] Cda = Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?><!-- kept --><ClinicalDocument xmlns=\"urn:hl7-org:v3\" b='1' a='2'>é&#13;</ClinicalDocument>");
    private static readonly byte[] Pdf = [0x25, 0x50, 0x44, 0x46, 0, 13, 10];
    private static readonly string Genuine = Encoding.UTF8.GetString(
        LotSignature.Create(Set, [new("1.2.3^cda", Cda, true), new("1.2.4", Pdf, false)], VihfSamples.Rsa, Instant));

    [Fact]
    public void A_signed_set_verifies_and_names_its_signer()
        => Assert.Same(VihfSamples.Rsa, Assert.IsType<LotVerification.Valid>(Verify(Genuine)).Signer);

    [Fact]
    public void An_elliptic_curve_signs_a_set_too()
        => Assert.IsType<LotVerification.Valid>(Verify(Encoding.UTF8.GetString(
            LotSignature.Create(Set, [new("1.2.3^cda", Cda, true), new("1.2.4", Pdf, false)], VihfSamples.Ecdsa, Instant))));

    [Fact]
    public void The_same_document_in_other_words_is_the_same_document()
    {
        var rewritten = Encoding.UTF8.GetBytes("<!-- kept -->\n<ClinicalDocument a=\"2\" b=\"1\" xmlns=\"urn:hl7-org:v3\">&#xE9;&#xD;</ClinicalDocument>\n");
        Assert.IsType<LotVerification.Valid>(Verify(Genuine, cda: rewritten));
    }

    [Fact]
    public void Properties_in_no_namespace_are_no_obstacle()
        => Assert.IsType<LotVerification.Valid>(Verify(Genuine.Replace("<ds:SignatureProperties>", "<SignatureProperties xmlns=\"\">", StringComparison.Ordinal)
            .Replace("</ds:SignatureProperties>", "</SignatureProperties>", StringComparison.Ordinal)));

    [Theory]
    [InlineData("<ds:Manifest Id", "<ds:Manifest x=\"\" Id", "lot.digest")]
    [InlineData("2026-03-02T08:00:00Z", "2026-03-02T08:00:01Z", "lot.digest")]
    [InlineData("urn:oid:1.2.4", "urn:oid:1.2.5", "lot.digest")]
    [InlineData("</ds:SignatureValue>", "AAAA</ds:SignatureValue>", "lot.signature")]
    [InlineData("<ds:SignedInfo>", "<ds:SignedInfo><!-- kept by this form -->", "lot.signature")]
    [InlineData("rsa-sha256", "hmac-sha256", "lot.algorithm")]
    [InlineData("URI=\"#IHEManifest\"", "URI=\"#SignedProperties\"", "lot.signature")]
    [InlineData("<ds:X509Certificate>", "<ds:X509Certificate>AAAA", "lot.certificate")]
    [InlineData("</ds:KeyInfo>", "</ds:KeyInfo><ds:Object><ds:Manifest Id=\"m2\"/></ds:Object>", "lot.shape")]
    [InlineData("</ds:KeyInfo>", "</ds:KeyInfo><ds:Object Id=\"IHEManifest\"/>", "lot.duplicate-id")]
    [InlineData("ds:Signature ", "ds:Other ", "xml.malformed")]
    [InlineData("xmldsig#\"", "xmldsig2#\"", "lot.shape")]
    public void An_edited_signature_is_refused_for_its_reason(string old, string replacement, string reason)
    {
        Assert.Contains(old, Genuine, StringComparison.Ordinal);
        Assert.Equal(reason, Reason(Verify(Genuine.Replace(old, replacement, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_changed_document_is_refused()
    {
        Assert.Equal("lot.document-digest", Reason(Verify(Genuine, pdf: [.. Pdf, 0])));
        Assert.Equal("lot.document-digest", Reason(Verify(Genuine, cda: Encoding.UTF8.GetBytes("<!-- kep --><ClinicalDocument xmlns=\"urn:hl7-org:v3\" b='1' a='2'>é&#13;</ClinicalDocument>"))));
        Assert.Equal("xml.malformed", Reason(Verify(Genuine, cda: Pdf)));
    }

    [Fact]
    public void F_3_Every_document_of_the_set_is_covered_and_nothing_else()
    {
        Assert.Equal("lot.coverage", Reason(Verify(Genuine, more: "1.2.5")));
        Assert.Equal("lot.set", Reason(Verify(Genuine, set: "1.2.3.4")));
        Assert.Equal("lot.coverage", Reason(Verify(Sign([new("1.2.4", Pdf, false)]))));
        Assert.Equal("lot.coverage", Reason(Verify(Sign([new("1.2.3^cda", Cda, true), new("1.2.4", Pdf, false), new("1.2.4", Pdf, false)]))));
        Assert.Equal("lot.coverage", Reason(Verify(Sign([new("1.2.3^cda", Cda, true), new("1.2.4", Pdf, false), new("1.2.5", Pdf, false)]))));
    }

    [Fact]
    public void A_manifest_that_is_not_the_signed_one_is_refused()
    {
        // The signed manifest moves out of its place, with its Id and digest intact; a forged one takes the place.
        var start = Genuine.IndexOf("<ds:Object><ds:Manifest", StringComparison.Ordinal);
        var end = Genuine.IndexOf("</ds:Manifest>", StringComparison.Ordinal) + "</ds:Manifest>".Length;
        var manifest = Genuine[(start + "<ds:Object>".Length)..end];
        var forged = manifest.Replace("IHEManifest", "other", StringComparison.Ordinal);
        var moved = Genuine.Replace(manifest, forged + "<w>" + manifest + "</w>", StringComparison.Ordinal);
        Assert.Equal("lot.reference", Reason(Verify(moved)));
    }

    [Fact]
    public void A_certificate_nobody_trusts_and_one_not_named_are_refused()
    {
        using var stranger = VihfSamples.NewRsa("CN=stranger");
        Assert.Equal("lot.certificate", Reason(Verify(Encoding.UTF8.GetString(LotSignature.Create(Set, [], stranger, Instant)))));

        // Same key, other certificate: KeyInfo is not signed, but the signed property names the first.
        using var key = VihfSamples.Rsa.GetRSAPrivateKey()!;
        using var twin = new CertificateRequest("CN=twin", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(Instant, Instant.AddYears(1));
        var swapped = Genuine.Replace(Convert.ToBase64String(VihfSamples.Rsa.RawData), Convert.ToBase64String(twin.RawData), StringComparison.Ordinal);
        Assert.Equal("lot.certificate", Reason(LotSignature.Verify(Encoding.UTF8.GetBytes(swapped), Set, Documents(Cda, Pdf), VihfSamples.TrustAnyone)));
    }

    [Fact]
    public void Sha1_verifies_only_behind_its_flag()
    {
        var old = OldSignature();
        Assert.Equal("lot.algorithm", Reason(Verify(old)));
        Assert.IsType<LotVerification.Valid>(Verify(old, allowSha1: true));
    }

    [ToolFact("xmlsec1")]
    public async Task What_we_sign_is_verified_by_xmlsec1()
    {
        foreach (var signer in new[] { VihfSamples.Rsa, VihfSamples.Ecdsa })
        {
            using var scratch = new ScratchFolder();
            var (exit, _, error) = await OutsideTool.RunAsync("xmlsec1", "", "--verify", "--ignore-manifests",
                "--pubkey-cert-pem", scratch.Write("cert.pem", signer.ExportCertificatePem()),
                "--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:Manifest", "--id-attr:Id", "http://uri.etsi.org/01903/v1.1.1#:SignedProperties",
                scratch.Write("lot.xml", Encoding.UTF8.GetString(LotSignature.Create(Set, [new("1.2.3", Cda, true)], signer, Instant))));
            Assert.True(exit == 0, error);
        }
    }

    [ToolFact("xmlsec1")]
    public async Task What_xmlsec1_signs_verifies_here()
    {
        using var scratch = new ScratchFolder();
        var template = System.Text.RegularExpressions.Regex.Replace(Genuine, "(<ds:SignatureValue>)[^<]*", "$1");
        template = template.Replace("<ds:SignedInfo>", "<ds:SignedInfo>\n<!-- a comment, kept -->\n", StringComparison.Ordinal)
            .Replace(" Id=\"sig\"", " Id=\"sig\" xml:lang=\"fr\" xmlns:more=\"urn:more\"", StringComparison.Ordinal);
        var (exit, output, error) = await OutsideTool.RunAsync("xmlsec1", "", "--sign", "--ignore-manifests",
            "--privkey-pem", scratch.Write("key.pem", VihfSamples.Rsa.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()),
            "--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:Manifest", "--id-attr:Id", "http://uri.etsi.org/01903/v1.1.1#:SignedProperties",
            scratch.Write("lot.xml", template));
        Assert.True(exit == 0, error);
        Assert.IsType<LotVerification.Valid>(Verify(output));
    }

    /// <summary>As the samples of 2019: SHA-1 throughout, properties in no namespace, white space everywhere.</summary>
    private static string OldSignature()
    {
        var text = Genuine.Replace(Sha256Base64(Pdf), Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Pdf)), StringComparison.Ordinal);
        var cda = new System.Buffers.ArrayBufferWriter<byte>();
        using (var reader = SafeXml.Open(Cda, XmlLimits.Document))
        {
            CanonicalXml.WriteDocument(reader, CanonicalForm.InclusiveFormWithComments, cda);
        }

        text = text.Replace(Sha256Base64(cda.WrittenSpan), Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.SHA1, cda.WrittenSpan)), StringComparison.Ordinal)
            .Replace("http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:", "http://www.w3.org/2000/09/xmldsig#sha1\"/><ds:", StringComparison.Ordinal)
            .Replace("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#rsa-sha1", StringComparison.Ordinal);
        foreach (var name in new[] { "Manifest", "SignedProperties" })
        {
            var digest = Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Part(text, name)));
            text = System.Text.RegularExpressions.Regex.Replace(text, $"(URI=\"#(IHE)?{name}\".*?<ds:DigestValue>)[^<]*", "${1}" + digest);
        }

        using var key = VihfSamples.Rsa.GetRSAPrivateKey()!;
        var value = Convert.ToBase64String(key.SignData(Part(text, "SignedInfo"), HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1));
        return System.Text.RegularExpressions.Regex.Replace(text, "(<ds:SignatureValue>)[^<]*", "${1}" + value);
    }

    private static byte[] Part(string xml, string name)
    {
        using var reader = SafeXml.Open(Encoding.UTF8.GetBytes(xml), XmlLimits.Envelope);
        while (reader.Read() && reader.LocalName != name)
        {
        }

        var output = new System.Buffers.ArrayBufferWriter<byte>();
        CanonicalXml.WriteElement(reader, CanonicalForm.InclusiveForm, output);
        return output.WrittenSpan.ToArray();
    }

    private static string Sha256Base64(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(SHA256.HashData(bytes));

    private static string Sign(LotDocument[] documents) => Encoding.UTF8.GetString(LotSignature.Create(Set, documents, VihfSamples.Rsa, Instant));

    private static string? Reason(LotVerification result) => (result as LotVerification.Invalid)?.Reason;

    private static LotVerification Verify(
        string signature, byte[]? cda = null, byte[]? pdf = null, string? more = null, string set = Set, bool allowSha1 = false)
    {
        var documents = Documents(cda ?? Cda, pdf ?? Pdf);
        if (more is not null)
        {
            documents.Add(more, () => new MemoryStream(Pdf));
        }

        return LotSignature.Verify(Encoding.UTF8.GetBytes(signature), set, documents, VihfSamples.TrustOurs, allowSha1);
    }

    private static Dictionary<string, Func<Stream>> Documents(byte[] cda, byte[] pdf)
        => new() { ["1.2.3^cda"] = () => new MemoryStream(cda), ["1.2.4"] = () => new MemoryStream(pdf) };
}
