using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Carnet.Client;

/// <summary>The connection of a card: mutual TLS, kept open between calls.</summary>
public static class MutualTls
{
    /// <summary>Shows the authentication certificate of a card and believes servers below the given roots alone.</summary>
    /// <remarks>
    /// No proxy, redirection or cookie. The revocation of the server's certificate is not asked for: whoever needs it sets
    /// <see cref="X509ChainPolicy.RevocationMode"/> on the handler's <c>SslOptions</c>.
    /// </remarks>
    /// <exception cref="CardException">The card holds no key.</exception>
    public static SocketsHttpHandler Handler(Card card, X509Certificate2Collection roots)
    {
        ArgumentNullException.ThrowIfNull(card);
        card.RequireKeys();
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = policy,
                // A context and not a collection: it is shown whatever authorities the server says it knows.
                ClientCertificateContext = SslStreamCertificateContext.Create(card.Authentication, null, offline: true),
            },
        };
    }
}
