using System.Xml;

namespace Carnet.Wire.Cda.Rendering;

/// <summary>Renders the sections of a structured body, one inside another, with headings that follow their
/// depth.</summary>
internal sealed class SectionRenderer(XmlReader reader, HtmlText html, AttachmentWalk attachments)
{
    private readonly NarrativeRenderer _narrative = new(reader, html, attachments);

    /// <summary>From structuredBody or section: finds the sections right below and stops on the end.</summary>
    public void Body(int level)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (AttachmentWalk.Is(reader, "section"))
            {
                Section(level);
            }
            else if (!AttachmentWalk.Is(reader, "component"))
            {
                attachments.Visit();
            }
        }
    }

    private void Section(int level)
    {
        html.Raw("<section class=\"cda-section\">");
        if (!reader.IsEmptyElement)
        {
            Parts(level);
        }

        html.Raw("</section>");
    }

    private void Parts(int level)
    {
        var depth = reader.Depth;
        string? label = null;
        var titled = false;
        var told = false;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.NamespaceURI == CdaElement.Namespace ? reader.LocalName : "")
            {
                case "code":
                    label = reader.GetAttribute("displayName");
                    attachments.Through();
                    break;
                case "title" when !titled:
                    titled = Title(level);
                    break;
                case "text":
                    titled = titled || Label(level, label);
                    var start = html.Length;
                    var marks = html.Marks;
                    _narrative.Children(NarrativeRenderer.Place.Flow);
                    told = told || !html.IsBlankSince(start) || html.Marks > marks;
                    break;
                case "component":
                    titled = titled || Label(level, label);
                    told = true;
                    // Without a title there is no level to skip.
                    Body(titled ? level + 1 : level);
                    break;
                default:
                    attachments.Through();
                    break;
            }
        }

        if (!titled)
        {
            Label(level, label);
        }

        if (!told)
        {
            html.Raw("<p class=\"soft\">Cette rubrique n’a pas de texte&nbsp;: ")
                .Raw("son contenu codé est dans le document d’origine.</p>");
        }
    }

    private bool Title(int level)
    {
        var start = html.Length;
        Open(level);
        var text = html.Length;
        _narrative.Children(NarrativeRenderer.Place.Inline);
        if (html.IsBlankSince(text))
        {
            html.CutBack(start);
            return false;
        }

        Close(level);
        return true;
    }

    private bool Label(int level, string? label)
    {
        if (string.IsNullOrWhiteSpace(label))
        {
            return false;
        }

        Open(level);
        html.Text(label);
        Close(level);
        return true;
    }

    private void Open(int level) => html.Raw("<h").Number(Math.Clamp(level, 2, 6)).Raw(">");

    private void Close(int level) => html.Raw("</h").Number(Math.Clamp(level, 2, 6)).Raw(">");
}
