using System.Runtime.InteropServices;
using System.Xml;

namespace Carnet.Wire.Cda.Drafting;

/// <summary>Writes sections with their narrative, or an encapsulated file.</summary>
internal static class CdaBodyWriter
{
    public static void Write(XmlWriter xml, CdaElementWriter writer, CdaDraft draft)
    {
        if (draft.Content is { } content)
        {
            using (writer.Element("nonXMLBody"))
            using (writer.Element("text", ("mediaType", content.MediaType), ("representation", "B64")))
            {
                var bytes = MemoryMarshal.TryGetArray(content.Bytes, out var segment) ? segment
                    : content.Bytes.ToArray();
                xml.WriteBase64(bytes.Array!, bytes.Offset, bytes.Count);
            }

            return;
        }

        using (writer.Element("structuredBody"))
        {
            Sections(writer, draft.Sections);
        }
    }

    private static void Sections(CdaElementWriter writer, IReadOnlyList<CdaDraftSection> sections)
    {
        foreach (var section in sections)
        {
            using (writer.Element("component"))
            using (writer.Element("section"))
            {
                writer.Code("code", section.Code);
                writer.Text("title", section.Title);
                using (writer.Element("text"))
                {
                    foreach (var block in section.Blocks)
                    {
                        Block(writer, block);
                    }
                }

                Sections(writer, section.Sections);
            }
        }
    }

    private static void Block(CdaElementWriter writer, CdaDraftBlock block)
    {
        switch (block)
        {
            case CdaDraftParagraph paragraph:
                writer.Text("paragraph", paragraph.Text);
                break;
            case CdaDraftList list:
                using (writer.Element("list", ("listType", list.Ordered ? "ordered" : "unordered")))
                {
                    foreach (var item in list.Items)
                    {
                        writer.Text("item", item);
                    }
                }

                break;
            case CdaDraftTable table:
                Table(writer, table);
                break;
        }
    }

    private static void Table(CdaElementWriter writer, CdaDraftTable table)
    {
        using (writer.Element("table"))
        {
            if (table.Caption is { } caption)
            {
                writer.Text("caption", caption);
            }

            using (writer.Element("thead"))
            {
                Row(writer, "th", table.Columns);
            }

            using (writer.Element("tbody"))
            {
                foreach (var row in table.Rows)
                {
                    Row(writer, "td", row);
                }
            }
        }
    }

    private static void Row(CdaElementWriter writer, string cell, IReadOnlyList<string> texts)
    {
        using (writer.Element("tr"))
        {
            foreach (var text in texts)
            {
                writer.Text(cell, text);
            }
        }
    }
}
