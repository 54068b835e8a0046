using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Carnet.Tests.Support;

/// <summary>A root of its own and server certificates under it, as PEM files in a folder.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ScratchFolder _folder = new();
    private readonly X509Certificate2 _root;

    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Racine de test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = request.CreateSelfSigned(From, To);
        Roots = _folder.Write("root.pem", _root.ExportCertificatePem());
    }

    public string Roots { get; }

    /// <summary>Paths of certificate and key.</summary>
    public (string Certificate, string Key) Issue(string name)
    {
        using var certificate = Create(name);
        return (_folder.Write($"{name}.pem", certificate.ExportCertificatePem()),
            _folder.Write($"{name}.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));
    }

    public X509Certificate2 Create(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var signed = request.Create(_root, From, To, RandomNumberGenerator.GetBytes(8));
        using var with = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(with.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose()
    {
        _root.Dispose();
        _folder.Dispose();
    }
}
