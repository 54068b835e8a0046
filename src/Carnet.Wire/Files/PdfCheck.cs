using System.IO.Compression;
using System.Text;

namespace Carnet.Wire.Files;

/// <summary>Looks for what a document on paper does not have: programs, launches, hidden files, a lock.</summary>
/// <remarks>
/// Names are read with their escapes undone, in the file and in its compressed objects. It is a gate in front of a
/// viewer's own sandbox and a scanner, not instead of them. Source: ISO 32000-1.
/// </remarks>
public static class PdfCheck
{
    private const int MostInflated = 64 * 1024 * 1024;
    private const int LongestName = 32;

    private static readonly System.Buffers.SearchValues<byte> Reference = System.Buffers.SearchValues.Create("0123456789 \r\n"u8);

    private static readonly string[] Active =
    [
        "JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA", "SubmitForm", "ImportData", "GoToE", "Movie",
        "Sound", "Rendition",
    ];

    /// <summary>Whether bytes begin as a PDF does.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith("%PDF-1."u8) || bytes.StartsWith("%PDF-2."u8);

    /// <summary>Throws <see cref="WireFormatException"/> where a PDF is cut, locked, or more than a document.</summary>
    public static void Demand(ReadOnlySpan<byte> bytes)
    {
        if (!IsOne(bytes) || bytes[Math.Max(0, bytes.Length - 2048)..].LastIndexOf("%%EOF"u8) < 0)
        {
            throw new WireFormatException("pdf.unreadable", "Ce PDF n'est pas lisible, ou il est incomplet.");
        }

        var inflated = 0;
        Look(bytes, true, ref inflated);
    }

    private static void Look(ReadOnlySpan<byte> bytes, bool outer, ref int inflated)
    {
        for (var at = bytes.IndexOf((byte)'/'); at >= 0;)
        {
            var name = Name(bytes[(at + 1)..], out var length);
            var after = bytes[(at + 1 + length)..];
            if (Active.Contains(name, StringComparer.Ordinal) || (name is "JS" && StartsAction(after, text: true))
                || (name is "AA" && StartsAction(after, text: false)))
            {
                throw new WireFormatException("pdf.active",
                    "Ce PDF contient un programme, un formulaire actif ou un fichier caché : imprimez-le en PDF, puis ajoutez la copie.");
            }

            if (name is "Encrypt" && outer)
            {
                throw new WireFormatException("pdf.locked",
                    "Ce PDF est protégé par un mot de passe : ajoutez une copie sans protection.");
            }

            if (name is "ObjStm" && outer)
            {
                LookInside(after, ref inflated);
            }

            var next = bytes[(at + 1)..].IndexOf((byte)'/');
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    // Objects in a compressed stream: what cannot be opened here is not let through.
    private static void LookInside(ReadOnlySpan<byte> bytes, ref int inflated)
    {
        var near = bytes[..Math.Min(bytes.Length, 4096)];
        var start = near.IndexOf("stream"u8);
        if (start < 0)
        {
            return; // the words stand in a text
        }

        start += 6;
        start += near[start..].StartsWith("\r\n"u8) ? 2 : 1;
        var buffer = new byte[64 * 1024];
        using var content = new MemoryStream();
        try
        {
            using var source = new ZLibStream(new MemoryStream(bytes[start..].ToArray(), writable: false),
                CompressionMode.Decompress);
            for (var count = source.Read(buffer); count > 0; count = source.Read(buffer))
            {
                inflated += count;
                if (inflated > MostInflated)
                {
                    throw Unreadable();
                }

                content.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException)
        {
            throw Unreadable();
        }

        Look(content.GetBuffer().AsSpan(0, (int)content.Length), false, ref inflated);
    }

    private static string Name(ReadOnlySpan<byte> bytes, out int length)
    {
        var name = new StringBuilder(LongestName);
        length = 0;
        while (length < bytes.Length && name.Length < LongestName)
        {
            var b = bytes[length];
            if (b is <= 0x20 or (byte)'/' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'(' or (byte)')' or (byte)'{' or (byte)'}' or (byte)'%')
            {
                break;
            }

            if (b == '#' && length + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[length + 1])
                && char.IsAsciiHexDigit((char)bytes[length + 2]))
            {
                name.Append((char)Convert.ToByte(Encoding.ASCII.GetString(bytes.Slice(length + 1, 2)), 16));
                length += 3;
                continue;
            }

            name.Append((char)b);
            length++;
        }

        return name.ToString();
    }

    // Two letters stand by chance in compressed pictures; only with what must follow them are they meant.
    private static bool StartsAction(ReadOnlySpan<byte> after, bool text)
    {
        var rest = after[..Math.Min(after.Length, 40)].TrimStart(" \r\n\t\f\0"u8);
        return rest.StartsWith("<<"u8) || (text && (rest.StartsWith("("u8) || rest.StartsWith("<"u8))) || IsReference(rest);
    }

    private static bool IsReference(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'R');
        return end is > 3 and < 20 && rest[..end].IndexOfAnyExcept(Reference) < 0;
    }

    private static WireFormatException Unreadable() => new("pdf.unreadable", "Ce PDF n'est pas lisible, ou il est incomplet.");
}
