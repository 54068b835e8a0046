using System.Buffers.Binary;
using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace Carnet.Server.Formats;

/// <summary>Takes the words out of PDF files that come one after another on a pipe, and answers on another.</summary>
/// <remarks>
/// The other half of <see cref="PdfReader"/>, in a process without keys or database: a file that makes the library run
/// forever or eat its memory ends this process and nothing else. A frame is its length, 4 bytes big-endian, and its bytes.
/// </remarks>
internal static class PdfWords
{
    public const int LargestFile = 24 * 1024 * 1024;
    public const int MostCharacters = 200_000;
    private const int MostPages = 300;

    public static async Task ServeAsync(Stream input, Stream output, CancellationToken ct)
    {
        while (await ReadFrameAsync(input, LargestFile, ct) is { } file)
        {
            await WriteFrameAsync(output, Encoding.UTF8.GetBytes(Of(file)), ct);
        }
    }

    public static async Task<byte[]?> ReadFrameAsync(Stream stream, int most, CancellationToken ct)
    {
        var length = new byte[4];
        if (await stream.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, ct) < length.Length)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt32BigEndian(length);
        if (size < 0 || size > most)
        {
            return null;
        }

        var bytes = new byte[size];
        return await stream.ReadAtLeastAsync(bytes, size, throwOnEndOfStream: false, ct) < size ? null : bytes;
    }

    public static async Task WriteFrameAsync(Stream stream, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        await stream.WriteAsync(length, ct);
        await stream.WriteAsync(bytes, ct);
        await stream.FlushAsync(ct);
    }

    private static string Of(byte[] pdf)
    {
        var words = new StringBuilder();
        try
        {
            using var document = PdfDocument.Open(pdf, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true });
            for (var number = 1; number <= Math.Min(document.NumberOfPages, MostPages) && words.Length < MostCharacters; number++)
            {
                words.Append(ContentOrderTextExtractor.GetText(document.GetPage(number))).Append('\n');
            }
        }
        catch (Exception) when (words.Length >= 0)
        {
            // A library for files of unknown origin throws whatever it likes; the words before the broken place still serve.
        }

        return words.Length <= MostCharacters ? words.ToString() : words.ToString(0, MostCharacters);
    }
}
