namespace Carnet.Wire.Cda.Drafting;

/// <summary>A section with its narrative and the sections below it.</summary>
/// <param name="Code">LOINC.</param>
/// <param name="Title">As people read it.</param>
/// <param name="Blocks">The narrative, in order.</param>
/// <param name="Sections">Below this one.</param>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record CdaDraftSection(
    CdaCode Code, string Title, IReadOnlyList<CdaDraftBlock> Blocks, IReadOnlyList<CdaDraftSection> Sections)
{
    public CdaDraftSection(string loinc, string title, params CdaDraftBlock[] blocks)
        : this(new CdaCode(loinc, CdaOids.Loinc, title), title, blocks, [])
    {
    }
}

/// <summary>A block of the narrative.</summary>
/// <remarks>Source: HL7 CDA R2.</remarks>
public abstract record CdaDraftBlock;

/// <summary>A paragraph of plain text.</summary>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record CdaDraftParagraph(string Text) : CdaDraftBlock;

/// <summary>A list, with or without numbers.</summary>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record CdaDraftList(bool Ordered, IReadOnlyList<string> Items) : CdaDraftBlock;

/// <summary>A table; rows have as many cells as there are columns.</summary>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record CdaDraftTable(
    string? Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : CdaDraftBlock;
