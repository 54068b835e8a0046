using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;
using Carnet.Client.Metadata;
using Carnet.Wire.Vihf;

namespace Carnet.Client;

/// <summary>The three kinds of certificate holders.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CardKind>))]
public enum CardKind
{
    /// <summary>A professional: reads and feeds.</summary>
    [JsonStringEnumMemberName("cps")]
    Cps,

    /// <summary>An employee: feeds for the structure.</summary>
    [JsonStringEnumMemberName("cpe")]
    Cpe,

    /// <summary>A structure: a pair of software certificates.</summary>
    [JsonStringEnumMemberName("structure")]
    Organization,
}

/// <summary>Who calls: the holder of a card or of an establishment's certificates, and the software that uses them.</summary>
/// <remarks>
/// Made from a folder by <see cref="CardFolder"/>, or by the program from certificates of its own: those of a card reader,
/// of a store, of a PKCS#11 token. Disposing it disposes both certificates, and not <see cref="SigningKey"/>.
/// Source: DMP 8.2; CI-SIS VIHF 3.0.
/// </remarks>
public sealed record Card : IDisposable
{
    private const string Professions = "1.2.250.1.71.1.2.7";
    private const string Specialties = "1.2.250.1.71.4.2.5";
    private const string OtherAuthors = "1.2.250.1.213.1.1.4.6";

    public required CardKind Kind { get; init; }

    /// <summary>PS_IdNat of a person, Struct_IdNat of a structure.</summary>
    public required string IdNat { get; init; }

    /// <summary>Empty for a structure.</summary>
    public string FamilyName { get; init; } = "";

    /// <summary>Empty for a structure.</summary>
    public string GivenName { get; init; } = "";

    /// <summary>TRE_G15, e.g. <c>10</c>; empty without one.</summary>
    public string Profession { get; init; } = "";

    /// <summary>TRE_R38, e.g. <c>SM26</c>; empty without one.</summary>
    public string Specialty { get; init; } = "";

    /// <summary>Struct_IdNat of the place of work.</summary>
    public required string StructureId { get; init; }

    public required string StructureName { get; init; }

    /// <summary>TRE_R02, e.g. <c>SA07</c>.</summary>
    public required string Sector { get; init; }

    /// <summary>What the VIHF says of the caller's trade; by default what the kind of the card says.</summary>
    public IReadOnlyList<CodedRole> Roles { get => field ?? RolesOfKind(); init; }

    /// <summary>Opens the connection; holds its key, for TLS takes no other.</summary>
    public required X509Certificate2 Authentication { get; init; }

    /// <summary>Signs tokens and sets; holds its key, or <see cref="SigningKey"/> stands beside it.</summary>
    public required X509Certificate2 Signature { get; init; }

    /// <summary>RSA or ECDSA key of <see cref="Signature"/> where a certificate cannot hold it; null where it does.</summary>
    public AsymmetricAlgorithm? SigningKey { get; init; }

    /// <summary>What the VIHF says of the software.</summary>
    public required Software Software { get; init; }

    /// <summary>Who deposits, for the metadata of a set.</summary>
    public Depositor Depositor => Kind is CardKind.Cps
        ? new(IdNat, FamilyName, GivenName, Specialty.Length == 0 ? $"G15_{Profession}" : $"G15_{Profession}/{Specialty}",
            StructureId, StructureName, Sector)
        : new(null, null, null, null, StructureId, StructureName, Sector);

    public void Dispose()
    {
        Authentication.Dispose();
        Signature.Dispose();
    }

    public override string ToString() => $"{Kind} {IdNat}";

    /// <exception cref="CardException">A key lacks, so that neither a connection nor a signature could be made.</exception>
    internal void RequireKeys()
    {
        if (!Authentication.HasPrivateKey)
        {
            throw new CardException($"Le certificat d'authentification de {IdNat} n'a pas de clé privée.");
        }

        if (SigningKey is null ? !Signature.HasPrivateKey : SigningKey is not (RSA or ECDsa))
        {
            throw new CardException($"Le certificat de signature de {IdNat} n'a pas de clé privée, RSA ou ECDSA.");
        }
    }

    private IReadOnlyList<CodedRole> RolesOfKind() => Kind switch
    {
        CardKind.Cps when Specialty.Length == 0 => [new(Profession, Professions, null)],
        CardKind.Cps => [new(Profession, Professions, null), new(Specialty, Specialties, null)],
        CardKind.Cpe => [new("SECRETARIAT_MEDICAL", OtherAuthors, "Secrétariat médical")],
        CardKind.Organization => [new("AUTOMATE", OtherAuthors, "Automate")],
    };
}

/// <summary>A card, a certificate or a key that cannot be used; the message says why, in French.</summary>
public sealed class CardException(string message, Exception? cause = null) : Exception(message, cause);
