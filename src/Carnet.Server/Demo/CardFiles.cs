using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Carnet.Client;

namespace Carnet.Server.Demo;

/// <summary>A key with its two certificates, and whom they name.</summary>
public sealed record IssuedCard(CardSubject Subject, RSA Key, X509Certificate2 Authentication,
    X509Certificate2 Signature)
    : IDisposable
{
    public void Dispose()
    {
        Authentication.Dispose();
        Signature.Dispose();
        Key.Dispose();
    }
}

/// <summary>A card on disk: PEM, PKCS#12 and who it is, so that a client needs nothing else.</summary>
public static class CardFiles
{
    private static readonly string[] Names =
        ["auth.pem", "auth.key", "sign.pem", "sign.key", CardFolder.Bundle, CardFolder.Description];

    public static bool Complete(string root, CardSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return Names.All(name => File.Exists(Path.Combine(root, subject.Folder, name)));
    }

    public static void Write(string root, IssuedCard card, string authorityPem)
    {
        ArgumentNullException.ThrowIfNull(card);
        var folder = Path.Combine(root, card.Subject.Folder);
        Directory.CreateDirectory(folder);
        var key = card.Key.ExportPkcs8PrivateKeyPem();
        File.WriteAllText(Path.Combine(folder, "auth.pem"), card.Authentication.ExportCertificatePem() + "\n");
        File.WriteAllText(Path.Combine(folder, "sign.pem"), card.Signature.ExportCertificatePem() + "\n");
        WriteSecret(Path.Combine(folder, "auth.key"), key + "\n");
        WriteSecret(Path.Combine(folder, "sign.key"), key + "\n");
        WriteSecret(Path.Combine(folder, CardFolder.Bundle), Pkcs12(card, authorityPem));
        // Last, for its presence says that the card is complete.
        File.WriteAllBytes(Path.Combine(folder, CardFolder.Description), Identity(card.Subject).Write());
    }

    internal static void WriteSecret(string path, string text)
        => WriteSecret(path, System.Text.Encoding.ASCII.GetBytes(text));

    private static void WriteSecret(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(bytes);
    }

    private static byte[] Pkcs12(IssuedCard card, string authorityPem)
    {
        var collection = new X509Certificate2Collection(card.Authentication) { X509Certificate2.CreateFromPem(authorityPem) };
        return collection.Export(X509ContentType.Pkcs12, CardFolder.Password)!;
    }

    private static CardDescription Identity(CardSubject subject) => new()
    {
        Kind = subject.Kind,
        Slug = subject.Slug,
        IdNat = subject.Kind == CardKind.Organization ? subject.Structure.IdNst : subject.CommonName,
        Rpps = subject.Rpps ?? "",
        FamilyName = subject.FamilyName ?? "",
        GivenName = subject.GivenName ?? "",
        Profession = subject.Profession ?? "",
        Specialty = subject.Specialty ?? "",
        Structure = new CardStructure
        {
            Slug = subject.Structure.Slug,
            Finess = subject.Structure.Finess,
            Idnst = subject.Structure.IdNst,
            Name = subject.Structure.Name,
            Kind = subject.Structure.Kind,
            Sector = subject.Structure.Sector,
        },
    };
}
