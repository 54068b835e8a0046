using System.Xml;

namespace Carnet.Wire.Cda.Rendering;

/// <summary>Counts observationMedia in document order, the same way for the page and for the download.</summary>
internal sealed class AttachmentWalk(XmlReader reader)
{
    private (string? Id, int Depth) _region = (null, 0);

    public List<CdaAttachment> Found { get; } = [];

    public int Seen { get; private set; }

    public static bool Is(XmlReader reader, string name)
        => reader.NodeType == XmlNodeType.Element && reader.LocalName == name
            && reader.NamespaceURI == CdaElement.Namespace;

    /// <summary>Goes through the element on which the reader stands and stops on its end.</summary>
    public void Through()
    {
        if (Is(reader, "observationMedia") || reader.IsEmptyElement)
        {
            Visit();
            return;
        }

        var depth = reader.Depth;
        Visit();
        while (reader.Read() && reader.Depth > depth)
        {
            Visit();
        }
    }

    /// <summary>Looks at one node; consumes it when it is an observationMedia.</summary>
    public void Visit()
    {
        if (Is(reader, "regionOfInterest"))
        {
            _region = (reader.GetAttribute("ID"), reader.Depth);
        }
        else if (Is(reader, "observationMedia"))
        {
            string?[] ids = [reader.GetAttribute("ID"), reader.Depth > _region.Depth ? _region.Id : null];
            var index = Seen++;
            var depth = reader.Depth;
            if (MoveToValue(depth))
            {
                var type = CdaAttachments.Sniff(Head());
                if (type is not null)
                {
                    Found.Add(new CdaAttachment(index, type, [.. ids.OfType<string>()]));
                }

                Finish(depth);
            }
        }
        else if (reader.NodeType == XmlNodeType.EndElement && reader.Depth <= _region.Depth)
        {
            _region = (null, 0);
        }
    }

    public void Copy(Stream target, long limit)
    {
        if (MoveToValue(reader.Depth) && reader is { IsEmptyElement: false })
        {
            CdaBodyCopy.Copy(reader, target, reader.GetAttribute("representation") == "B64", limit);
        }
    }

    private bool MoveToValue(int depth)
    {
        if (reader.IsEmptyElement)
        {
            return false;
        }

        while (reader.Read() && reader.Depth > depth)
        {
            if (Is(reader, "value"))
            {
                return true;
            }
        }

        return false;
    }

    // Only the first bytes are decoded: the content itself may weigh tens of megabytes.
    private byte[] Head()
    {
        if (reader.GetAttribute("representation") != "B64" || reader.GetAttribute("compression") is not null
            || reader.IsEmptyElement || !reader.Read()
                || reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA))
        {
            return [];
        }

        Span<char> head = stackalloc char[16];
        var length = 0;
        var buffer = new char[64];
        int count;
        while (length < head.Length && (count = reader.ReadValueChunk(buffer, 0, buffer.Length)) > 0)
        {
            foreach (var character in buffer.AsSpan(0, count))
            {
                if (length < head.Length && !char.IsWhiteSpace(character))
                {
                    head[length++] = character;
                }
            }
        }

        Span<byte> bytes = stackalloc byte[12];
        return Convert.TryFromBase64Chars(head[..length], bytes, out var written) ? bytes[..written].ToArray() : [];
    }

    private void Finish(int depth)
    {
        while (reader.Depth > depth && reader.Read())
        {
        }
    }
}
