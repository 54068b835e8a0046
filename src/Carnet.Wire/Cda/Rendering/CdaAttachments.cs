using Carnet.Wire.Xml;

namespace Carnet.Wire.Cda.Rendering;

/// <summary>Finds the images and PDF copies of a structured body and streams one of them.</summary>
/// <remarks>Only what begins like PNG, JPEG, GIF or PDF exists. Source: HL7 CDA R2.</remarks>
public static class CdaAttachments
{
    /// <summary>Writes the attachment of that index and returns it; null when there is none.</summary>
    /// <remarks>More than <paramref name="limit"/> bytes throws <c>cda.body-size</c>. Source: HL7 CDA R2.</remarks>
    public static CdaAttachment? CopyTo(Stream source, int index, Stream target, long limit)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var reader = SafeXml.Open(source, XmlLimits.Document);
        if (CdaHeaderReader.ReadHeader(reader).Body.Kind != CdaBodyKind.Structured)
        {
            return null;
        }

        var walk = new AttachmentWalk(reader);
        while (reader.Read())
        {
            if (AttachmentWalk.Is(reader, "observationMedia") && walk.Seen == index)
            {
                using var buffered = new SniffedStream(target);
                walk.Copy(buffered, limit);
                return buffered.MediaType is { } type ? new CdaAttachment(index, type, []) : null;
            }

            walk.Visit();
        }

        return null;
    }

    internal static string? Sniff(ReadOnlySpan<byte> head)
        => head.StartsWith(Png) ? "image/png"
            : head.StartsWith(Jpeg) ? "image/jpeg"
            : head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) ? "image/gif"
            : head.StartsWith("%PDF-"u8) ? "application/pdf"
            : null;

    private static ReadOnlySpan<byte> Png => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];
}
