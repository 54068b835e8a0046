namespace Carnet.Wire.Files;

/// <summary>Recognises the photos that telephones make in HEIF containers; they are never decoded here.</summary>
/// <remarks>The codecs are large, patented and written in memory-unsafe languages. Source: ISO/IEC 23008-12 (HEIF), 14496-12 §4.3.</remarks>
public static class HeicPicture
{
    /// <summary>Whether bytes begin as a HEIF or AVIF file does: a box <c>ftyp</c> with one of their brands.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.Length >= 12 && bytes[4..8].SequenceEqual("ftyp"u8)
        && (bytes[8..11].SequenceEqual("hei"u8) || bytes[8..11].SequenceEqual("hev"u8) || bytes[8..12].SequenceEqual("mif1"u8)
            || bytes[8..12].SequenceEqual("msf1"u8) || bytes[8..12].SequenceEqual("avif"u8));
}
