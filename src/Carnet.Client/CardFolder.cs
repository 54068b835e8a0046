using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Carnet.Client;

/// <summary>A test card on disk, as the demo and <c>carnet cards issue</c> write it.</summary>
/// <remarks>
/// <c>card.json</c> (<see cref="CardDescription"/>), <c>auth.pem</c>, <c>auth.key</c>, <c>sign.pem</c> and <c>sign.key</c>,
/// or <c>card.p12</c> in place of keys.
/// </remarks>
public static class CardFolder
{
    /// <summary>Of every <c>card.p12</c>: test cards guard nothing.</summary>
    public const string Password = "carnet";

    /// <summary>Name of the file that says whose card it is.</summary>
    public const string Description = "card.json";

    /// <summary>Name of the file with key and certificate in one.</summary>
    public const string Bundle = "card.p12";

    private const string Root = "ca.pem";

    /// <summary>Opens a card; the caller disposes it.</summary>
    /// <param name="software">In whose hands it is.</param>
    /// <exception cref="CardException">It is no card folder.</exception>
    public static Card Open(string folder, Software software)
    {
        try
        {
            var card = CardDescription.Read(File.ReadAllBytes(Path.Combine(folder, Description)));
            return new Card
            {
                Kind = card.Kind,
                IdNat = card.IdNat,
                FamilyName = card.FamilyName,
                GivenName = card.GivenName,
                Profession = card.Profession,
                Specialty = card.Specialty,
                StructureId = card.Structure.Idnst,
                StructureName = card.Structure.Name,
                Sector = card.Structure.Sector,
                Authentication = Certificate(folder, "auth"),
                Signature = Certificate(folder, "sign"),
                Software = software,
            };
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException or CryptographicException)
        {
            throw new CardException($"« {folder} » n'est pas un dossier de carte lisible (card.json, auth.pem, auth.key, "
                + "sign.pem, sign.key, ou card.p12 et sign.pem).", cause);
        }
    }

    /// <summary>The root of the world of a card: <c>ca.pem</c> beside it or above.</summary>
    /// <exception cref="CardException">There is none, or it is no certificate.</exception>
    public static X509Certificate2Collection RootsOf(string folder) => ReadRoots(Beside(folder, Root)
        ?? throw new CardException($"La racine du serveur ({Root}) n'est ni dans « {folder} » ni au-dessus."));

    /// <summary>The certificates of a PEM file.</summary>
    /// <exception cref="CardException">It holds none.</exception>
    public static X509Certificate2Collection ReadRoots(string path)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(path);
            return roots.Count > 0 ? roots : throw new CardException($"« {path} » ne contient aucun certificat.");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CardException($"« {path} » ne se lit pas comme un certificat PEM.", cause);
        }
    }

    /// <summary>A file of the world of a card: in its folder or up to two above, as in <c>demo/cards/name</c>; null without one.</summary>
    public static string? Beside(string folder, string name) => new[] { folder, Path.Combine(folder, ".."), Path.Combine(folder, "..", "..") }
        .Select(place => Path.GetFullPath(Path.Combine(place, name))).FirstOrDefault(File.Exists);

    // One key serves both certificates of a test card, so that the PKCS#12 alone can still sign.
    private static X509Certificate2 Certificate(string folder, string name)
    {
        var (pem, key) = (Path.Combine(folder, name + ".pem"), Path.Combine(folder, name + ".key"));
        if (File.Exists(key))
        {
            return X509Certificate2.CreateFromPemFile(pem, key);
        }

        var holder = X509CertificateLoader.LoadPkcs12CollectionFromFile(Path.Combine(folder, Bundle), Password)
            .FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException(Bundle);
        if (!File.Exists(pem))
        {
            return holder;
        }

        using var bare = X509CertificateLoader.LoadCertificateFromFile(pem);
        return bare.CopyWithPrivateKey(holder.GetRSAPrivateKey()!);
    }
}
