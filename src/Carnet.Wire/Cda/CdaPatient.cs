namespace Carnet.Wire.Cda;

/// <summary>The person of the document, as the header tells it.</summary>
/// <param name="Ids">INS and local numbers, in document order.</param>
/// <param name="BirthName">Family name with qualifier BR, else the one without qualifier.</param>
/// <param name="UsedName">Family name with qualifier CL (or SP in older documents).</param>
/// <param name="BirthGivenNames">All given names of the birth certificate, separated by a space.</param>
/// <param name="FirstGivenName">Given name with qualifier BR, else the first of the list.</param>
/// <param name="UsedGivenName">Given name with qualifier CL (or SP).</param>
/// <param name="Sex">M, F or UN.</param>
/// <param name="BirthTime">Day of birth; the calendar day counts.</param>
/// <param name="BirthPlaceCode">COG code of the place of birth.</param>
/// <param name="BirthPlaceName">As written.</param>
/// <param name="DeceasedTime">Extension sdtc.</param>
/// <remarks>Source: CI-SIS Structuration minimale 1.16.</remarks>
public sealed record CdaPatient(
    IReadOnlyList<CdaId> Ids,
    string? BirthName,
    string? UsedName,
    string? BirthGivenNames,
    string? FirstGivenName,
    string? UsedGivenName,
    string? Sex,
    CdaTime? BirthTime,
    string? BirthPlaceCode,
    string? BirthPlaceName,
    CdaTime? DeceasedTime)
{
    /// <summary>The INS among the ids, by the four French roots; null when there is none.</summary>
    public CdaId? Ins => FindIns(CdaOids.InsRoots);

    /// <summary>The first id whose root is one of <paramref name="roots"/>.</summary>
    public CdaId? FindIns(IReadOnlySet<string> roots)
        => Ids.FirstOrDefault(id => id.Root is { } root && roots.Contains(root) && !string.IsNullOrEmpty(id.Extension));
}
