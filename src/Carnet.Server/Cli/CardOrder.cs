using Carnet.Client;
using Carnet.Domain.Identity;
using Carnet.Server.Demo;

namespace Carnet.Server.Cli;

/// <summary>What was asked of <c>carnet cards issue</c>.</summary>
/// <param name="Structure">Slug of a demo structure, or a FINESS.</param>
internal sealed record CardOrder(
    string Slug, string Kind, string? Family, string? Given, string? Id, string? Profession, string? Specialty,
    string Structure, string? StructureName, string? Sector)
{
    /// <summary>Whom the card is to name, or null and a French sentence.</summary>
    public CardSubject? Subject(out string defect)
    {
        defect = Defect() ?? "";
        if (defect.Length > 0 || Place() is not { } place)
        {
            return null;
        }

        return Kind switch
        {
            "structure" => CardSubject.Of(place with { Slug = Slug }),
            "cpe" => new CardSubject(CardKind.Cpe, Slug, Id!, Family, Given, null, null, place),
            _ => new CardSubject(CardKind.Cps, Slug, Person(), Family, Given, Profession, Specialty, place, Person()[1..]),
        };
    }

    private string? Defect()
    {
        if (Slug.Length is 0 or > 64 || !Slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-'))
        {
            return "--slug : 1 à 64 lettres minuscules, chiffres et tirets.";
        }

        if (Place() is null)
        {
            return "--structure : une structure de démonstration, ou un FINESS juste avec --structure-name et --sector.";
        }

        return Kind switch
        {
            "structure" => null,
            _ when string.IsNullOrWhiteSpace(Family) || string.IsNullOrWhiteSpace(Given) => "--family et --given sont demandés.",
            "cpe" when !PsIdNat.TryCreate(Id, out var employee) || employee.Kind is PsIdNatKind.Rpps or PsIdNatKind.Adeli
                => "--id : le numéro interne d'un employé, par exemple 3 et FINESS/0000001.",
            "cps" when !PsIdNat.TryCreate(Person(), out _) => "--id : un RPPS juste (11 chiffres dont la clé), seul ou après 8.",
            "cps" when string.IsNullOrEmpty(Profession) => "--profession est demandée (TRE_G15), par exemple 10.",
            "cps" when Profession is "10" or "21" && string.IsNullOrEmpty(Specialty)
                => "--specialty est demandée pour un médecin (SM26) ou un pharmacien (A).",
            _ => null,
        };
    }

    private string Person() => Id is { Length: 11 } rpps ? "8" + rpps : Id ?? "";

    private DemoStructure? Place() => DemoTown.Structures.FirstOrDefault(known => known.Slug == Structure)
        ?? (StructIdNat.TryCreate("1" + Structure, out _) && StructureName is { Length: > 0 } name && Sector is { Length: > 0 } sector
            ? new DemoStructure(Slug, Structure, name, "practice", sector)
            : null);
}
