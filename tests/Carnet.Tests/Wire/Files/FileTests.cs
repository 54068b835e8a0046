using System.IO.Compression;
using System.Text;
using Carnet.Tests.Support;
using Carnet.Wire;
using Carnet.Wire.Files;

namespace Carnet.Tests.Wire.Files;

/// <summary>Pictures and PDFs of people: what is kept, what goes, what is refused.</summary>
public sealed class FileTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void A_photo_keeps_the_picture_and_loses_place_device_remarks_and_what_follows(int orientation)
    {
        var photo = JpegPicture.Read(SampleFiles.JpegWithNotes(orientation));
        Assert.Equal((32, 8, 3, orientation), (photo.Width, photo.Height, photo.Components, photo.Orientation));
        var text = Encoding.Latin1.GetString(photo.Clean.Span);
        Assert.DoesNotContain("CANARI", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", text, StringComparison.Ordinal);
        Assert.DoesNotContain("script", text, StringComparison.Ordinal);
        Assert.Equal(SampleFiles.Jpeg.Length - 18, photo.Clean.Length); // the JFIF segment alone is missing
    }

    [Fact]
    public void Every_cut_of_a_photo_is_refused_and_nothing_else_happens()
    {
        var whole = SampleFiles.JpegWithNotes(3);
        var end = Encoding.Latin1.GetString(whole).IndexOf("<script>", StringComparison.Ordinal);
        for (var length = 0; length < end; length++)
        {
            Assert.Throws<WireFormatException>(() => JpegPicture.Read(whole.AsSpan(0, length)));
        }

        foreach (var broken in Flips(whole))
        {
            Record.Exception(() => JpegPicture.Read(broken)).IsNullOr<WireFormatException>();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void A_picture_of_every_kind_is_decoded_with_white_behind_it(int kind)
    {
        const int Width = 7, Height = 11;
        var channels = kind switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var samples = Enumerable.Range(0, Width * Height * channels).Select(i => (byte)(kind == 3 ? i % 4 : (i * 37) % 256)).ToArray();
        byte[] palette = [0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255];
        var picture = PngPicture.Read(SampleFiles.Png(kind, Width, Height, samples, kind == 3 ? palette : null, "CANARI"));
        Assert.Equal((Width, Height, kind is 0 or 4 ? 1 : 3), (picture.Width, picture.Height, picture.Components));
        using var zlib = new ZLibStream(new MemoryStream(picture.Deflated.ToArray()), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        var expected = kind switch
        {
            3 => samples.SelectMany(sample => palette.Skip(sample * 3).Take(3)),
            4 => samples.Chunk(2).Select(pixel => White(pixel[0], pixel[1])),
            6 => samples.Chunk(4).SelectMany(pixel => pixel[..3].Select(colour => White(colour, pixel[3]))),
            _ => samples,
        };
        Assert.Equal(expected, rows.ToArray());
    }

    [Fact]
    public void Broken_pictures_are_refused_and_never_crash()
    {
        var whole = SampleFiles.Png(6, 5, 5, new byte[100]);
        for (var length = 0; length < whole.Length - 12; length++)
        {
            Assert.Throws<WireFormatException>(() => PngPicture.Read(whole.AsSpan(0, length)));
        }

        foreach (var broken in Flips(whole))
        {
            Record.Exception(() => PngPicture.Read(broken)).IsNullOr<WireFormatException>();
        }

        // A picture that says to be huge.
        var bomb = SampleFiles.Png(2, 1, 1, new byte[3]);
        (bomb[18], bomb[22]) = (0x40, 0x40);
        Assert.Throws<WireFormatException>(() => PngPicture.Read(bomb));
    }

    [ToolFact("qpdf")]
    public async Task The_PDF_of_pictures_holds_for_another_reader()
    {
        using var folder = new ScratchFolder();
        var path = Path.Combine(folder.Path, "photos.pdf");
        await File.WriteAllBytesAsync(path, PicturePdf.Write(
            [SampleFiles.JpegWithNotes(1), SampleFiles.Png(6, 9, 5, new byte[180]), SampleFiles.JpegWithNotes(8)]));
        var (exit, output, error) = await OutsideTool.RunAsync("qpdf", "", "--check", path);
        Assert.True(exit == 0, output + error);
        Assert.Equal("3", (await OutsideTool.RunAsync("qpdf", "", "--show-npages", path)).Output.Trim());
    }

    [ToolFact("pdftoppm")]
    public async Task A_photo_stands_upright_however_the_camera_was_held()
    {
        // The stored left half is red. Where it must be seen, for each of the eight ways of holding a camera.
        string[] red = ["left", "right", "right", "left", "top", "top", "bottom", "bottom"];
        using var folder = new ScratchFolder();
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var path = Path.Combine(folder.Path, $"{orientation}.pdf");
            await File.WriteAllBytesAsync(path, PicturePdf.Write([SampleFiles.JpegWithNotes(orientation)]));
            await OutsideTool.RunAsync("pdftoppm", "", "-r", "18", "-singlefile", path, path);
            var (width, height, pixels) = Ppm(await File.ReadAllBytesAsync(path + ".ppm"));
            Assert.Equal(orientation >= 5, height > width);
            var (x, y) = red[orientation - 1] switch
            {
                "left" => (width / 8, height / 2),
                "right" => (width * 7 / 8, height / 2),
                "top" => (width / 2, height / 8),
                _ => (width / 2, height * 7 / 8),
            };
            Assert.True(IsRed(pixels, width, x, y) && !IsRed(pixels, width, width - 1 - x, height - 1 - y), $"orientation {orientation}");
        }
    }

    [Theory]
    [InlineData("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", "pdf.active")]
    [InlineData("/OpenAction << /S /J#61vaScript >>", "pdf.active")]
    [InlineData("/AA << /O 4 0 R >>", "pdf.active")]
    [InlineData("/AA 4 0 R", "pdf.active")]
    [InlineData("/OpenAction << /S /Launch /F (cmd.exe) >>", "pdf.active")]
    [InlineData("/Names << /EmbeddedFiles 5 0 R >>", "pdf.active")]
    [InlineData("/AcroForm << /XFA 5 0 R >>", "pdf.active")]
    [InlineData("/Encrypt 5 0 R", "pdf.locked")]
    [InlineData("/Lang (fr)", null)]
    [InlineData("/Title (/AA est une marque, /JS aussi)", null)]
    public void A_PDF_with_more_than_a_document_is_refused(string catalog, string? code)
        => Assert.Equal(code, Code(SampleFiles.Pdf(catalog)));

    [Fact]
    public void What_hides_in_compressed_objects_is_found_and_what_cannot_be_opened_is_refused()
    {
        Assert.Equal("pdf.active", Code(Hiding("1 0 << /S /JavaScript /JS (x) >>")));
        Assert.Null(Code(Hiding("1 0 << /Type /Page >>")));
        Assert.Equal("pdf.unreadable", Code(SampleFiles.Pdf(more: "5 0 obj\n<< /Type /ObjStm /Length 9 >>\nstream\nnot zlib!\nendstream\nendobj\n")));
        Assert.Equal("pdf.unreadable", Code("%PDF-1.7 cut"u8.ToArray()));
        Assert.Equal("pdf.unreadable", Code("<html>%PDF-1.7 %%EOF"u8.ToArray()));
    }

    // Each byte in turn, in three ways.
    private static IEnumerable<byte[]> Flips(byte[] whole) =>
        from at in Enumerable.Range(0, whole.Length)
        from change in (byte[])[0x01, 0x80, 0xFF]
        select (byte[])[.. whole[..at], (byte)(whole[at] ^ change), .. whole[(at + 1)..]];

    private static byte[] Hiding(string objects)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(Encoding.ASCII.GetBytes(objects));
        }

        return SampleFiles.Pdf(more: $"5 0 obj\n<< /Type /Obj#53tm /Filter /FlateDecode /Length {packed.Length} >>\nstream\n{Encoding.Latin1.GetString(packed.ToArray())}\nendstream\nendobj\n");
    }

    private static string? Code(byte[] pdf) => (Record.Exception(() => PdfCheck.Demand(pdf)) as WireFormatException)?.Code;

    private static byte White(byte colour, byte alpha) => (byte)(((colour * alpha) + (255 * (255 - alpha))) / 255);

    private static bool IsRed(ReadOnlySpan<byte> pixels, int width, int x, int y)
        => pixels[((y * width) + x) * 3] > 150 && pixels[(((y * width) + x) * 3) + 2] < 100;

    private static (int Width, int Height, byte[] Pixels) Ppm(byte[] bytes)
    {
        var head = Encoding.ASCII.GetString(bytes, 0, Math.Min(40, bytes.Length)).Split(['\n', ' '], 5);
        var (width, height) = (int.Parse(head[1], null), int.Parse(head[2], null));
        return (width, height, bytes[^(width * height * 3)..]);
    }
}

/// <summary>An expected exception, or none.</summary>
internal static class RecordedException
{
    public static void IsNullOr<T>(this Exception? cause)
        where T : Exception => Assert.True(cause is null or T, cause?.ToString());
}
