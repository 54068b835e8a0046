using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Cda.Rendering;

/// <summary>Shows a clinical document to people without running anything of it.</summary>
/// <remarks>
/// A document's own style sheet, script, link or form never reaches the page. Malformed XML and crossed limits throw
/// <see cref="WireFormatException"/>. Source: HL7 CDA R2.
/// </remarks>
public static class CdaRenderer
{
    private const int MaxReferences = 20;

    /// <summary>Reads the document once and renders its body.</summary>
    public static RenderedCda Render(Stream stream, RenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var reader = SafeXml.Open(stream, XmlLimits.Document);
        var header = CdaHeaderReader.ReadHeader(reader);
        var letterhead = CdaLetterhead.Of(header);
        var html = new HtmlText(options.MaxCharacters);
        switch (header.Body.Kind)
        {
            case CdaBodyKind.Structured:
                var walk = new AttachmentWalk(reader);
                new SectionRenderer(reader, html, walk).Body(options.HeadingLevel);
                var body = html.Complete(references => Attachments(walk.Found, references, options));
                return new RenderedCda(header, letterhead, body, walk.Found);
            case CdaBodyKind.NonXml when header.Body.IsPlainText:
                return new RenderedCda(header, letterhead, PlainText(reader, header.Body, html), []);
            default:
                return new RenderedCda(header, letterhead, null, []);
        }
    }

    private static string PlainText(XmlReader reader, CdaBody body, HtmlText html)
    {
        var text = CdaBodyCopy.PlainText(reader, body.Base64);
        html.Raw("<pre class=\"cda-text\">").Text(text).Raw("</pre>");
        return html.Complete(_ => "");
    }

    private static string Attachments(List<CdaAttachment> found, string[] references, RenderOptions options)
    {
        var markup = new HtmlText(options.MaxCharacters);
        var shown = 0;
        foreach (var attachment in references.Distinct().Take(MaxReferences).Select(id
            => found.Find(one => one.Ids.Contains(id))).OfType<CdaAttachment>())
        {
            shown++;
            if (options.AttachmentUrl is not { } address)
            {
                markup.Raw(attachment.IsImage ? "[image jointe]" : "[document PDF joint]");
            }
            else if (attachment.IsImage)
            {
                markup.Raw("<img class=\"cda-image\" loading=\"lazy\" alt=\"Image jointe au document\" src=\"")
                    .Text(address(attachment.Index)).Raw("\">");
            }
            else
            {
                markup.Raw("<a href=\"").Text(address(attachment.Index)).Raw("\">Ouvrir le PDF joint</a>");
            }
        }

        return shown > 0
            ? markup.Complete(_ => "")
            : "<span class=\"soft\">[pièce jointe qui ne peut pas être affichée]</span>";
    }
}
