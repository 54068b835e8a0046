using System.Security.Cryptography;

namespace Carnet.Wire.Signatures;

/// <summary>
/// A signature algorithm that Carnet accepts, by its URI. Everything else, HMAC first, does not exist here.
/// </summary>
/// <remarks>Source: RFC 9231; control C-70 (e).</remarks>
internal sealed record SignatureAlgorithm(string Uri, HashAlgorithmName Hash, RSASignaturePadding? Rsa)
{
    private const string More = "http://www.w3.org/2001/04/xmldsig-more#";
    private const string Pss = "http://www.w3.org/2007/05/xmldsig-more#";

    public static SignatureAlgorithm RsaSha256 { get; } = Pkcs1(More + "rsa-sha256", HashAlgorithmName.SHA256);

    public static SignatureAlgorithm EcdsaSha256 { get; } = Ecdsa(More + "ecdsa-sha256", HashAlgorithmName.SHA256);

    private static readonly SignatureAlgorithm[] All =
    [
        RsaSha256,
        Pkcs1(More + "rsa-sha384", HashAlgorithmName.SHA384),
        Pkcs1(More + "rsa-sha512", HashAlgorithmName.SHA512),
        new(Pss + "sha256-rsa-MGF1", HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        new(Pss + "sha384-rsa-MGF1", HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
        new(Pss + "sha512-rsa-MGF1", HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
        EcdsaSha256,
        Ecdsa(More + "ecdsa-sha384", HashAlgorithmName.SHA384),
        Ecdsa(More + "ecdsa-sha512", HashAlgorithmName.SHA512),
        Pkcs1("http://www.w3.org/2000/09/xmldsig#rsa-sha1", HashAlgorithmName.SHA1),
    ];

    /// <summary>The algorithm, or null when it is unknown, or rests on SHA-1 and that is not allowed.</summary>
    public static SignatureAlgorithm? Find(string? uri, bool allowSha1)
        => Array.Find(All, one => one.Uri == uri && (allowSha1 || one.Hash != HashAlgorithmName.SHA1));

    private static SignatureAlgorithm Pkcs1(string uri, HashAlgorithmName hash) => new(uri, hash, RSASignaturePadding.Pkcs1);

    private static SignatureAlgorithm Ecdsa(string uri, HashAlgorithmName hash) => new(uri, hash, null);
}

/// <summary>A digest algorithm that Carnet accepts, by its URI.</summary>
internal static class DigestAlgorithm
{
    public const string Sha256Uri = "http://www.w3.org/2001/04/xmlenc#sha256";

    /// <summary>The digest, or null when it is unknown, or SHA-1 and that is not allowed.</summary>
    public static HashAlgorithmName? Find(string? uri, bool allowSha1) => uri switch
    {
        Sha256Uri => HashAlgorithmName.SHA256,
        "http://www.w3.org/2001/04/xmldsig-more#sha384" => HashAlgorithmName.SHA384,
        "http://www.w3.org/2001/04/xmlenc#sha512" => HashAlgorithmName.SHA512,
        "http://www.w3.org/2000/09/xmldsig#sha1" when allowSha1 => HashAlgorithmName.SHA1,
        _ => null,
    };
}
