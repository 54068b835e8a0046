using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Carnet.Server.Demo;
using Carnet.Server.Formats;

namespace Carnet.Server.Cli.Lps;

/// <summary>A card folder opened: the pair of certificates and whom they name.</summary>
/// <param name="Kind">cps, cpe or structure, as in card.json.</param>
/// <param name="IdNat">PS_IdNat of a person, Struct_IdNat of a structure.</param>
/// <param name="Profession">TRE_G15; empty without one.</param>
/// <param name="Authentication">Opens the connection; holds its key.</param>
/// <param name="Signature">Signs tokens and sets; holds its key.</param>
internal sealed record LpsCard(
    CardKind Kind, string IdNat, string FamilyName, string GivenName, string Profession, string Specialty,
    string StructureId, string StructureName, string Sector,
    X509Certificate2 Authentication, X509Certificate2 Signature) : IDisposable
{
    /// <summary>Who deposits, for the metadata of a set.</summary>
    public Depositor Depositor => Kind is CardKind.Cps
        ? new(IdNat, FamilyName, GivenName, Specialty.Length == 0 ? $"G15_{Profession}" : $"G15_{Profession}/{Specialty}",
            StructureId, StructureName, Sector)
        : new(null, null, null, null, StructureId, StructureName, Sector);

    /// <summary>Opens a folder as <c>carnet cards issue</c> writes it.</summary>
    /// <exception cref="LpsUsageException">It is no card folder.</exception>
    public static LpsCard Load(string folder)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "card.json")));
            var (card, structure) = (json.RootElement, json.RootElement.GetProperty("structure"));
            var kind = Text(card, "kind") switch { "cps" => CardKind.Cps, "cpe" => CardKind.Cpe, _ => CardKind.Organization };
            return new LpsCard(
                kind, Text(card, "idNat"), Text(card, "familyName"), Text(card, "givenName"), Text(card, "profession"),
                Text(card, "specialty"), Text(structure, "idnst"), Text(structure, "name"), Text(structure, "sector"),
                Certificate(folder, "auth"), Certificate(folder, "sign"));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException or CryptographicException)
        {
            throw new LpsUsageException($"« {folder} » n'est pas un dossier de carte lisible (card.json, auth.pem, auth.key, "
                + "sign.pem, sign.key, ou card.p12 et sign.pem).", cause);
        }
    }

    public void Dispose()
    {
        Authentication.Dispose();
        Signature.Dispose();
    }

    public override string ToString() => $"{Kind} {IdNat}";

    // One key serves both certificates of a test card, so that the PKCS#12 alone can still sign.
    private static X509Certificate2 Certificate(string folder, string name)
    {
        var (pem, key) = (Path.Combine(folder, name + ".pem"), Path.Combine(folder, name + ".key"));
        if (File.Exists(key))
        {
            return X509Certificate2.CreateFromPemFile(pem, key);
        }

        var bundle = X509CertificateLoader.LoadPkcs12CollectionFromFile(Path.Combine(folder, "card.p12"), CardFiles.Password);
        var holder = bundle.First(certificate => certificate.HasPrivateKey);
        if (!File.Exists(pem))
        {
            return holder;
        }

        using var bare = X509CertificateLoader.LoadCertificateFromFile(pem);
        return bare.CopyWithPrivateKey(holder.GetRSAPrivateKey()!);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}

/// <summary>The command cannot even be tried; the message says why, in French.</summary>
internal sealed class LpsUsageException(string message, Exception? cause = null) : Exception(message, cause);
