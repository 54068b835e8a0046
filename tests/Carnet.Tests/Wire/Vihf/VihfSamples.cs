using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Carnet.Wire.Vihf;

namespace Carnet.Tests.Wire.Vihf;

/// <summary>Tokens, keys and envelopes for the tests of the VIHF.</summary>
internal static class VihfSamples
{
    public const string Saml = "urn:oasis:names:tc:SAML:2.0:assertion";

    public static X509Certificate2 Rsa { get; } = NewRsa("CN=Cabinet Essai, OU=499900063480001, O=TEST, C=FR");

    public static X509Certificate2 Ecdsa { get; } = NewEcdsa();

    public static VihfToken Direct { get; } = new()
    {
        Id = "_0b7c6f0e-2f3a-7c11-9d3e-5a1f00000001",
        IssueInstant = new DateTimeOffset(2026, 3, 2, 8, 30, 15, 250, TimeSpan.Zero),
        Issuer = Rsa.Subject,
        SubjectNameId = "899900063480",
        AuthnInstant = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero),
        AuthnContextClassRef = "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI",
        StructureId = "499900063480001",
        Sector = "SA07^1.2.250.1.71.4.2.4",
        Roles =
        [
            new CodedRole("10", "1.2.250.1.71.1.2.7", "Médecin"),
            new CodedRole("SM26", "1.2.250.1.71.4.2.5", "Qualifié en médecine générale (SM)"),
        ],
        Version = "3.0",
        AuthenticationMode = "DIRECTE",
        ResourceId = "277076322082910^^^&1.2.250.1.213.1.4.10&ISO^NH",
        ResourceUrn = "urn:dmp",
        PurposeOfUse = "normal",
        PurposeSystem = "1.2.250.1.213.1.1.4.248",
        LpsName = "Logiciel d'essai <&>",
        LpsVersion = "1.2.0",
        LpsHomologationId = "TEST-0001",
    };

    public static VihfToken Reinforced { get; } = Direct with
    {
        Id = "_air",
        AuthenticationMode = "INDIRECTE_RENFORCEE",
        AuthnContextDecl = "CONF_EXI_PGSSIS",
        SubjectName = "Dupont Élodie",
        PurposeOfUse = "bris_de_glace",
        PurposeSystem = "1.2.250.1.213.1.1.4.248",
        AccessReason = "Patient inconscient :\r\n pouls filant",
        ConfidentialityCode = "INVISIBLE_REPRESENTANTS_LEGAUX",
        LpsId = "1.2.250.1.999.1",
        NotBefore = new DateTimeOffset(2026, 3, 2, 8, 30, 0, TimeSpan.Zero),
        NotOnOrAfter = new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero),
    };

    public static VihfToken Indirect { get; } = Direct with
    {
        Id = "_indirect",
        AuthenticationMode = "INDIRECTE",
        SubjectName = "EVOSIPS, Serveur, Biologie",
        SubjectNameId = "12/34",
        ResourceId = null,
        Roles = [new CodedRole("AUTOMATE", "1.2.250.1.213.1.1.4.6", null)],
    };

    public static string Assertion(VihfToken token) => Encoding.UTF8.GetString(VihfWriter.Write(token, Rsa));

    public static string Envelope(string assertion, string body = "<b:Request xmlns:b=\"urn:test\"/>") =>
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
        + "xmlns:wsa=\"http://www.w3.org/2005/08/addressing\"><s:Header><wsa:Action>urn:test</wsa:Action>"
        + "<wsse:Security xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">"
        + assertion + "</wsse:Security></s:Header><s:Body>" + body + "</s:Body></s:Envelope>";

    public static VihfVerification Verify(string envelope, bool allowSha1 = false)
        => VihfVerifier.Verify(Encoding.UTF8.GetBytes(envelope), TrustOurs, allowSha1);

    public static VihfToken Verified(string envelope)
        => Verify(envelope) switch
        {
            VihfVerification.Verified verified => verified.Token,
            VihfVerification.Rejected rejected => throw new InvalidOperationException($"{rejected.Reason}: {rejected.Detail}"),
            _ => throw new InvalidOperationException(),
        };

    public static string? Reason(string envelope) => (Verify(envelope) as VihfVerification.Rejected)?.Reason;

    public static X509Certificate2? TrustOurs(ReadOnlyMemory<byte> der)
        => der.Span.SequenceEqual(Rsa.RawData) ? Rsa : der.Span.SequenceEqual(Ecdsa.RawData) ? Ecdsa : null;

    /// <summary>Trusts whoever is embedded: what an attacker would wish for.</summary>
    public static X509Certificate2? TrustAnyone(ReadOnlyMemory<byte> der) => X509CertificateLoader.LoadCertificate(der.Span);

    public static X509Certificate2 NewRsa(string subject, int bits = 2048)
    {
        using var key = RSA.Create(bits);
        return new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2035, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static X509Certificate2 NewEcdsa()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=EC", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2035, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
