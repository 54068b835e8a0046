using Carnet.Client;

namespace Carnet.Server.Demo;

/// <summary>Whom a pair of test certificates names.</summary>
/// <remarks>
/// <c>CommonName</c>: PS_IdNat of a person, free name of a structure.
/// <c>Profession</c>: TRE_G15; null without one.
/// <c>Specialty</c>: Specialty or section; null without one.
/// </remarks>
public sealed record CardSubject(
    CardKind Kind,
    string Slug,
    string CommonName,
    string? FamilyName,
    string? GivenName,
    string? Profession,
    string? Specialty,
    DemoStructure Structure,
    string? Rpps = null)
{
    /// <summary>Folder below demo/.</summary>
    public string Folder => Path.Combine(Kind == CardKind.Organization ? "structures" : "cards", Slug);

    public static CardSubject Of(DemoProfessional professional)
        => new(CardKind.Cps, professional.Slug, professional.PsIdNat,
        professional.FamilyName, professional.GivenName, professional.Profession,
        professional.Specialty.Length == 0 ? null : professional.Specialty, DemoTown.Structure(professional.Structure),
        professional.Rpps);

    public static CardSubject Of(DemoEmployee employee) => new(CardKind.Cpe, employee.Slug, employee.PsIdNat,
        employee.FamilyName, employee.GivenName, null, null, DemoTown.Structure(employee.Structure));

    public static CardSubject Of(DemoStructure structure)
        => new(CardKind.Organization, structure.Slug, structure.Slug, null, null, null, null, structure);

    /// <summary>Title in the certificate, as the register writes it.</summary>
    public string? Title => Profession switch
    {
        null => null,
        "10" => "Médecin",
        "21" => "Pharmacien",
        "28" => "Opticien-Lunetier",
        "40" => "Chirurgien-Dentiste",
        "50" => "Sage-Femme",
        "60" => "Infirmier",
        "70" => "Masseur-Kinésithérapeute",
        _ => "Professionnel de santé",
    };
}
