using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Pki;

/// <summary>What is to be thought of the certificate of a connection.</summary>
internal enum ClientTrust
{
    Trusted,

    /// <summary>Not for client authentication, e.g. a card's signature certificate.</summary>
    WrongUse,

    /// <summary>Not of one of the configured roots.</summary>
    Foreign,

    /// <summary>Expired, or not valid yet.</summary>
    OutOfDate,
}

/// <summary>Which certificates are believed, for connecting and for signing.</summary>
/// <remarks>
/// A chain costs a millisecond to build, so an answer is kept for ten minutes, keyed by the hash of the certificate's
/// bytes; a withdrawn certificate is refused within that time. Only the configured roots count, never the machine's.
/// Source: DMP 8.2; control C-70 (f).
/// </remarks>
internal sealed class CertificateTrust(IOptions<TrustOptions> options, TimeProvider clock)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const int MostAnswers = 20_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, X509Certificate2? Signer)> _answers = new();
    private readonly Lazy<(X509Certificate2Collection Roots, X509Certificate2Collection Intermediates)> _authorities =
        new(() => (Load(options.Value.Roots), Load(options.Value.Intermediates)));

    /// <summary>May who connected with this certificate be heard? Use, chain, dates, in this order.</summary>
    public ClientTrust OfClient(X509Certificate2 certificate)
    {
        if (!MayAuthenticate(certificate))
        {
            return ClientTrust.WrongUse;
        }

        var now = clock.GetUtcNow();
        return !ChainsAt(certificate, certificate.NotBefore.ToUniversalTime()) ? ClientTrust.Foreign
            : now < certificate.NotBefore.ToUniversalTime() || now > certificate.NotAfter.ToUniversalTime() ? ClientTrust.OutOfDate
            : ChainsAt(certificate, now.UtcDateTime) ? ClientTrust.Trusted
            : ClientTrust.OutOfDate;
    }

    /// <summary>The certificate, if its bytes are those of a trusted signature certificate; else null.</summary>
    /// <remarks>
    /// A signature certificate says nonRepudiation. A card's authentication certificate does not, and is refused here
    /// even though it chains. Source: DMP 2.1, fault DMPInvalidCertificate.
    /// </remarks>
    public X509Certificate2? TrustedSigner(ReadOnlyMemory<byte> der)
    {
        var hash = Convert.ToHexString(SHA256.HashData(der.Span));
        var now = clock.GetUtcNow();
        if (_answers.TryGetValue(hash, out var known) && known.Until > now)
        {
            return known.Signer;
        }

        var signer = Judge(der);
        if (_answers.Count >= MostAnswers)
        {
            _answers.Clear();
        }

        _answers[hash] = (now + Kept, signer);
        return signer;
    }

    private X509Certificate2? Judge(ReadOnlyMemory<byte> der)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadCertificate(der.Span);
            return MaySign(certificate) && Chains(certificate) ? certificate : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private bool Chains(X509Certificate2 certificate) => ChainsAt(certificate, clock.GetUtcNow().UtcDateTime);

    private bool ChainsAt(X509Certificate2 certificate, DateTime instant)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(_authorities.Value.Roots);
        policy.ExtraStore.AddRange(_authorities.Value.Intermediates);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = instant;
        policy.VerificationTimeIgnored = false;
        return chain.Build(certificate) && !IsAuthority(certificate);
    }

    private static bool IsAuthority(X509Certificate2 certificate)
        => certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(basic => basic.CertificateAuthority);

    private static bool MayAuthenticate(X509Certificate2 certificate)
        => certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .Any(usage => usage.EnhancedKeyUsages.OfType<Oid>().Any(oid => oid.Value == ClientAuthentication));

    private static bool MaySign(X509Certificate2 certificate)
        => certificate.Extensions.OfType<X509KeyUsageExtension>()
            .Any(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.NonRepudiation));

    internal static X509Certificate2Collection Load(string? path)
    {
        var certificates = new X509Certificate2Collection();
        if (!string.IsNullOrEmpty(path))
        {
            certificates.ImportFromPemFile(path);
        }

        return certificates;
    }
}
