namespace Carnet.Wire.Cda.Rendering;

/// <summary>How a page wants a document rendered.</summary>
/// <param name="HeadingLevel">Level of the outermost section titles, 2 to 6; deeper ones follow, at most 6.</param>
/// <param name="AttachmentUrl">Address of the n-th attachment, on our own site; null shows attachments as text.</param>
/// <param name="MaxCharacters">Of HTML; more throws <c>cda.render-size</c>.</param>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record RenderOptions(
    int HeadingLevel = 2, Func<int, string>? AttachmentUrl = null, int MaxCharacters = 8 * 1024 * 1024);
