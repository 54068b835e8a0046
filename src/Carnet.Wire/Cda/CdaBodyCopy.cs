using System.Buffers;
using System.Text;
using System.Xml;

namespace Carnet.Wire.Cda;

/// <summary>Streams the content of an ED element without ever holding it whole.</summary>
internal static class CdaBodyCopy
{
    private const int Chunk = 16 * 1024;
    private const long MaxPlainText = 1024 * 1024;

    public static void Copy(XmlReader reader, Stream target, bool base64, long limit)
    {
        if (base64)
        {
            CopyBase64(reader, target, limit);
        }
        else
        {
            CopyText(reader, target, limit);
        }
    }

    /// <summary>A level 1 body of plain text; the reader stands on its element.</summary>
    public static string PlainText(XmlReader reader, bool base64)
    {
        using var bytes = new MemoryStream();
        if (!reader.IsEmptyElement)
        {
            Copy(reader, bytes, base64, MaxPlainText);
        }

        var content = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        // Older software writes base64 of ISO-8859-1 and does not say so.
        return System.Text.Unicode.Utf8.IsValid(content) ? Encoding.UTF8.GetString(content) : Encoding.Latin1.GetString(content);
    }

    private static void CopyBase64(XmlReader reader, Stream target, long limit)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        long total = 0;
        int count;
        while ((count = reader.ReadElementContentAsBase64(buffer, 0, buffer.Length)) > 0)
        {
            total = Counted(total, count, limit);
            target.Write(buffer, 0, count);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static void CopyText(XmlReader reader, Stream target, long limit)
    {
        var encoder = Encoding.UTF8.GetEncoder();
        var characters = ArrayPool<char>.Shared.Rent(Chunk);
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(Chunk * 2));
        var depth = reader.Depth;
        long total = 0;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace
                or XmlNodeType.Whitespace))
            {
                continue;
            }

            int count;
            while ((count = reader.ReadValueChunk(characters, 0, Chunk)) > 0)
            {
                var written = encoder.GetBytes(characters.AsSpan(0, count), bytes, flush: false);
                total = Counted(total, written, limit);
                target.Write(bytes, 0, written);
            }
        }

        ArrayPool<char>.Shared.Return(characters);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static long Counted(long total, int count, long limit)
        => total + count <= limit
            ? total + count
            : throw new WireFormatException("cda.body-size", "Le contenu du CDA dépasse la taille admise.");
}
