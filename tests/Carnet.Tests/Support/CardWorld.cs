using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Carnet.Server.Demo;

namespace Carnet.Tests.Support;

/// <summary>The cards of the demo town, made once for the whole test run and copied to each server.</summary>
internal static class CardWorld
{
    private static readonly Lazy<string> Made = new(Make);

    public static void CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Made.Value, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(Made.Value, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public static X509Certificate2 Root() => X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Made.Value, "ca.pem"));

    /// <summary>A card of the same authority with other dates, relative to now.</summary>
    public static X509Certificate2 Dated(X509Certificate2 like, TimeSpan from, TimeSpan until)
    {
        using var authority = X509Certificate2.CreateFromPemFile(
            Path.Combine(Made.Value, "ca.pem"), Path.Combine(Made.Value, "ca.key"));
        return Copy(like, authority, from, until);
    }

    /// <summary>The same names and uses under an authority that nobody trusts.</summary>
    public static X509Certificate2 Foreign(X509Certificate2 like)
    {
        var folder = Directory.CreateTempSubdirectory("carnet-foreign-").FullName;
        try
        {
            DemoPki.Open(folder, TimeProvider.System.GetUtcNow()).Dispose();
            using var authority = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "ca.pem"), Path.Combine(folder, "ca.key"));
            return Copy(like, authority, TimeSpan.FromHours(-1), TimeSpan.FromDays(1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A list of the demo authority, or of one that nobody trusts but that bears its name.</summary>
    /// <param name="revoked">Whose serial numbers stand on it.</param>
    public static byte[] RevocationList(
        TimeSpan from, TimeSpan until, bool foreign = false, params IReadOnlyList<X509Certificate2> revoked)
    {
        using var genuine = X509Certificate2.CreateFromPemFile(
            Path.Combine(Made.Value, "ca.pem"), Path.Combine(Made.Value, "ca.key"));
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        var builder = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
        {
            builder.AddEntry(certificate.SerialNumberBytes.Span, now + from);
        }

        return foreign
            ? builder.Build(genuine.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), 1, now + until,
                HashAlgorithmName.SHA256, X509AuthorityKeyIdentifierExtension.CreateFromCertificate(genuine, true, false), now + from)
            : builder.Build(genuine, 1, now + until, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, now + from);
    }

    private static X509Certificate2 Copy(X509Certificate2 like, X509Certificate2 authority, TimeSpan from, TimeSpan until)
    {
        var key = like.GetRSAPrivateKey()!;
        var request = new CertificateRequest(like.SubjectName, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        foreach (var extension in like.Extensions.Where(known => known is not X509AuthorityKeyIdentifierExtension))
        {
            request.CertificateExtensions.Add(extension);
        }

        var now = TimeProvider.System.GetUtcNow();
        using var bare = request.Create(authority, now + from, now + until, RandomNumberGenerator.GetBytes(12));
        return bare.CopyWithPrivateKey(key);
    }

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("carnet-cards-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        DemoWorld.EnsureCards(folder, TimeProvider.System.GetUtcNow());
        return folder;
    }
}
