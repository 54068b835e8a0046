using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Carnet.Wire.Signatures;

/// <summary>The private key that goes with a certificate: the one that it holds, or one that stands beside it.</summary>
/// <remarks>
/// Hashes itself and asks the key for a signature of the hash alone, which is all that the objects of PKCS#11 libraries do.
/// </remarks>
internal sealed class SigningKey : IDisposable
{
    private readonly AsymmetricAlgorithm _key;
    private readonly bool _owned;

    private SigningKey(AsymmetricAlgorithm key, bool owned) => (_key, _owned) = (key, owned);

    public SignatureAlgorithm Algorithm => _key is RSA ? SignatureAlgorithm.RsaSha256 : SignatureAlgorithm.EcdsaSha256;

    /// <param name="beside">RSA or ECDSA; null takes the key of the certificate.</param>
    /// <exception cref="ArgumentException">There is no usable key.</exception>
    public static SigningKey Of(X509Certificate2 signer, AsymmetricAlgorithm? beside)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return beside is RSA or ECDsa ? new(beside, owned: false)
            : beside is null && (signer.GetRSAPrivateKey() ?? (AsymmetricAlgorithm?)signer.GetECDsaPrivateKey()) is { } held
                ? new(held, owned: true)
                : throw new ArgumentException("The certificate has no RSA or elliptic curve private key.", nameof(signer));
    }

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var hash = SHA256.HashData(data);
        return _key is RSA rsa ? rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : ((ECDsa)_key).SignHash(hash);
    }

    public void Dispose()
    {
        if (_owned)
        {
            _key.Dispose();
        }
    }
}
