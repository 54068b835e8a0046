using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Carnet.Server.Platform.Languages;

namespace Carnet.Server.Platform.Letters;

/// <summary>A letter of one page.</summary>
/// <param name="Sender">Lines at the top left.</param>
/// <param name="Recipient">Lines that show in the window of the envelope.</param>
internal sealed record Letter(
    Guid Id, DateTimeOffset At, IReadOnlyList<string> Sender, IReadOnlyList<string> Recipient, string Subject,
    IReadOnlyList<string> Paragraphs, Language Language)
{
    /// <summary>As a reader of the file knows it, e.g. fr-FR.</summary>
    public string Tag => Language.IsEnglish ? "en-GB" : "fr-FR";

    /// <summary>The day it was written.</summary>
    public string Day => Language.IsEnglish
        ? At.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB"))
        : At.ToString("'Le' d MMMM yyyy", CultureInfo.GetCultureInfo("fr-FR"));


    public override string ToString() => "letter ***";
}

/// <summary>Writes a letter as an accessible PDF: tagged, with title, language, an embedded font and its Unicode map.</summary>
/// <remarks>
/// Our own few objects, for want of a library that can be used (see docs/adr/2611-letters.md). The same letter is the
/// same bytes each time. Source: ISO 32000-1 §14.7, §14.8; ISO 14289-1 (PDF/UA-1).
/// </remarks>
internal sealed class LetterPdf(TrueTypeFont font)
{
    private const double Left = 62;
    private const double Window = 300;
    private const double Width = 595 - (2 * Left);

    public byte[] Write(Letter letter)
    {
        var page = new PageText(font);
        page.Paragraph("P", 9, Left, 790, letter.Sender);
        page.Paragraph("P", 11, Window, 690, letter.Recipient);
        page.Paragraph("P", 10, Left, 560, [letter.Day]);
        page.Paragraph("H1", 14, Left, 520, page.Wrap(letter.Subject, 14, Width));
        foreach (var paragraph in letter.Paragraphs)
        {
            page.Paragraph("P", 11, Left, page.Below - 12, page.Wrap(paragraph, 11, Width));
        }

        using var pdf = new PdfFile();
        var (catalog, pages, sheet, content, fontObject) = (pdf.Next(), pdf.Next(), pdf.Next(), pdf.Next(), pdf.Next());
        var (cid, descriptor, fontFile, unicode) = (pdf.Next(), pdf.Next(), pdf.Next(), pdf.Next());
        var (tree, document, metadata, info) = (pdf.Next(), pdf.Next(), pdf.Next(), pdf.Next());
        var elements = page.Elements.Select(_ => pdf.Next()).ToList();
        var subset = font.Subset(page.Used.Keys.ToHashSet());
        var name = $"{Tag(page.Used.Keys)}+Lettre";

        pdf.Object(catalog, $"/Type /Catalog /Pages {pages} 0 R /Lang ({letter.Tag}) /MarkInfo << /Marked true >> /StructTreeRoot {tree} 0 R "
            + $"/ViewerPreferences << /DisplayDocTitle true >> /Metadata {metadata} 0 R");
        pdf.Object(pages, $"/Type /Pages /Kids [{sheet} 0 R] /Count 1");
        pdf.Object(sheet, $"/Type /Page /Parent {pages} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R /StructParents 0 /Tabs /S "
            + $"/Resources << /Font << /F1 {fontObject} 0 R >> >>");
        pdf.Stream(content, "", Encoding.ASCII.GetBytes(page.Content));
        pdf.Object(fontObject, $"/Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{cid} 0 R] /ToUnicode {unicode} 0 R");
        pdf.Object(cid, $"/Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity /DW 600 /FontDescriptor {descriptor} 0 R "
            + "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            + $"/W [{string.Join(' ', page.Used.Keys.Select(glyph => $"{glyph} [{font.WidthOf(glyph)}]"))}]");
        pdf.Object(descriptor, $"/Type /FontDescriptor /FontName /{name} /Flags 32 /ItalicAngle 0 /StemV 80 /Ascent {font.Ascent} "
            + $"/Descent {font.Descent} /CapHeight {font.Ascent} /FontBBox [{string.Join(' ', font.Box)}] /FontFile2 {fontFile} 0 R");
        pdf.Stream(fontFile, $"/Length1 {subset.Length}", subset);
        pdf.Stream(unicode, "", Encoding.ASCII.GetBytes(UnicodeMap(page.Used)));
        pdf.Object(tree, $"/Type /StructTreeRoot /K [{document} 0 R] /ParentTree << /Nums [0 [{Refs(elements)}]] >> /ParentTreeNextKey 1");
        pdf.Object(document, $"/Type /StructElem /S /Document /P {tree} 0 R /K [{Refs(elements)}]");
        for (var i = 0; i < elements.Count; i++)
        {
            pdf.Object(elements[i], $"/Type /StructElem /S /{page.Elements[i]} /P {document} 0 R /Pg {sheet} 0 R /K {i}");
        }

        pdf.Stream(metadata, "/Type /Metadata /Subtype /XML", Encoding.UTF8.GetBytes(Xmp(letter)), compress: false);
        pdf.Object(info, $"/Title {Text(letter.Subject)} /Producer (Carnet) /CreationDate ({letter.At.UtcDateTime:'D:'yyyyMMddHHmmss}Z)");
        return pdf.Finish(catalog, info, letter.Id);
    }

    private static string Refs(IEnumerable<int> objects) => string.Join(' ', objects.Select(number => $"{number} 0 R"));

    // Six letters that say which signs are inside, as the format wants for a part of a font.
    private static string Tag(IEnumerable<ushort> glyphs)
        => string.Concat(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(',', glyphs)))[..6].Select(b => (char)('A' + (b % 26))));

    private static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private static string UnicodeMap(SortedDictionary<ushort, Rune> used)
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            + "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Lettre def /CMapType 2 def\n"
            + "1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
        foreach (var chunk in used.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{chunk.Length} beginbfchar\n");
            foreach (var (glyph, rune) in chunk)
            {
                map.Append(CultureInfo.InvariantCulture,
                    $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(rune.ToString()))}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap CMapName currentdict /CMap defineresource pop end end\n").ToString();
    }

    private static string Xmp(Letter letter) => $"""
        <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
        <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{System.Security.SecurityElement.Escape(letter.Subject)}</rdf:li></rdf:Alt></dc:title>
        <dc:language><rdf:Bag><rdf:li>{letter.Tag}</rdf:li></rdf:Bag></dc:language>
        <xmp:CreateDate>{letter.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}</xmp:CreateDate>
        <pdf:Producer>Carnet</pdf:Producer>
        <pdfuaid:part>1</pdfuaid:part>
        </rdf:Description></rdf:RDF></x:xmpmeta>
        <?xpacket end="w"?>
        """;

    /// <summary>Text on the page, with one structure element for each paragraph.</summary>
    private sealed class PageText(TrueTypeFont font)
    {
        private readonly StringBuilder _content = new();

        public string Content => _content.ToString();

        /// <summary>S of each element, in the order of its marked content.</summary>
        public List<string> Elements { get; } = [];

        /// <summary>The signs that are used, with a character that each stands for.</summary>
        public SortedDictionary<ushort, Rune> Used { get; } = [];

        /// <summary>Where the last paragraph ended.</summary>
        public double Below { get; private set; }

        public List<string> Wrap(string text, double size, double width)
        {
            List<string> lines = [""];
            foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var longer = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
                if (lines[^1].Length == 0 || font.Measure(longer, size) <= width)
                {
                    lines[^1] = longer;
                }
                else
                {
                    lines.Add(word);
                }
            }

            return lines;
        }

        public void Paragraph(string tag, double size, double x, double y, IReadOnlyList<string> lines)
        {
            var leading = size * 1.45;
            _content.Append(CultureInfo.InvariantCulture,
                $"/{tag} << /MCID {Elements.Count} >> BDC\nBT /F1 {size} Tf {leading:0.##} TL {x:0.##} {y:0.##} Td\n");
            for (var i = 0; i < lines.Count; i++)
            {
                // The space at a line's end is part of the text that is read aloud.
                _content.Append(i == 0 ? "" : "T* ").Append('<').Append(Glyphs(i < lines.Count - 1 ? lines[i] + " " : lines[i])).Append("> Tj\n");
            }

            _content.Append("ET\nEMC\n");
            Elements.Add(tag);
            Below = y - (leading * lines.Count);
        }

        private string Glyphs(string text)
        {
            var hex = new StringBuilder();
            foreach (var rune in text.EnumerateRunes().Where(rune => !Rune.IsControl(rune)))
            {
                var glyph = font.GlyphOf(rune);
                Used.TryAdd(glyph, rune);
                hex.Append(CultureInfo.InvariantCulture, $"{glyph:X4}");
            }

            return hex.ToString();
        }
    }
}

/// <summary>Objects, their places, and the table of both.</summary>
internal sealed class PdfFile : IDisposable
{
    private readonly MemoryStream _file = new();
    private readonly SortedDictionary<int, long> _places = [];
    private int _last;

    public PdfFile() => Write("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n");

    /// <summary>A number for an object that will be written.</summary>
    public int Next() => ++_last;

    public void Object(int number, string dictionary)
    {
        _places[number] = _file.Length;
        Write($"{number} 0 obj\n<< {dictionary} >>\nendobj\n");
    }

    public void Stream(int number, string dictionary, byte[] content, bool compress = true)
    {
        if (compress)
        {
            var packed = new MemoryStream();
            using (var packing = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            {
                packing.Write(content);
            }

            (content, dictionary) = (packed.ToArray(), dictionary + " /Filter /FlateDecode");
        }

        _places[number] = _file.Length;
        Write($"{number} 0 obj\n<< {dictionary} /Length {content.Length} >>\nstream\n");
        _file.Write(content);
        Write("\nendstream\nendobj\n");
    }

    public byte[] Finish(int root, int info, Guid id)
    {
        var table = _file.Length;
        Write($"xref\n0 {_last + 1}\n0000000000 65535 f \n");
        foreach (var place in _places.Values)
        {
            Write($"{place:0000000000} 00000 n \n");
        }

        Write($"trailer\n<< /Size {_last + 1} /Root {root} 0 R /Info {info} 0 R /ID [<{id:N}> <{id:N}>] >>\nstartxref\n{table}\n%%EOF\n");
        return _file.ToArray();
    }

    public void Dispose() => _file.Dispose();

    private void Write(FormattableString text) => Write(FormattableString.Invariant(text));

    private void Write(string text) => _file.Write(Encoding.Latin1.GetBytes(text));
}
