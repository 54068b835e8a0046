using System.Buffers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;
using Carnet.Wire.Signatures;
using Carnet.Wire.Xml;

namespace Carnet.Tests.Wire.Vihf;

/// <summary>Genuine envelopes in the many spellings that software writes, before they are signed.</summary>
internal static class VihfVariants
{
    public const int Count = 200;
    private const string Digest = "@digest@";
    private const string Value = "@value@";
    private const string Ds = "http://www.w3.org/2000/09/xmldsig#";

    private static readonly string[] Breaks = ["", "\n", "\r\n", "\n  ", "\n\t"];
    private static readonly string[] Saml = ["saml2", "saml", "", "é.x-1"];
    private static readonly string[] Soap = ["s", "soapenv", ""];
    private static readonly string?[] Lists = [null, "xs", "#default xs xsi saml2", "ds saml #default xsi absent", ""];
    private static readonly string[] Forms =
    [
        CanonicalForm.ExclusiveUri, CanonicalForm.ExclusiveUri, CanonicalForm.InclusiveUri,
        CanonicalForm.ExclusiveWithCommentsUri, CanonicalForm.InclusiveWithCommentsUri,
    ];

    private static readonly (string Method, string Digest, HashAlgorithmName Hash)[] Hashes =
    [
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256", HashAlgorithmName.SHA256),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "http://www.w3.org/2001/04/xmldsig-more#sha384", HashAlgorithmName.SHA384),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "http://www.w3.org/2001/04/xmlenc#sha512", HashAlgorithmName.SHA512),
    ];

    /// <summary>An envelope whose signature has neither digest nor value yet.</summary>
    public static string Template(int index, bool placeholders = true)
    {
        var (p, br) = (Saml[index % 4], Breaks[index % 5]);
        var q = p.Length == 0 ? "" : p + ":";
        var s = Soap[index / 3 % 3];
        var o = s.Length == 0 ? "" : s + ":";
        var quote = index % 7 == 0 ? '\'' : '"';
        var outerXs = index % 2 == 0;
        var text = new StringBuilder();
        text.Append(index % 3 == 0 ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" : "").Append(index % 11 == 0 ? "<!-- in front --><?style x?>\n" : "");
        text.Append('<').Append(o).Append("Envelope xmlns").Append(s.Length == 0 ? "" : ":" + s)
            .Append("=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:unused=\"urn:unused\"")
            .Append(outerXs ? " xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"" : "")
            .Append('>').Append(br).Append('<').Append(o).Append("Header>").Append(br)
            .Append("<wsse:Security xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">")
            .Append(index % 4 == 1 ? "<!-- outside -->" : "").Append(br);
        Assertion(text, index, q, p, br, quote, outerXs, placeholders);
        text.Append(br).Append("</wsse:Security></").Append(o).Append("Header><").Append(o).Append("Body Id=\"body\"><b xmlns=\"urn:b\"/></")
            .Append(o).Append("Body></").Append(o).Append("Envelope>");
        return text.ToString();
    }

    /// <summary>Digest and signature filled in, through the reader's path and not the verifier's.</summary>
    public static string Sign(string template, X509Certificate2 signer)
        => Sign(template, signer, Array.Find(Hashes, one => template.Contains(one.Method, StringComparison.Ordinal)).Hash, RSASignaturePadding.Pkcs1);

    public static string Sign(string template, X509Certificate2 signer, HashAlgorithmName signatureHash, RSASignaturePadding padding)
    {
        var digestMethod = Between(template, "DigestMethod Algorithm=\"", "\"");
        var hash = Array.Find(Hashes, one => one.Digest == digestMethod).Hash is { Name: not null } known ? known : HashAlgorithmName.SHA1;
        var list = Between(template, " PrefixList=\"", "\"");
        var method = Between(template, "CanonicalizationMethod Algorithm=\"", "\"")!;
        var assertion = Canonical(template, "Assertion", CanonicalForm.FromAlgorithm(CanonicalForm.ExclusiveUri, list)!);
        var signed = template.Replace(Digest, Convert.ToBase64String(CryptographicOperations.HashData(hash, assertion)), StringComparison.Ordinal);
        var info = Canonical(signed, "SignedInfo", CanonicalForm.FromAlgorithm(method)!);
        using var key = signer.GetRSAPrivateKey()!;
        return signed.Replace(Value,
            Convert.ToBase64String(key.SignData(info, signatureHash, padding), Base64FormattingOptions.InsertLineBreaks),
            StringComparison.Ordinal);
    }

    private static void Assertion(
        StringBuilder text, int index, string q, string p, string br, char quote, bool outerXs, bool placeholders)
    {
        string[] attributes = [$"ID={quote}_v{index}{quote}", $"IssueInstant={quote}2026-03-02T08:30:15.250Z{quote}", $"Version={quote}2.0{quote}",
            $"xmlns{(p.Length == 0 ? "" : ":" + p)}={quote}{VihfSamples.Saml}{quote}", $"xmlns:empty={quote}urn:e{quote}",
            outerXs ? "" : $"xmlns:xs={quote}http://www.w3.org/2001/XMLSchema{quote} xmlns:xsi={quote}http://www.w3.org/2001/XMLSchema-instance{quote}"];
        if (index % 2 == 1)
        {
            Array.Reverse(attributes);
        }

        text.Append('<').Append(q).Append("Assertion ").AppendJoin(index % 3 == 0 ? "\n  " : " ", attributes).Append('>').Append(br)
            .Append(Element("Issuer", "CN=Cabinet Essai")).Append(br);
        Signature(text, index, br, placeholders);
        text.Append(br).Append(index % 3 == 1 ? "<!-- between <&> elements -->" : "")
            .Append(Element("Subject", br + Element("NameID", "899900063480") + br)).Append(br)
            .Append((string)$"<{q}AuthnStatement AuthnInstant=\"2026-03-02T08:00:00.123456789Z\" >")
            .Append(Element("AuthnContext", Element("AuthnContextClassRef", "urn:oasis:names:tc:SAML:2.0:ac:classes:TLSClient")))
            .Append((string)$"</{q}AuthnStatement >").Append((string)$"<{q}AttributeStatement>").Append(br)
            .Append(Claim("Identifiant_Structure", "10B0127189")).Append(Claim("Secteur_Activite", "SA07^1.2.250.1.71.4.2.4"))
            .Append(Claim("VIHF_Version", "<![CDATA[3.0]]>")).Append(Claim("Authentification_Mode", "\r\nDIRECTE\r\n"))
            .Append(Claim("Ressource_URN", "urn:dmp")).Append(br)
            .Append(Claim("LPS_Nom", index % 2 == 0 ? "a&#13;b&#xD;&#xA;c &lt;&amp;&gt;\" é\U0001F600" : "<![CDATA[<&>]]> é"))
            .Append(Claim("LPS_Version", "1")).Append(Claim("LPS_ID_HOMOLOGATION_DMP", "T", index % 5 == 0 ? " xml:lang=\"fr\" xml:space='preserve'" : ""))
            .Append(Claim("Other", "<a xmlns=\"urn:a\"><b xmlns=\"\" z:k=\"1\" a:k=\"2\" k=\"3\" xmlns:a=\"urn:z\" xmlns:z=\"urn:a\"><c/></b></a>"))
            .Append(Claim("urn:oasis:names:tc:xacml:2.0:subject:role",
                br + "<Role xmlns=\"urn:hl7-org:v3\" xsi:type=\"CE\" displayName=\"M&#xE9;decin&#13;&#10;&#9;&quot;'&gt;\n x\" codeSystem=\"1.2\" code=\"10\"/>", "", false))
            .Append(Claim("urn:oasis:names:tc:xspa:1.0:subject:purposeofuse",
                "<v3:PurposeOfUse xmlns:v3=\"urn:hl7-org:v3\" code=\"normal\" xsi:type=\"v3:CE\"></v3:PurposeOfUse>", "", false))
            .Append((string)$"</{q}AttributeStatement></{q}Assertion>");

        string Element(string name, string content) => $"<{q}{name}>{content}</{q}{name}>";
        string Claim(string name, string value, string more = "", bool typed = true)
            => $"<{q}Attribute Name=\"{name}\">{br}<{q}AttributeValue{(typed ? " xsi:type=\"xs:string\"" : "")}{more}>{value}</{q}AttributeValue></{q}Attribute>";
    }

    private static void Signature(StringBuilder text, int index, string br, bool placeholders)
    {
        var d = index % 3 == 2 ? "" : "ds:";
        var list = Lists[index / 2 % 5];
        var (method, digest, _) = Hashes[index / 5 % 3];
        text.Append((string)$"<{d}Signature xmlns{(d.Length == 0 ? "" : ":ds")}=\"{Ds}\">{br}<{d}SignedInfo>{br}")
            .Append((string)$"<{d}CanonicalizationMethod Algorithm=\"{Forms[index / 4 % 5]}\"/><{d}SignatureMethod Algorithm=\"{method}\"/>{br}")
            .Append((string)$"<{d}Reference URI=\"#_v{index}\"><{d}Transforms><{d}Transform Algorithm=\"{Ds}enveloped-signature\"/>{br}")
            .Append((string)$"<{d}Transform Algorithm=\"{CanonicalForm.ExclusiveUri}\">")
            .Append(list is null ? "" : $"<InclusiveNamespaces xmlns=\"{CanonicalForm.ExclusiveUri}\" PrefixList=\"{list}\"/>")
            .Append((string)$"</{d}Transform></{d}Transforms><{d}DigestMethod Algorithm=\"{digest}\"/>")
            .Append((string)$"<{d}DigestValue>{(placeholders ? Digest : "")}</{d}DigestValue></{d}Reference></{d}SignedInfo>{br}")
            .Append((string)$"<{d}SignatureValue>{(placeholders ? Value : "")}</{d}SignatureValue><{d}KeyInfo><{d}X509Data><{d}X509Certificate>\n")
            .Append(Convert.ToBase64String(VihfSamples.Rsa.RawData, Base64FormattingOptions.InsertLineBreaks))
            .Append((string)$"\n</{d}X509Certificate></{d}X509Data></{d}KeyInfo></{d}Signature>");
    }

    private static byte[] Canonical(string xml, string name, CanonicalForm form)
    {
        using var reader = SafeXml.Open(Encoding.UTF8.GetBytes(xml), XmlLimits.Envelope);
        while (reader.Read() && !(reader.NodeType is XmlNodeType.Element && reader.LocalName == name))
        {
        }

        var output = new ArrayBufferWriter<byte>();
        CanonicalXml.WriteElement(reader, form, output, inner => inner is { LocalName: "Signature", NamespaceURI: Ds });
        return output.WrittenSpan.ToArray();
    }

    private static string? Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal);
        return from < 0 ? null : text[(from + start.Length)..text.IndexOf(end, from + start.Length, StringComparison.Ordinal)];
    }
}
