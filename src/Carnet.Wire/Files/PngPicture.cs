using System.Buffers.Binary;
using System.IO.Compression;

namespace Carnet.Wire.Files;

/// <summary>A PNG picture ready for a PDF: rows of 8 bits without filters, on white where it was transparent.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Components">1 for grey, 3 for colours.</param>
/// <param name="Deflated">Zlib stream of the rows.</param>
/// <remarks>Texts, times and whatever follows the end are left out. Source: ISO/IEC 15948-2004.</remarks>
public sealed record PngPicture(int Width, int Height, int Components, ReadOnlyMemory<byte> Deflated)
{
    private const int LargestSide = 20_000;
    private const long MostPixels = 24_000_000;

    /// <summary>Whether bytes begin as a PNG does.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Decodes 8 bits a sample, not interlaced; throws <see cref="WireFormatException"/> for anything else.</summary>
    public static PngPicture Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Signature))
        {
            throw Bad();
        }

        var (width, height, kind) = (0, 0, -1);
        byte[]? palette = null;
        using var packed = new MemoryStream();
        for (var at = Signature.Length; ;)
        {
            if (at + 12 > bytes.Length)
            {
                throw Bad();
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            if (length > bytes.Length - at - 12)
            {
                throw Bad();
            }

            var name = bytes.Slice(at + 4, 4);
            var body = bytes.Slice(at + 8, (int)length);
            if (name.SequenceEqual("IHDR"u8) && kind < 0 && body.Length == 13)
            {
                (width, height) = (Side(body), Side(body[4..]));
                kind = body[8] == 8 && body[9] is 0 or 2 or 3 or 4 or 6 && body[10..].IndexOfAnyExcept((byte)0) < 0 ? body[9]
                    : throw Bad();
            }
            else if (name.SequenceEqual("PLTE"u8) && body.Length is > 0 and <= 768 && body.Length % 3 == 0)
            {
                palette = body.ToArray();
            }
            else if (name.SequenceEqual("IDAT"u8) && kind >= 0)
            {
                packed.Write(body);
            }
            else if (name.SequenceEqual("IEND"u8))
            {
                break;
            }

            at += (int)length + 12;
        }

        if (kind < 0 || (long)width * height > MostPixels || (kind == 3 && palette is null))
        {
            throw Bad();
        }

        packed.Position = 0;
        return Decode(packed, width, height, kind, palette);
    }

    private static PngPicture Decode(MemoryStream packed, int width, int height, int kind, byte[]? palette)
    {
        var samples = kind switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var components = kind is 0 or 4 ? 1 : 3;
        var (row, above, shown) = (new byte[width * samples], new byte[width * samples], new byte[width * components]);
        using var deflated = new MemoryStream();
        try
        {
            using var source = new ZLibStream(packed, CompressionMode.Decompress);
            using (var target = new ZLibStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
            {
                for (var y = 0; y < height; y++)
                {
                    var filter = source.ReadByte();
                    source.ReadExactly(row);
                    Unfilter(filter, row, above, samples);
                    Show(row, shown, kind, palette);
                    target.Write(shown);
                    (row, above) = (above, row);
                }
            }
        }
        catch (Exception cause) when (cause is InvalidDataException or EndOfStreamException)
        {
            throw Bad();
        }

        return new PngPicture(width, height, components, deflated.ToArray());
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int samples)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var left = i >= samples ? row[i - samples] : 0;
            var corner = i >= samples ? above[i - samples] : 0;
            row[i] += filter switch
            {
                0 => 0,
                1 => (byte)left,
                2 => above[i],
                3 => (byte)((left + above[i]) / 2),
                4 => (byte)Paeth(left, above[i], corner),
                _ => throw Bad(),
            };
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var guess = left + above - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - above), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? above : corner;
    }

    private static void Show(byte[] row, byte[] shown, int kind, byte[]? palette)
    {
        switch (kind)
        {
            case 0 or 2:
                row.CopyTo(shown, 0);
                break;
            case 3:
                for (var i = 0; i < row.Length; i++)
                {
                    var entry = row[i] * 3;
                    (entry + 3 <= palette!.Length ? palette.AsSpan(entry, 3) : throw Bad()).CopyTo(shown.AsSpan(i * 3));
                }

                break;
            default:
                var colours = kind == 4 ? 1 : 3;
                for (var i = 0; i < row.Length / (colours + 1); i++)
                {
                    var alpha = row[(i * (colours + 1)) + colours];
                    for (var c = 0; c < colours; c++)
                    {
                        shown[(i * colours) + c] = (byte)(((row[(i * (colours + 1)) + c] * alpha) + (255 * (255 - alpha))) / 255);
                    }
                }

                break;
        }
    }

    private static int Side(ReadOnlySpan<byte> bytes)
        => BinaryPrimitives.ReadUInt32BigEndian(bytes) is > 0 and <= LargestSide and var side ? (int)side : throw Bad();

    private static WireFormatException Bad() => new("picture.unreadable", "Cette photo n'est pas lisible.");
}
