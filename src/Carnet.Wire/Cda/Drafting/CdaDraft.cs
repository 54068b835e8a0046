namespace Carnet.Wire.Cda.Drafting;

/// <summary>All that is needed to write a French clinical document of the minimal structure.</summary>
/// <remarks>Level 1 when <see cref="Content"/> is set, else level 3 without coded entries. Source: CI-SIS
/// Structuration minimale 1.16.</remarks>
public sealed record CdaDraft
{
    public required CdaId Id { get; init; }

    /// <summary>Common to all versions.</summary>
    public required CdaId SetId { get; init; }

    /// <summary>From 1, step 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The document that this one replaces.</summary>
    public CdaId? Replaces { get; init; }

    /// <summary>Document templates beside those of HL7 France and CI-SIS.</summary>
    public IReadOnlyList<CdaId> Templates { get; init; } = [];

    public required CdaCode Code { get; init; }

    public required string Title { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required CdaPatient Patient { get; init; }

    public required CdaActor Author { get; init; }

    /// <summary>The author when null.</summary>
    public CdaActor? LegalAuthenticator { get; init; }

    public required CdaOrganization Custodian { get; init; }

    public required CdaDraftAct Act { get; init; }

    public required CdaDraftEncounter Encounter { get; init; }

    public IReadOnlyList<CdaDraftSection> Sections { get; init; } = [];

    public CdaDraftContent? Content { get; init; }
}

/// <summary>The documented act and the trade of who performed it.</summary>
/// <param name="Code">LOINC, CCAM …; null when the type of the document says enough.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended; null for a moment.</param>
/// <param name="PracticeSetting">JDV_J04, e.g. AMBULATOIRE.</param>
/// <remarks>Source: CI-SIS Structuration minimale 1.16.</remarks>
public sealed record CdaDraftAct(CdaCode? Code, DateTimeOffset Start, DateTimeOffset? End, CdaCode PracticeSetting);

/// <summary>The stay or contact in which the document was made.</summary>
/// <param name="Code">JDV_J142, e.g. AMB.</param>
/// <param name="Start">Entry.</param>
/// <param name="End">Exit; null when unknown.</param>
/// <param name="Facility">JDV_J02, e.g. SA07.</param>
/// <remarks>Source: CI-SIS Structuration minimale 1.16.</remarks>
public sealed record CdaDraftEncounter(CdaCode Code, DateTimeOffset Start, DateTimeOffset? End, CdaCode Facility);

/// <summary>A level 1 body.</summary>
/// <param name="MediaType">application/pdf, text/plain, text/rtf, image/jpeg or image/tiff.</param>
/// <param name="Bytes">As they are, before base64.</param>
/// <remarks>Source: CI-SIS Structuration minimale 1.16.</remarks>
public sealed record CdaDraftContent(string MediaType, ReadOnlyMemory<byte> Bytes);
