namespace Carnet.Wire.Cda.Rendering;

/// <summary>An image or a PDF that lies inside a structured body.</summary>
/// <param name="Index">Rank among all observationMedia of the document, from 0.</param>
/// <param name="MediaType">Told by the first bytes, never by the document: PNG, JPEG, GIF or PDF.</param>
/// <param name="Ids">The XML IDs by which the narrative refers to it.</param>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record CdaAttachment(int Index, string MediaType, IReadOnlyList<string> Ids)
{
    public bool IsImage => MediaType != "application/pdf";
}
