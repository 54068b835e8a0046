using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Cda;

/// <summary>The words of one section: its title and its paragraphs and list items, in order.</summary>
/// <remarks>Source: HL7 CDA R2.</remarks>
public sealed record CdaNarrativeSection(string Title, IReadOnlyList<string> Items);

/// <summary>Reads the words of a structured body back, without marks of layout.</summary>
/// <remarks>For documents that <c>CdaWriter</c> wrote; tables are not read. Source: HL7 CDA R2.</remarks>
public static class CdaNarrative
{
    private const int MostItems = 500;

    /// <summary>The sections in order; throws <see cref="WireFormatException"/> where the document is not well-formed.</summary>
    public static IReadOnlyList<CdaNarrativeSection> Read(Stream stream)
    {
        List<(string Title, List<string> Items)> sections = [];
        var count = 0;
        try
        {
            using var reader = SafeXml.Open(stream, XmlLimits.Document);
            var inside = false;
            for (var more = reader.Read(); more;)
            {
                if (reader.NodeType is not XmlNodeType.Element)
                {
                    more = reader.Read();
                    continue;
                }

                switch (reader.LocalName)
                {
                    case "section":
                        inside = true;
                        more = reader.Read();
                        break;
                    case "title" when inside:
                        sections.Add((reader.ReadElementContentAsString(), []));
                        more = !reader.EOF;
                        break;
                    case "paragraph" or "item" when sections.Count > 0 && count < MostItems:
                        sections[^1].Items.Add(reader.ReadElementContentAsString());
                        count++;
                        more = !reader.EOF;
                        break;
                    default:
                        more = reader.Read();
                        break;
                }
            }
        }
        catch (XmlException cause)
        {
            throw SafeXml.Wrap(cause);
        }

        return [.. sections.Select(section => new CdaNarrativeSection(section.Title, section.Items))];
    }
}
