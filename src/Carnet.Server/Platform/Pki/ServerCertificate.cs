using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Pki;

/// <summary>The certificate that the server shows to its clients, read once.</summary>
internal sealed class ServerCertificate(IOptions<TrustOptions> options)
{
    private readonly Lazy<SslStreamCertificateContext> _context =
        new(() => SslStreamCertificateContext.Create(Load(options.Value), null, offline: true));

    public SslStreamCertificateContext Context => _context.Value;

    private static X509Certificate2 Load(TrustOptions options)
    {
        if (string.IsNullOrEmpty(options.ServerCertificate))
        {
            throw new InvalidOperationException("Carnet:Trust:ServerCertificate is empty; an https door needs a PEM "
                + "certificate there and its key in Carnet:Trust:ServerKey, or --demo, which makes its own.");
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(options.ServerCertificate, options.ServerKey);
        }
        catch (Exception cause) when (cause is IOException or CryptographicException)
        {
            throw new InvalidOperationException($"Carnet:Trust:ServerCertificate is \"{options.ServerCertificate}\"; "
                + "allowed: a readable PEM certificate whose key is in Carnet:Trust:ServerKey.", cause);
        }
    }
}
