using System.Buffers.Binary;

namespace Carnet.Wire.Files;

/// <summary>A JPEG picture with nothing but the picture in it.</summary>
/// <param name="Width">Pixels, as stored.</param>
/// <param name="Height">Pixels, as stored.</param>
/// <param name="Components">1 for grey, 3 for colours.</param>
/// <param name="Orientation">1 to 8: how a camera was held; 1 is upright.</param>
/// <param name="Clean">The picture without place, device, remarks and whatever followed its end.</param>
/// <remarks>Only the segments that a decoder needs are kept. Source: ISO/IEC 10918-1.</remarks>
public sealed record JpegPicture(int Width, int Height, int Components, int Orientation, ReadOnlyMemory<byte> Clean)
{
    private const int LargestSide = 20_000;
    private const long MostPixels = 100_000_000;

    /// <summary>Whether bytes begin as a JPEG does.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes)
        => bytes.Length > 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;

    /// <summary>Reads segment by segment; throws <see cref="WireFormatException"/> where one is not as it must be.</summary>
    public static JpegPicture Read(ReadOnlySpan<byte> bytes)
    {
        if (!IsOne(bytes))
        {
            throw Bad();
        }

        using var clean = new MemoryStream(bytes.Length);
        clean.Write([0xFF, 0xD8]);
        var (width, height, components, orientation, scanned) = (0, 0, 0, 1, false);
        for (var at = 2; ;)
        {
            var marker = Marker(bytes, ref at);
            if (marker == 0xD9)
            {
                clean.Write([0xFF, 0xD9]);
                break;
            }

            var segment = Segment(bytes, at);
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2 when width == 0 && segment.Length >= 6:
                    (height, width, components) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]),
                        BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), segment[5]);
                    Keep(clean, marker, segment);
                    break;
                case 0xDB or 0xC4 or 0xDD:
                    Keep(clean, marker, segment);
                    break;
                case 0xEE when segment.Length == 12 && segment[..5].SequenceEqual("Adobe"u8):
                    Keep(clean, marker, segment);
                    break;
                case 0xE1 when segment.Length > 14 && segment[..6].SequenceEqual("Exif\0\0"u8):
                    orientation = OrientationOf(segment[6..]);
                    break;
                case (>= 0xE0 and <= 0xEF) or 0xFE:
                    break; // place, device, thumbnail, remarks
                case 0xDA when width > 0:
                    Keep(clean, marker, segment);
                    at += segment.Length + 2;
                    var data = ScanLength(bytes[at..]);
                    clean.Write(bytes.Slice(at, data));
                    at += data;
                    scanned = true;
                    continue;
                default:
                    throw Bad();
            }

            at += segment.Length + 2;
        }

        if (!scanned || width is < 1 or > LargestSide || height is < 1 or > LargestSide || (long)width * height > MostPixels
            || components is not (1 or 3))
        {
            throw Bad();
        }

        return new JpegPicture(width, height, components, orientation, clean.ToArray());
    }

    private static byte Marker(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (at + 1 >= bytes.Length || bytes[at] != 0xFF)
        {
            throw Bad();
        }

        while (at < bytes.Length && bytes[at] == 0xFF)
        {
            at++;
        }

        return at < bytes.Length ? bytes[at++] : throw Bad();
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> bytes, int at)
    {
        var length = at + 2 <= bytes.Length ? BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) : 0;
        return length >= 2 && at + length <= bytes.Length ? bytes.Slice(at + 2, length - 2) : throw Bad();
    }

    private static void Keep(MemoryStream clean, byte marker, ReadOnlySpan<byte> segment)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(segment.Length + 2));
        clean.Write(head);
        clean.Write(segment);
    }

    // Up to the next marker that is not part of the data: a stuffed zero or a restart.
    private static int ScanLength(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at + 1 < bytes.Length; at++)
        {
            if (bytes[at] == 0xFF && bytes[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7)))
            {
                return at;
            }
        }

        throw Bad();
    }

    // The first directory of a TIFF header; whatever is not as expected leaves the picture upright.
    private static int OrientationOf(ReadOnlySpan<byte> tiff)
    {
        var little = tiff[..2].SequenceEqual("II"u8);
        if (tiff.Length < 8 || (!little && !tiff[..2].SequenceEqual("MM"u8)))
        {
            return 1;
        }

        var start = Long(tiff[4..], little);
        if (start > tiff.Length - 2)
        {
            return 1;
        }

        var count = Short(tiff[(int)start..], little);
        for (var i = 0; i < count; i++)
        {
            var entry = start + 2 + (12L * i);
            if (entry + 12 > tiff.Length)
            {
                break;
            }

            if (Short(tiff[(int)entry..], little) == 0x0112)
            {
                var value = Short(tiff[((int)entry + 8)..], little);
                return value is >= 1 and <= 8 ? value : 1;
            }
        }

        return 1;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool little)
        => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Long(ReadOnlySpan<byte> bytes, bool little)
        => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static WireFormatException Bad() => new("picture.unreadable", "Cette photo n'est pas lisible.");
}
