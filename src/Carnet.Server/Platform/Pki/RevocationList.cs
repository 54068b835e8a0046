using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Carnet.Server.Platform.Pki;

/// <summary>One list of revoked certificates, whose signature was checked.</summary>
/// <param name="Issuer">The issuer's name, its DER in hexadecimal.</param>
/// <param name="Next">When the next list is due; null where the list does not say.</param>
/// <param name="Serials">Serial numbers in hexadecimal, without leading zeros.</param>
/// <remarks>
/// Only whole lists for end users are read: a delta, an indirect list, one for some reasons or for authorities only, or one
/// with a critical extension that is unknown here says less than it seems to, and is not used. Source: RFC 5280 5.
/// </remarks>
internal sealed record RevocationList(
    string Issuer, DateTimeOffset This, DateTimeOffset? Next, IReadOnlySet<string> Serials)
{
    private const string DistributionPoint = "2.5.29.28";
    private const string PointsOfCertificate = "2.5.29.31";
    private const int Uri = 6;
    private static readonly string[] Harmless = ["2.5.29.35", "2.5.29.20", DistributionPoint];

    /// <summary>Addresses of the one point that the list serves, in ASCII; empty where it serves all.</summary>
    public IReadOnlyList<byte[]> Points { get; init; } = [];

    /// <summary>Whether the list speaks of this certificate when it does not name it: an authority may share its lists out.</summary>
    public bool Covers(X509Certificate2 certificate) => Points.Count == 0
        || (certificate.Extensions[PointsOfCertificate]?.RawData is { } own && Points.Any(point => own.AsSpan().IndexOf(point) >= 0));

    /// <summary>Serial of a certificate as <see cref="Serials"/> writes it.</summary>
    public static string SerialOf(X509Certificate2 certificate)
        => Convert.ToHexString(certificate.SerialNumberBytes.Span).TrimStart('0');

    public static string NameOf(X500DistinguishedName name) => Convert.ToHexString(name.RawData);

    /// <summary>Reads DER or PEM; null where it is no list, or none that an authority has signed.</summary>
    public static RevocationList? Read(byte[] file, IEnumerable<X509Certificate2> authorities)
    {
        try
        {
            return ReadDer(Der(file), [.. authorities]);
        }
        catch (Exception cause) when (cause is AsnContentException or CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Der(byte[] file)
    {
        if (!file.AsSpan().StartsWith("-----BEGIN"u8))
        {
            return file;
        }

        var text = System.Text.Encoding.ASCII.GetString(file);
        var found = PemEncoding.Find(text);
        return Convert.FromBase64String(text[found.Base64Data]);
    }

    private static RevocationList? ReadDer(byte[] der, IReadOnlyList<X509Certificate2> authorities)
    {
        var list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var signedPart = list.PeekEncodedValue();
        var part = list.ReadSequence();
        var algorithm = list.ReadSequence().ReadObjectIdentifier();
        var signature = list.ReadBitString(out _);
        if (part.PeekTag() == Asn1Tag.Integer)
        {
            part.ReadInteger();
        }

        part.ReadSequence();
        var issuer = part.ReadEncodedValue();
        var name = Convert.ToHexString(issuer.Span);
        var (from, next) = (Time(part), IsTime(part) ? Time(part) : (DateTimeOffset?)null);
        HashSet<string> serials = new(StringComparer.Ordinal);
        if (part.HasData && part.PeekTag() == Asn1Tag.Sequence)
        {
            var entries = part.ReadSequence();
            while (entries.HasData)
            {
                serials.Add(Convert.ToHexString(entries.ReadSequence().ReadIntegerBytes().Span).TrimStart('0'));
            }
        }

        List<byte[]> points = [];
        return IsWhole(part, points) && authorities.Any(authority => NameOf(authority.SubjectName) == name
            && Signed(authority, algorithm, signedPart.Span, signature))
            ? new RevocationList(name, from, next, serials) { Points = points }
            : null;
    }

    private static bool IsTime(AsnReader reader)
        => reader.HasData && reader.PeekTag() is
        {
            TagClass: TagClass.Universal,
            TagValue: (int)UniversalTagNumber.UtcTime or (int)UniversalTagNumber.GeneralizedTime,
        };

    private static DateTimeOffset Time(AsnReader reader) => reader.PeekTag().TagValue == (int)UniversalTagNumber.UtcTime
        ? reader.ReadUtcTime()
        : reader.ReadGeneralizedTime();

    private static bool IsWhole(AsnReader part, List<byte[]> points)
    {
        if (!part.HasData)
        {
            return true;
        }

        var extensions = part.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            if ((critical && !Harmless.Contains(oid)) || (oid == DistributionPoint && !CoversUsers(value, points)))
            {
                return false;
            }
        }

        return true;
    }

    // 0 is the point's name, 1 says users only; every other member narrows the list.
    private static bool CoversUsers(byte[] value, List<byte[]> points)
    {
        var members = new AsnReader(value, AsnEncodingRules.DER).ReadSequence();
        while (members.HasData)
        {
            switch (members.PeekTag().TagValue)
            {
                case 0:
                    var names = members.ReadSequence(Context(0));
                    if (names.PeekTag().TagValue != 0)
                    {
                        return false; // a name relative to the issuer; nobody writes it
                    }

                    var full = names.ReadSequence(Context(0));
                    while (full.HasData)
                    {
                        points.Add(full.PeekTag().TagValue == Uri
                            ? System.Text.Encoding.ASCII.GetBytes(full.ReadCharacterString(UniversalTagNumber.IA5String, new Asn1Tag(TagClass.ContextSpecific, Uri)))
                            : full.ReadEncodedValue().ToArray());
                    }

                    break;
                case 1:
                    members.ReadEncodedValue();
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);

    /// <summary>Whether the key of an authority has signed these bytes, by one of the algorithms that count.</summary>
    internal static bool Signed(X509Certificate2 authority, string algorithm, ReadOnlySpan<byte> part, byte[] signature)
    {
        var hash = algorithm switch
        {
            "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => HashAlgorithmName.SHA256,
            "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
            "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512,
            _ => default,
        };
        if (hash.Name is null)
        {
            return false;
        }

        using var rsa = authority.GetRSAPublicKey();
        using var ecdsa = authority.GetECDsaPublicKey();
        return algorithm.StartsWith("1.2.840.113549", StringComparison.Ordinal)
            ? rsa?.VerifyData(part, signature, hash, RSASignaturePadding.Pkcs1) is true
            : ecdsa?.VerifyData(part, signature, hash, DSASignatureFormat.Rfc3279DerSequence) is true;
    }
}
