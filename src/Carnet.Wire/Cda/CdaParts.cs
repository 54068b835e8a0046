namespace Carnet.Wire.Cda;

/// <summary>An instance identifier: an OID and, below it, an optional extension.</summary>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record CdaId(string? Root, string? Extension)
{
    /// <summary>As XDS writes it: <c>root</c> or <c>root^extension</c>; empty when there is no root.</summary>
    public string ToXds() => string.IsNullOrEmpty(Extension) ? Root ?? "" : $"{Root}^{Extension}";
}

/// <summary>A coded value with its code system.</summary>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record CdaCode(string? Code, string? CodeSystem, string? DisplayName);

/// <summary>From when to when; a single point in time is its own beginning.</summary>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record CdaInterval(CdaTime? Low, CdaTime? High);

/// <summary>The name of a professional or a relative.</summary>
/// <remarks>Source: CI-SIS Structuration minimale 1.16.</remarks>
public sealed record CdaPersonName(string? Prefix, string? Given, string? Family, string? Suffix)
{
    /// <summary>As people read it: title, given names, family name.</summary>
    public string Display => string.Join(' ',
        new[] { Suffix ?? Prefix, Given, Family }.Where(part => !string.IsNullOrEmpty(part)));
}

/// <summary>A structure that stands behind an actor.</summary>
/// <remarks>Source: CI-SIS Structuration minimale 1.16.</remarks>
public sealed record CdaOrganization(IReadOnlyList<CdaId> Ids, string? Name, CdaCode? IndustryClass);

/// <summary>Somebody or something that took part: author, signatory, performer, participant.</summary>
/// <param name="TypeCode">Of the participation, e.g. <c>INF</c>.</param>
/// <param name="Time">When this part was taken.</param>
/// <param name="Function">Functional role, e.g. <c>PCP</c> for the treating physician.</param>
/// <param name="Ids">PS_IdNat, INS, software OID …</param>
/// <param name="Code">Profession and specialty, e.g. <c>G15_10/SM26</c>.</param>
/// <param name="Person">Name of the person, when one acted.</param>
/// <param name="Device">Model and software name when no person acted.</param>
/// <param name="Organization">For whom they acted.</param>
/// <remarks>Source: CI-SIS Structuration minimale 1.16.</remarks>
public sealed record CdaActor(
    string? TypeCode,
    CdaTime? Time,
    CdaCode? Function,
    IReadOnlyList<CdaId> Ids,
    CdaCode? Code,
    CdaPersonName? Person,
    string? Device,
    CdaOrganization? Organization);

/// <summary>An act that the document reports.</summary>
/// <remarks>Source: CI-SIS Structuration minimale 1.16.</remarks>
public sealed record CdaServiceEvent(
    IReadOnlyList<CdaId> Ids, CdaCode? Code, CdaInterval? Time, IReadOnlyList<CdaActor> Performers);

/// <summary>The stay or contact in which the document was made.</summary>
/// <param name="Ids">Of the stay, in the establishment.</param>
/// <param name="Code">IMP, EMER, AMB … (JDV_J142).</param>
/// <param name="Time">Entry and exit.</param>
/// <param name="Facility">Kind of place, SAnn (JDV_J02).</param>
/// <param name="Place">Its name.</param>
/// <param name="Responsible">Who answers for the stay.</param>
/// <remarks>Source: CI-SIS Structuration minimale 1.16.</remarks>
public sealed record CdaEncounter(
    IReadOnlyList<CdaId> Ids, CdaCode? Code, CdaInterval? Time, CdaCode? Facility, string? Place,
        CdaActor? Responsible);

/// <summary>A link to an earlier document.</summary>
/// <param name="TypeCode"><c>RPLC</c> replaces; APND and XFRM exist in the standard.</param>
/// <param name="ParentIds">Of the earlier document.</param>
/// <param name="ParentSetId">Common to all versions.</param>
/// <param name="ParentVersion">Of the earlier document.</param>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record CdaRelatedDocument(
    string? TypeCode, IReadOnlyList<CdaId> ParentIds, CdaId? ParentSetId, int? ParentVersion);
