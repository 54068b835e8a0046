using System.Globalization;
using System.Text;

namespace Carnet.Wire.Files;

/// <summary>Lays pictures on the pages of one PDF, a picture a page, upright, on paper of the usual size.</summary>
/// <remarks>Nothing is drawn again: a JPEG goes in as it is. Source: ISO 32000-1.</remarks>
public static class PicturePdf
{
    private const double Short = 595, Long = 842;

    /// <summary>The PDF of these files, each a JPEG or a PNG; throws <see cref="WireFormatException"/> for anything else.</summary>
    public static byte[] Write(IEnumerable<ReadOnlyMemory<byte>> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        using var file = new PdfFile();
        List<int> pages = [];
        foreach (var picture in pictures)
        {
            pages.Add(file.Page(Drawn.Of(picture.Span)));
        }

        return file.Close(pages);
    }

    /// <summary>What goes into the image object, and how it is turned.</summary>
    private sealed record Drawn(int Width, int Height, int Components, int Orientation, string Filter, ReadOnlyMemory<byte> Data)
    {
        public static Drawn Of(ReadOnlySpan<byte> bytes)
        {
            if (JpegPicture.IsOne(bytes))
            {
                var jpeg = JpegPicture.Read(bytes);
                return new Drawn(jpeg.Width, jpeg.Height, jpeg.Components, jpeg.Orientation, "/DCTDecode", jpeg.Clean);
            }

            if (PngPicture.IsOne(bytes))
            {
                var png = PngPicture.Read(bytes);
                return new Drawn(png.Width, png.Height, png.Components, 1, "/FlateDecode", png.Deflated);
            }

            throw new WireFormatException("picture.unreadable", "Cette photo n'est pas lisible.");
        }

        /// <summary>Size of the page in points: the picture fills it.</summary>
        public (double Width, double Height) Paper()
        {
            var (w, h) = Orientation >= 5 ? (Height, Width) : (Width, Height);
            var scale = Math.Min((w > h ? Long : Short) / w, (w > h ? Short : Long) / h);
            return (w * scale, h * scale);
        }

        /// <summary>The matrix that lays the unit square on the paper, for each way of holding a camera.</summary>
        public string Matrix()
        {
            var (w, h) = Paper();
            return Orientation switch
            {
                2 => Text(-w, 0, 0, h, w, 0),
                3 => Text(-w, 0, 0, -h, w, h),
                4 => Text(w, 0, 0, -h, 0, h),
                5 => Text(0, -h, -w, 0, w, h),
                6 => Text(0, -h, w, 0, 0, h),
                7 => Text(0, h, w, 0, 0, 0),
                8 => Text(0, h, -w, 0, w, 0),
                _ => Text(w, 0, 0, h, 0, 0),
            };
        }

        private static string Text(params ReadOnlySpan<double> numbers)
            => string.Join(' ', numbers.ToArray().Select(number => number.ToString("0.##", CultureInfo.InvariantCulture)));
    }

    /// <summary>Objects one after another, and the table of where they begin.</summary>
    private sealed class PdfFile : IDisposable
    {
        private const int Catalog = 1, Tree = 2;

        private readonly MemoryStream _bytes = new();
        private readonly List<long> _starts = [0, 0];

        public PdfFile() => Write("%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n");

        public int Page(Drawn picture)
        {
            var image = Begin();
            Write(string.Create(CultureInfo.InvariantCulture,
                $"<< /Type /XObject /Subtype /Image /Width {picture.Width} /Height {picture.Height} /BitsPerComponent 8 /ColorSpace {(picture.Components == 1 ? "/DeviceGray" : "/DeviceRGB")} /Filter {picture.Filter} /Length {picture.Data.Length} >>\nstream\n"));
            _bytes.Write(picture.Data.Span);
            Write("\nendstream\nendobj\n");

            var drawing = $"q {picture.Matrix()} cm /P Do Q";
            var content = Begin();
            Write(string.Create(CultureInfo.InvariantCulture,
                $"<< /Length {drawing.Length} >>\nstream\n{drawing}\nendstream\nendobj\n"));

            var (width, height) = picture.Paper();
            var page = Begin();
            Write(string.Create(CultureInfo.InvariantCulture,
                $"<< /Type /Page /Parent {Tree} 0 R /MediaBox [0 0 {width:0.##} {height:0.##}] /Contents {content} 0 R /Resources << /XObject << /P {image} 0 R >> >> >>\nendobj\n"));
            return page;
        }

        public byte[] Close(List<int> pages)
        {
            Begin(Tree);
            Write(string.Create(CultureInfo.InvariantCulture,
                $"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pages.Select(page => $"{page} 0 R"))}] >>\nendobj\n"));
            Begin(Catalog);
            Write($"<< /Type /Catalog /Pages {Tree} 0 R /Lang (fr-FR) >>\nendobj\n");
            var table = _bytes.Length;
            Write(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {_starts.Count + 1}\n0000000000 65535 f \n"));
            _starts.ForEach(start => Write(string.Create(CultureInfo.InvariantCulture, $"{start:0000000000} 00000 n \n")));
            Write(string.Create(CultureInfo.InvariantCulture,
                $"trailer\n<< /Size {_starts.Count + 1} /Root {Catalog} 0 R >>\nstartxref\n{table}\n%%EOF\n"));
            return _bytes.ToArray();
        }

        public void Dispose() => _bytes.Dispose();

        private int Begin()
        {
            _starts.Add(0);
            Begin(_starts.Count);
            return _starts.Count;
        }

        private void Begin(int number)
        {
            _starts[number - 1] = _bytes.Length;
            Write(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n"));
        }

        private void Write(string text) => _bytes.Write(Encoding.Latin1.GetBytes(text));
    }
}
