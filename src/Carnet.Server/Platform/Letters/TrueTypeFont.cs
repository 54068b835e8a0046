using System.Buffers.Binary;
using System.Text;

namespace Carnet.Server.Platform.Letters;

/// <summary>A TrueType font: what is needed to measure text and to embed the signs that a document uses.</summary>
/// <remarks>
/// Only outlines in <c>glyf</c> and character maps of format 4 or 12 are read, as in the fonts that systems install. The
/// file is the operator's own, not an outsider's; a broken one throws at the first letter. Source: ISO/IEC 14496-22.
/// </remarks>
internal sealed class TrueTypeFont
{
    private static readonly string[] Kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    private readonly byte[] _bytes;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = [];
    private readonly Func<int, ushort> _map;
    private readonly int _unitsPerEm;
    private readonly int _metrics;
    private readonly bool _longOffsets;

    public TrueTypeFont(byte[] bytes)
    {
        _bytes = bytes;
        if (U32(0) is not (0x00010000 or 0x74727565))
        {
            throw new InvalidDataException("The font is not a TrueType file.");
        }

        for (var i = 0; i < U16(4); i++)
        {
            var record = 12 + (16 * i);
            _tables[Encoding.ASCII.GetString(_bytes, record, 4)] = ((int)U32(record + 8), (int)U32(record + 12));
        }

        if (Array.Find(["head", "hhea", "hmtx", "maxp", "cmap", "loca", "glyf", "OS/2"], table => !_tables.ContainsKey(table)) is { } missing)
        {
            throw new InvalidDataException($"The font lacks the table {missing}.");
        }

        if ((U16(At("OS/2") + 8) & 0x000F) == 2)
        {
            throw new InvalidDataException("The font says that it must not be embedded.");
        }

        _unitsPerEm = U16(At("head") + 18);
        _longOffsets = U16(At("head") + 50) == 1;
        _metrics = U16(At("hhea") + 34);
        Glyphs = U16(At("maxp") + 4);
        _map = CharacterMap();
    }

    public int Glyphs { get; }

    /// <summary>In thousandths of the font size.</summary>
    public int Ascent => Scale(I16(At("hhea") + 4));

    public int Descent => Scale(I16(At("hhea") + 6));

    public IReadOnlyList<int> Box => [.. Enumerable.Range(0, 4).Select(i => Scale(I16(At("head") + 36 + (2 * i))))];

    /// <summary>Number of the sign for a character; the question mark's where the font has none.</summary>
    public ushort GlyphOf(Rune rune) => _map(rune.Value) is > 0 and var glyph ? glyph : _map('?');

    /// <summary>Width of a sign in thousandths of the font size.</summary>
    public int WidthOf(ushort glyph) => Scale(U16(At("hmtx") + (4 * Math.Min(glyph, _metrics - 1))));

    /// <summary>Width of a text in points.</summary>
    public double Measure(string text, double size) => text.EnumerateRunes().Sum(rune => WidthOf(GlyphOf(rune))) * size / 1000;

    /// <summary>A font file with the outlines of these signs only; their numbers stay the same.</summary>
    public byte[] Subset(IReadOnlySet<ushort> glyphs)
    {
        var wanted = new SortedSet<ushort>(glyphs) { 0 };
        foreach (var glyph in glyphs)
        {
            AddParts(glyph, wanted);
        }

        var count = wanted.Max + 1;
        var outlines = new MemoryStream();
        var offsets = new byte[4 * (count + 1)];
        for (var glyph = 0; glyph < count; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(4 * glyph), (uint)outlines.Length);
            if (wanted.Contains((ushort)glyph))
            {
                outlines.Write(Outline((ushort)glyph));
                outlines.Write(new byte[(4 - (outlines.Length % 4)) % 4]);
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(4 * count), (uint)outlines.Length);
        var metrics = Math.Min(_metrics, count);
        var tables = Kept.Where(_tables.ContainsKey).ToDictionary(table => table, table => table switch
        {
            "glyf" => outlines.ToArray(),
            "loca" => offsets,
            "head" => Patch(Table("head"), (8, 0), (10, 0), (50, 1)),
            "maxp" => Patch(Table("maxp"), (4, count)),
            "hhea" => Patch(Table("hhea"), (34, metrics)),
            "hmtx" => Table("hmtx")[..((4 * metrics) + (2 * (count - metrics)))],
            _ => Table(table),
        });
        return Assemble(tables);
    }

    private void AddParts(ushort glyph, SortedSet<ushort> wanted)
    {
        var outline = Outline(glyph);
        if (outline.Length < 10 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
        {
            return;
        }

        for (var at = 10; ;)
        {
            var flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            var part = BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]);
            if (wanted.Add(part))
            {
                AddParts(part, wanted);
            }

            at += 4 + ((flags & 0x0001) != 0 ? 4 : 2)
                + ((flags & 0x0008) != 0 ? 2 : (flags & 0x0040) != 0 ? 4 : (flags & 0x0080) != 0 ? 8 : 0);
            if ((flags & 0x0020) == 0)
            {
                return;
            }
        }
    }

    private ReadOnlySpan<byte> Outline(ushort glyph)
    {
        var loca = At("loca");
        var (from, to) = _longOffsets
            ? ((int)U32(loca + (4 * glyph)), (int)U32(loca + (4 * glyph) + 4))
            : (2 * U16(loca + (2 * glyph)), 2 * U16(loca + (2 * glyph) + 2));
        return _bytes.AsSpan(At("glyf") + from, to - from);
    }

    private Func<int, ushort> CharacterMap()
    {
        var cmap = At("cmap");
        var found = Enumerable.Range(0, U16(cmap + 2)).Select(i => cmap + 4 + (8 * i))
            .Select(record => (Platform: U16(record), At: cmap + (int)U32(record + 4)))
            .Where(map => map.Platform is 0 or 3).Select(map => (Format: U16(map.At), map.At))
            .Where(map => map.Format is 4 or 12).OrderByDescending(map => map.Format).FirstOrDefault();
        return found.Format switch
        {
            12 => character => FromGroups(found.At, character),
            4 => character => FromSegments(found.At, character),
            _ => throw new InvalidDataException("The font has no character map that is understood."),
        };
    }

    private ushort FromGroups(int at, int character)
    {
        for (var i = 0; i < (int)U32(at + 12); i++)
        {
            var group = at + 16 + (12 * i);
            if (character >= U32(group) && character <= U32(group + 4))
            {
                return (ushort)(U32(group + 8) + character - U32(group));
            }
        }

        return 0;
    }

    private ushort FromSegments(int at, int character)
    {
        var double2 = U16(at + 6);
        for (var i = 0; i < double2 && character <= ushort.MaxValue; i += 2)
        {
            if (character > U16(at + 14 + i))
            {
                continue;
            }

            var (start, delta, range) = (U16(at + 16 + double2 + i), U16(at + 16 + (2 * double2) + i), at + 16 + (3 * double2) + i);
            if (character < start)
            {
                return 0;
            }

            var glyph = U16(range) == 0 ? character : U16(range + U16(range) + (2 * (character - start)));
            return (ushort)(glyph == 0 ? 0 : glyph + delta);
        }

        return 0;
    }

    private static byte[] Assemble(Dictionary<string, byte[]> tables)
    {
        var file = new MemoryStream();
        var directory = new byte[12 + (16 * tables.Count)];
        var power = (int)Math.Log2(tables.Count);
        BinaryPrimitives.WriteUInt32BigEndian(directory, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(4), (ushort)tables.Count);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(6), (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(10), (ushort)((16 * tables.Count) - (16 << power)));
        file.Write(directory);
        var (record, head) = (12, 0);
        foreach (var (name, content) in tables.OrderBy(table => table.Key, StringComparer.Ordinal))
        {
            head = name is "head" ? (int)file.Length : head;
            Encoding.ASCII.GetBytes(name, directory.AsSpan(record));
            BinaryPrimitives.WriteUInt32BigEndian(directory.AsSpan(record + 4), Sum(content));
            BinaryPrimitives.WriteUInt32BigEndian(directory.AsSpan(record + 8), (uint)file.Length);
            BinaryPrimitives.WriteUInt32BigEndian(directory.AsSpan(record + 12), (uint)content.Length);
            file.Write(content);
            file.Write(new byte[(4 - (content.Length % 4)) % 4]);
            record += 16;
        }

        var bytes = file.ToArray();
        directory.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(head + 8), unchecked(0xB1B0AFBA - Sum(bytes)));
        return bytes;
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (var i = 0; i < bytes.Length; i += 4)
        {
            Span<byte> word = [0, 0, 0, 0];
            bytes[i..Math.Min(i + 4, bytes.Length)].CopyTo(word);
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(word));
        }

        return sum;
    }

    private static byte[] Patch(byte[] table, params ReadOnlySpan<(int At, int Value)> changes)
    {
        foreach (var (at, value) in changes)
        {
            BinaryPrimitives.WriteUInt16BigEndian(table.AsSpan(at), (ushort)value);
        }

        return table;
    }

    private byte[] Table(string name) => _bytes.AsSpan(_tables[name].Offset, _tables[name].Length).ToArray();

    private int At(string table) => _tables[table].Offset;

    private int Scale(int units) => (int)Math.Round(units * 1000.0 / _unitsPerEm);

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(at));

    private short I16(int at) => BinaryPrimitives.ReadInt16BigEndian(_bytes.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(at));
}
