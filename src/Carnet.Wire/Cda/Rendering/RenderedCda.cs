namespace Carnet.Wire.Cda.Rendering;

/// <summary>A clinical document ready for a page.</summary>
/// <param name="Header">As read.</param>
/// <param name="Letterhead">The header in French words.</param>
/// <param name="BodyHtml">
/// Safe HTML: our own elements only, all text encoded. Null for a level 1 body that is not plain text; see
/// <see cref="CdaBody.CopyNonXmlTo"/>.
/// </param>
/// <param name="Attachments">Images and PDF copies inside the body, in document order.</param>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record RenderedCda(
    CdaHeader Header, CdaLetterhead Letterhead, string? BodyHtml, IReadOnlyList<CdaAttachment> Attachments);
