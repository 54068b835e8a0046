using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Carnet.Wire.Signatures;

/// <summary>The public key of a trusted certificate, strong enough or refused.</summary>
/// <remarks>
/// Importing a key costs as much as a verification, so it is kept as long as its certificate object lives. Verification
/// only reads the key: the underlying native operations each take their own context.
/// </remarks>
internal sealed class SignatureKey
{
    private const int LeastRsaBits = 2048;
    private const int LeastCurveBits = 256;
    private static readonly ConditionalWeakTable<X509Certificate2, SignatureKey> Known = [];

    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    private SignatureKey(X509Certificate2 certificate)
    {
        _rsa = certificate.GetRSAPublicKey();
        _ecdsa = _rsa is null ? certificate.GetECDsaPublicKey() : null;
    }

    public bool IsStrong => _rsa?.KeySize >= LeastRsaBits || _ecdsa?.KeySize >= LeastCurveBits;

    public static SignatureKey Of(X509Certificate2 certificate)
        => Known.GetValue(certificate, static one => new SignatureKey(one));

    /// <summary>False when the signature is wrong or the algorithm is not one of this kind of key.</summary>
    public bool Verifies(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> hash = stackalloc byte[64];
        hash = hash[..CryptographicOperations.HashData(algorithm.Hash, data, hash)];
        return algorithm.Rsa is { } padding
            ? _rsa is not null && _rsa.VerifyHash(hash, signature, algorithm.Hash, padding)
            : _ecdsa is not null && _ecdsa.VerifyHash(hash, signature);
    }
}
