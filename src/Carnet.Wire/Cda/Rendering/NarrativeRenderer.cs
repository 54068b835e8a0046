using System.Globalization;
using System.Xml;

namespace Carnet.Wire.Cda.Rendering;

/// <summary>Turns the narrative block into our own elements; whatever is unknown leaves only its text.</summary>
/// <remarks>
/// No name, attribute or address of the document reaches the page, but for numeric spans and a scope out of a fixed
/// list. Links are shown as text: a click must not tell a third party who reads. Source: HL7 CDA R2.
/// </remarks>
internal sealed class NarrativeRenderer(XmlReader reader, HtmlText html, AttachmentWalk attachments)
{
    private static readonly HashSet<string> Silent = new(
        ["script", "style", "template", "iframe", "object", "embed", "svg", "math", "head", "noscript", "title"],
        StringComparer.OrdinalIgnoreCase);

    private readonly char[] _buffer = new char[4096];
    private int _tables;

    /// <summary>What HTML allows here; a block inside a line becomes a line break.</summary>
    internal enum Place
    {
        Flow,
        Inline,
        List,
        Table,
        Rows,
        HeadRows,
        Row,
        HeadRow,
    }

    /// <summary>Renders the children of the element on which the reader stands and stops on its end.</summary>
    public void Children(Place place)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    Element(place);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    Text();
                    break;
                case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace when place is Place.Flow or Place.Inline:
                    html.Raw(" ");
                    break;
            }
        }
    }

    private void Element(Place place)
    {
        if (AttachmentWalk.Is(reader, "observationMedia") || Silent.Contains(reader.LocalName))
        {
            attachments.Through();
            return;
        }

        var name = reader.NamespaceURI == CdaElement.Namespace ? reader.LocalName : "";
        switch (name)
        {
            case "br": html.Raw("<br>"); break;
            case "sub": Wrap("<sub>", Place.Inline, "</sub>"); break;
            case "sup": Wrap("<sup>", Place.Inline, "</sup>"); break;
            case "content": Styled(place); break;
            case "paragraph" when place == Place.Flow: Block("<p>", "</p>"); break;
            case "paragraph": Children(Inside(place)); html.Raw("<br>"); break;
            case "footnote": Wrap("<small class=\"footnote\">[", Place.Inline, "]</small>"); break;
            case "footnoteRef": html.Raw("<sup>*</sup>"); break;
            case "linkHtml": Link(); break;
            case "renderMultiMedia": Media(); break;
            case "list" when place == Place.Flow: List(); break;
            case "item" when place == Place.List: Wrap("<li>", Place.Flow, "</li>"); break;
            case "item": html.Raw("<br>– "); Children(Inside(place)); break;
            case "table" when place == Place.Flow: Table(); break;
            case "caption" when place == Place.Table: Wrap("<caption>", Place.Inline, "</caption>"); break;
            case "caption": Wrap("<strong>", Place.Inline, "</strong> "); break;
            case "thead" when place == Place.Table: Wrap("<thead>", Place.HeadRows, "</thead>"); break;
            case "tbody" when place == Place.Table: Wrap("<tbody>", Place.Rows, "</tbody>"); break;
            case "tfoot" when place == Place.Table: Wrap("<tfoot>", Place.Rows, "</tfoot>"); break;
            case "tr" when place is Place.Table or Place.Rows: Wrap("<tr>", Place.Row, "</tr>"); break;
            case "tr" when place == Place.HeadRows: Wrap("<tr>", Place.HeadRow, "</tr>"); break;
            case "tr": Children(Inside(place)); html.Raw("<br>"); break;
            case "td" when place is Place.Row or Place.HeadRow: Cell("td", ""); break;
            case "th" when place is Place.Row or Place.HeadRow:
                Cell("th", place == Place.HeadRow ? " scope=\"col\"" : "");
                break;
            case "td" or "th": Children(Inside(place)); html.Raw(" "); break;
            case "colgroup" or "col": attachments.Through(); break;
            default: Children(place); break;
        }
    }

    // Stray blocks keep their text where the structure around them has no room for it.
    private static Place Inside(Place place) => place is Place.Flow ? Place.Flow : Place.Inline;

    private void Text()
    {
        int count;
        while ((count = reader.ReadValueChunk(_buffer, 0, _buffer.Length)) > 0)
        {
            html.Text(_buffer.AsSpan(0, count));
        }
    }

    private void Wrap(string open, Place inside, string close)
    {
        html.Raw(open);
        Children(inside);
        html.Raw(close);
    }

    private void Block(string open, string close)
    {
        var (before, after) = Style(reader.GetAttribute("styleCode"), null);
        Wrap(open + before, Place.Inline, after + close);
    }

    private void Styled(Place place)
    {
        var (before, after) = Style(reader.GetAttribute("styleCode"), reader.GetAttribute("revised"));
        Wrap(before, before.Length == 0 ? place : Place.Inline, after);
    }

    private static (string Before, string After) Style(string? styleCode, string? revised)
    {
        var (before, after) = revised switch
        {
            "insert" => ("<ins>", "</ins>"),
            "delete" => ("<del>", "</del>"),
            _ => ("", ""),
        };
        foreach (var token in (styleCode ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            (before, after) = token.ToUpperInvariant() switch
            {
                "BOLD" => (before + "<strong>", "</strong>" + after),
                "ITALICS" or "EMPHASIS" => (before + "<em>", "</em>" + after),
                "BOLDITALICS" => (before + "<strong><em>", "</em></strong>" + after),
                "UNDERLINE" => (before + "<u>", "</u>" + after),
                _ => (before, after),
            };
        }

        return (before, after);
    }

    private void Link()
    {
        var address = reader.GetAttribute("href");
        var start = html.Length;
        Children(Place.Inline);
        if (html.IsBlankSince(start) && address is not null)
        {
            html.Text(address);
        }
    }

    private void Media()
    {
        var references = (reader.GetAttribute("referencedObject") ?? "")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        html.Mark(references);
        Children(Place.Inline);
    }

    // The caption stands inside list in CDA and before it in HTML, so the list opens with its first item.
    private void List()
    {
        var ordered = reader.GetAttribute("listType") == "ordered";
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        var open = false;
        while (reader.Read() && reader.Depth > depth)
        {
            if (AttachmentWalk.Is(reader, "caption") && !open)
            {
                Wrap("<p class=\"caption\">", Place.Inline, "</p>");
            }
            else if (reader.NodeType == XmlNodeType.Element)
            {
                html.Raw(open ? "" : ordered ? "<ol>" : "<ul>");
                open = true;
                Element(Place.List);
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                Text();
            }
        }

        html.Raw(!open ? "" : ordered ? "</ol>" : "</ul>");
    }

    private void Table()
    {
        html.Raw("<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Tableau ").Number(++_tables);
        Wrap("\"><table>", Place.Table, "</table></div>");
    }

    private void Cell(string name, string scope)
    {
        var attributes = Span("colspan") + Span("rowspan");
        scope = reader.GetAttribute("scope") switch
        {
            "row" => " scope=\"row\"",
            "col" => " scope=\"col\"",
            "rowgroup" => " scope=\"rowgroup\"",
            "colgroup" => " scope=\"colgroup\"",
            _ => scope,
        };
        var (before, after) = Style(reader.GetAttribute("styleCode"), null);
        var start = html.Length;
        var marks = html.Marks;
        html.Raw(name == "th" ? $"<th{scope}{attributes}>" : $"<td{attributes}>");
        var content = html.Length;
        html.Raw(before);
        Children(before.Length == 0 ? Place.Flow : Place.Inline);
        html.Raw(after);
        if (name == "th" && marks == html.Marks && html.IsBlankSince(content))
        {
            // A header without words would be read aloud as nothing.
            html.CutBack(start);
            html.Raw($"<td{attributes}></td>");
            return;
        }

        html.Raw(name == "th" ? "</th>" : "</td>");
    }

    private string Span(string name)
        => int.TryParse(reader.GetAttribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out var span)
            && span is > 1 and <= 100
            ? string.Create(CultureInfo.InvariantCulture, $" {name}=\"{span}\"")
            : "";
}
