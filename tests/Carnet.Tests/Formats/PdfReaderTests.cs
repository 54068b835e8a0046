using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Carnet.Server.Formats;

namespace Carnet.Tests.Formats;

/// <summary>The words of PDF files, by the child process, with files that nobody should write.</summary>
[Trait("Category", "slow")]
public sealed class PdfReaderTests : IDisposable
{
    private readonly PdfReader _reader = new();

    [Fact]
    public async Task The_words_of_a_PDF_are_read_and_one_child_reads_many()
    {
        for (var number = 0; number < 3; number++)
        {
            Assert.Contains($"Glycosurie {number}", await ReadAsync(Pdf($"BT /F1 12 Tf 72 700 Td (Glycosurie {number}) Tj ET")),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_hostile_PDF_ends_in_seconds_and_the_next_one_is_read()
    {
        byte[][] hostile =
        [
            [], "pas un PDF"u8.ToArray(), "%PDF-1.4\n%%EOF"u8.ToArray(),
            Pdf("BT " + new string('[', 2_000_000)),
            Pdf(string.Concat(Enumerable.Repeat("q 1 0 0 1 0 0 cm ", 400_000))),
            Build("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", Deflated(1024), "/FlateDecode"),
            Build("<< /Type /Pages /Kids [2 0 R] /Count 1000000 /Parent 2 0 R >>", [], null),
            new byte[PdfWords.LargestFile + 1],
        ];
        for (var number = 0; number < hostile.Length; number++)
        {
            var watch = Stopwatch.StartNew();
            await ReadAsync(hostile[number]);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"file {number} took {watch.Elapsed.TotalSeconds:F0} s");
            Assert.Contains("Ensuite", await ReadAsync(Pdf("BT /F1 12 Tf 72 700 Td (Ensuite) Tj ET")), StringComparison.Ordinal);
        }
    }

    public void Dispose() => _reader.Dispose();

    private Task<string> ReadAsync(byte[] pdf) => _reader.OfPdfAsync(pdf, CancellationToken.None);

    private static byte[] Pdf(string content)
        => Build("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", Encoding.Latin1.GetBytes(content), null);

    private static byte[] Deflated(int mebibytes)
    {
        using var bytes = new MemoryStream();
        using (var zlib = new ZLibStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            var block = new byte[1024 * 1024];
            for (var written = 0; written < mebibytes; written++)
            {
                zlib.Write(block);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Build(string pages, byte[] content, string? filter)
    {
        using var pdf = new MemoryStream();
        List<long> places = [];
        Write("%PDF-1.4\n");
        Place("1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n");
        Place($"2 0 obj {pages} endobj\n");
        Place("3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            + "/Resources << /Font << /F1 5 0 R >> >> >> endobj\n");
        Place($"4 0 obj << /Length {content.Length} {(filter is null ? "" : $"/Filter {filter}")} >> stream\n");
        pdf.Write(content);
        Write("\nendstream endobj\n");
        Place("5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> endobj\n");
        var table = pdf.Position;
        Write($"xref\n0 {places.Count + 1}\n0000000000 65535 f \n");
        places.ForEach(place => Write($"{place:0000000000} 00000 n \n"));
        Write($"trailer << /Size {places.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return pdf.ToArray();

        void Place(string text)
        {
            places.Add(pdf.Position);
            Write(text);
        }

        void Write(string text) => pdf.Write(Encoding.Latin1.GetBytes(text));
    }
}
