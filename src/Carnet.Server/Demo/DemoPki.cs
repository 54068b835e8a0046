using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Carnet.Client;

namespace Carnet.Server.Demo;

/// <summary>A certificate authority for tests, shaped like IGC-Santé and trusted by nobody.</summary>
/// <remarks>Its root says "DEMO" in its name; a server outside the demo refuses it. Source: DMP 8.2.</remarks>
public sealed class DemoPki : IDisposable
{
    private const int KeySize = 2048;
    private const int Years = 10;

    private readonly X509Certificate2 _authority;
    private readonly DateTimeOffset _from;

    private DemoPki(X509Certificate2 authority, DateTimeOffset from) => (_authority, _from) = (authority, from);

    /// <summary>The root, without its key.</summary>
    public X509Certificate2 Authority => X509CertificateLoader.LoadCertificate(_authority.RawData);

    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>A new authority, in memory only.</summary>
    /// <param name="from">Beginning of every validity; ten years follow.</param>
    public static DemoPki Create(DateTimeOffset from)
    {
        using var key = RSA.Create(KeySize);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName("CARNET DEMO - AUTORITE DE TEST");
        name.AddOrganizationName("CARNET");
        name.AddCountryOrRegion("FR");
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return new DemoPki(request.CreateSelfSigned(from.AddDays(-1), from.AddYears(Years)), from);
    }

    /// <summary>The authority kept in ca.pem and ca.key of the folder, made when absent.</summary>
    public static DemoPki Open(string folder, DateTimeOffset from)
    {
        var (pem, key) = (Path.Combine(folder, "ca.pem"), Path.Combine(folder, "ca.key"));
        if (File.Exists(pem) && File.Exists(key))
        {
            return new DemoPki(X509Certificate2.CreateFromPemFile(pem, key), from);
        }

        var pki = Create(from);
        Directory.CreateDirectory(folder);
        CardFiles.WriteSecret(key, pki._authority.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(pem, pki.AuthorityPem);
        return pki;
    }

    /// <summary>Writes what is missing of ca.pem, cards/ and structures/ below the folder.</summary>
    /// <remarks>One key serves both certificates of a holder: making keys is most of the cost of a first
    /// start.</remarks>
    public static void EnsureWorld(string folder, DateTimeOffset from)
    {
        using var pki = Open(folder, from);
        CardSubject[] subjects =
        [
            .. DemoTown.Professionals.Select(CardSubject.Of),
            .. DemoTown.Employees.Select(CardSubject.Of),
            .. DemoTown.Establishments.Select(CardSubject.Of),
        ];
        Parallel.ForEach(subjects.Where(subject => !CardFiles.Complete(folder, subject)), subject =>
        {
            using var card = pki.Issue(subject);
            CardFiles.Write(folder, card, pki.AuthorityPem);
        });
    }

    /// <summary>A key and two certificates: one to authenticate, one to sign.</summary>
    public IssuedCard Issue(CardSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var key = RSA.Create(KeySize);
        var organization = subject.Kind == CardKind.Organization;
        using var authentication = Sign(subject, key, X509KeyUsageFlags.DigitalSignature,
            CardExtensions.ClientAuthentication);
        using var signature = Sign(subject, key,
            organization ? X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.DigitalSignature
                : X509KeyUsageFlags.NonRepudiation,
            organization ? CardExtensions.EmailProtection : null);
        return new IssuedCard(subject, key, authentication.CopyWithPrivateKey(key), signature.CopyWithPrivateKey(key));
    }

    /// <summary>A certificate for the demo's own HTTPS doors.</summary>
    public X509Certificate2 IssueServer(params IReadOnlyList<string> hosts)
    {
        using var key = RSA.Create(KeySize);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(hosts[0]);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (System.Net.IPAddress.TryParse(host, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(host);
            }
        }

        request.CertificateExtensions.Add(alternatives.Build());
        using var certificate = Complete(request,
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment,
            CardExtensions.ServerAuthentication);
        return certificate.CopyWithPrivateKey(key);
    }

    public void Dispose() => _authority.Dispose();

    private X509Certificate2 Sign(CardSubject subject, RSA key, X509KeyUsageFlags usage, string? purpose)
    {
        var request = new CertificateRequest(CardExtensions.Name(subject), key, HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);
        if (subject.Profession is { } profession)
        {
            request.CertificateExtensions.Add(CardExtensions.Text(CardExtensions.Profession, profession));
        }

        if (subject.Specialty is { } specialty)
        {
            request.CertificateExtensions.Add(CardExtensions.Text(CardExtensions.Specialty, specialty));
        }

        return Complete(request, usage, purpose);
    }

    private X509Certificate2 Complete(CertificateRequest request, X509KeyUsageFlags usage, string? purpose)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true,
            false));
        if (purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        }

        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        // A leaf must not outlive the authority, whose seconds were cut when it was made.
        return request.Create(_authority, _from.AddDays(-1) < _authority.NotBefore ? _authority.NotBefore
            : _from.AddDays(-1),
            _authority.NotAfter, serial);
    }
}
