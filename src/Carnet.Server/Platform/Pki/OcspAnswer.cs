using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Carnet.Server.Platform.Pki;

/// <summary>A signed statement of a responder about one certificate.</summary>
/// <remarks>Source: RFC 6960.</remarks>
internal sealed record OcspAnswer(bool Revoked, DateTimeOffset This, DateTimeOffset? Next)
{
    private const string Basic = "1.3.6.1.5.5.7.48.1.1";
    private const string Nonce = "1.3.6.1.5.5.7.48.1.2";
    private const string Signing = "1.3.6.1.5.5.7.3.9";
    private const string Sha1 = "1.3.14.3.2.26";

    /// <summary>The question about one certificate, with a number used once.</summary>
    public static byte[] Ask(X509Certificate2 certificate, X509Certificate2 issuer, byte[] nonce)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(CertId(certificate, issuer));
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Nonce);
                using (writer.PushOctetString())
                {
                    writer.WriteOctetString(nonce);
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>Reads an answer; null for one that is no answer, is about somebody else, or is signed by nobody who may.</summary>
    /// <param name="now">At this instant the responder's own certificate must be valid.</param>
    public static OcspAnswer? Read(byte[] der, X509Certificate2 certificate, X509Certificate2 issuer, byte[] nonce, DateTimeOffset now)
    {
        try
        {
            return ReadDer(der, certificate, issuer, nonce, now);
        }
        catch (Exception cause) when (cause is AsnContentException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static OcspAnswer? ReadDer(
        byte[] der, X509Certificate2 certificate, X509Certificate2 issuer, byte[] nonce, DateTimeOffset now)
    {
        var response = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        if (!response.ReadEnumeratedBytes().Span.SequenceEqual("\0"u8) || !response.HasData)
        {
            return null; // malformedRequest, tryLater, unauthorized …
        }

        var bytes = response.ReadSequence(Context(0)).ReadSequence();
        if (bytes.ReadObjectIdentifier() != Basic)
        {
            return null;
        }

        var basic = new AsnReader(bytes.ReadOctetString(), AsnEncodingRules.DER).ReadSequence();
        var signedPart = basic.PeekEncodedValue();
        var data = basic.ReadSequence();
        var algorithm = basic.ReadSequence().ReadObjectIdentifier();
        var signature = basic.ReadBitString(out _);
        List<X509Certificate2> sent = [];
        if (basic.HasData)
        {
            for (var list = basic.ReadSequence(Context(0)).ReadSequence(); list.HasData;)
            {
                sent.Add(X509CertificateLoader.LoadCertificate(list.ReadEncodedValue().Span));
            }
        }

        return Signers(sent, issuer, now).Any(signer => RevocationList.Signed(signer, algorithm, signedPart.Span, signature))
            ? Single(data, CertId(certificate, issuer), nonce)
            : null;
    }

    private static OcspAnswer? Single(AsnReader data, byte[] asked, byte[] nonce)
    {
        if (data.PeekTag() == Context(0))
        {
            data.ReadEncodedValue(); // version
        }

        data.ReadEncodedValue(); // responderID: the signature says who it is
        data.ReadGeneralizedTime();
        OcspAnswer? found = null;
        for (var responses = data.ReadSequence(); responses.HasData;)
        {
            var single = responses.ReadSequence();
            var about = single.ReadEncodedValue();
            var status = single.PeekTag().TagValue;
            single.ReadEncodedValue();
            var from = single.ReadGeneralizedTime();
            DateTimeOffset? next = single.HasData && single.PeekTag() == Context(0)
                ? single.ReadSequence(Context(0)).ReadGeneralizedTime()
                : null;
            if (about.Span.SequenceEqual(asked) && status is 0 or 1)
            {
                found = new OcspAnswer(status == 1, from, next);
            }
        }

        // A responder may leave the number out, and then the dates alone tell an old answer from a new one.
        return NonceOf(data) is { } said && !said.AsSpan().SequenceEqual(nonce) ? null : found;
    }

    private static byte[]? NonceOf(AsnReader data)
    {
        if (!data.HasData || data.PeekTag() != Context(1))
        {
            return null;
        }

        for (var extensions = data.ReadSequence(Context(1)).ReadSequence(); extensions.HasData;)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            if (extension.PeekTag() == Asn1Tag.Boolean)
            {
                extension.ReadBoolean();
            }

            var value = extension.ReadOctetString();
            if (oid == Nonce)
            {
                return new AsnReader(value, AsnEncodingRules.DER).ReadOctetString();
            }
        }

        return null;
    }

    // The authority itself, or whom it has named for this by a certificate of its own.
    private static IEnumerable<X509Certificate2> Signers(List<X509Certificate2> sent, X509Certificate2 issuer, DateTimeOffset now)
        => sent.Where(candidate => IsDelegate(candidate, issuer, now)).Prepend(issuer);

    private static bool IsDelegate(X509Certificate2 candidate, X509Certificate2 issuer, DateTimeOffset now)
    {
        var uses = candidate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault()?.EnhancedKeyUsages;
        if (uses is null || uses.Cast<Oid>().All(use => use.Value != Signing)
            || now < candidate.NotBefore.ToUniversalTime() || now > candidate.NotAfter.ToUniversalTime())
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(issuer);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        return candidate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData)
            && chain.Build(candidate) && chain.ChainElements.Count == 2
            && chain.ChainElements[1].Certificate.RawData.AsSpan().SequenceEqual(issuer.RawData);
    }

    // The standard names a certificate by SHA-1 of its issuer; nothing is signed by that.
    private static byte[] CertId(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Sha1);
                writer.WriteNull();
            }

#pragma warning disable CA5350 // a name of the issuer, as RFC 6960 writes it
            writer.WriteOctetString(SHA1.HashData(issuer.SubjectName.RawData));
            writer.WriteOctetString(SHA1.HashData(issuer.PublicKey.EncodedKeyValue.RawData));
#pragma warning restore CA5350
            writer.WriteInteger(certificate.SerialNumberBytes.Span);
        }

        return writer.Encode();
    }

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);
}
