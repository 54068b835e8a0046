namespace Carnet.Wire.Xds;

/// <summary>Where the bytes of one submitted document are: in a part of the multipart message, or inline.</summary>
/// <param name="EntryId">Id of its <see cref="DocumentEntry"/> within the submission.</param>
/// <param name="ContentId">Content-ID without brackets and percent signs; null when inline.</param>
/// <param name="Inline">Decoded base64; null when in a part.</param>
/// <remarks>Source: IHE ITI TF-2 3.41.4.1.2, W3C xop10.</remarks>
public sealed record SubmittedDocument(string EntryId, string? ContentId, ReadOnlyMemory<byte>? Inline = null);
