using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Carnet.Tests.Support;

/// <summary>Small files of the kinds that people add.</summary>
internal static class SampleFiles
{
    /// <summary>32 by 8 pixels, made by ImageMagick: the left half red, the right half blue.</summary>
    public static byte[] Jpeg { get; } = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/"
        + "2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAAIACADASIAAhEBAxEB/8QA"
        + "FgABAQEAAAAAAAAAAAAAAAAAAAYH/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/EABUBAQEAAAAAAAAAAAAAAAAAAAgG/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/a"
        + "AAwDAQACEQMRAD8AzoBHEigADCFZ/9k=");

    /// <summary>The same with a camera's notes: how it was held, and a canary for the place.</summary>
    public static byte[] JpegWithNotes(int orientation, string canary = "CANARI-GPS")
    {
        var tiff = new byte[26 + canary.Length];
        "II*\0"u8.CopyTo(tiff);
        BinaryPrimitives.WriteInt32LittleEndian(tiff.AsSpan(4), 8);
        BinaryPrimitives.WriteInt16LittleEndian(tiff.AsSpan(8), 1);
        BinaryPrimitives.WriteInt16LittleEndian(tiff.AsSpan(10), 0x0112);
        BinaryPrimitives.WriteInt16LittleEndian(tiff.AsSpan(12), 3);
        BinaryPrimitives.WriteInt32LittleEndian(tiff.AsSpan(14), 1);
        BinaryPrimitives.WriteInt16LittleEndian(tiff.AsSpan(18), (short)orientation);
        Encoding.ASCII.GetBytes(canary).CopyTo(tiff, 26);
        return [.. Jpeg[..2], .. Segment(0xE1, [.. "Exif\0\0"u8, .. tiff]), .. Segment(0xFE, Encoding.ASCII.GetBytes(canary)), .. Jpeg[2..],
            .. Encoding.ASCII.GetBytes($"<script>{canary}</script>")];
    }

    /// <summary>A PNG of 8 bits; a row has one filter after another.</summary>
    /// <param name="kind">0 grey, 2 colours, 3 palette, 4 grey and alpha, 6 colours and alpha.</param>
    public static byte[] Png(int kind, int width, int height, byte[] samples, byte[]? palette = null, string text = "")
    {
        var channels = kind switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                var filter = y % 5;
                zlib.WriteByte((byte)filter);
                for (var i = 0; i < width * channels; i++)
                {
                    int At(int x, int row) => x < 0 || row < 0 ? 0 : samples[(row * width * channels) + x];
                    var (left, above, corner) = (At(i - channels, y), At(i, y - 1), i < channels ? 0 : At(i - channels, y - 1));
                    var guess = filter switch
                    {
                        1 => left,
                        2 => above,
                        3 => (left + above) / 2,
                        4 => new[] { left, above, corner }.MinBy(one => Math.Abs(left + above - corner - one)),
                        _ => 0,
                    };
                    zlib.WriteByte((byte)(At(i, y) - guess));
                }
            }
        }

        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, (byte)kind);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", head), .. palette is null ? [] : Chunk("PLTE", palette),
            .. text.Length == 0 ? [] : Chunk("tEXt", Encoding.ASCII.GetBytes("Comment\0" + text)), .. Chunk("IDAT", rows.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>A PDF of one empty page.</summary>
    /// <param name="catalog">What else stands in its catalog.</param>
    /// <param name="more">Objects after the others.</param>
    public static byte[] Pdf(string catalog = "", string more = "") => Encoding.Latin1.GetBytes(
        $"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {catalog} >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        + $"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n{more}trailer\n<< /Size 4 /Root 1 0 R >>\n%%EOF\n");

    private static byte[] Segment(byte marker, ReadOnlySpan<byte> body)
        => [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    private static byte[] Chunk(string name, byte[] body)
    {
        var chunk = new byte[body.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        Encoding.ASCII.GetBytes(name).CopyTo(chunk, 4);
        body.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + body.Length), Crc(chunk.AsSpan(4, body.Length + 4)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
