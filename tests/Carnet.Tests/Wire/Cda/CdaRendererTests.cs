using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Carnet.Tests.Support;
using Carnet.Wire;
using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Rendering;
using Carnet.Wire.Xml;

namespace Carnet.Tests.Wire.Cda;

public sealed partial class CdaRendererTests
{
    private static readonly XNamespace Hl7 = "urn:hl7-org:v3";

    private static readonly RenderOptions Options = new(3, index => $"/pieces/{index}?a=1&b=2");

    private static readonly HashSet<string> Elements =
    [
        "section", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "table", "thead", "tbody", "tfoot", "tr", "th",
            "td",
        "caption", "div", "strong", "em", "u", "ins", "del", "sub", "sup", "br", "small", "img", "a", "span", "pre",
    ];

    private static readonly HashSet<string> Attributes =
        ["class", "role", "tabindex", "aria-label", "colspan", "rowspan", "scope", "src", "href", "alt", "loading"];

    [CorpusFact]
    public void Every_document_of_the_corpus_becomes_harmless_HTML_that_keeps_every_cell()
    {
        var structured = 0;
        foreach (var file in CdaHeaderReaderTests.Documents("cda-fr").Concat(CdaHeaderReaderTests.Documents("cda-intl")))
        {
            var bytes = File.ReadAllBytes(file);
            var rendered = CdaRenderer.Render(new MemoryStream(bytes), Options);
            if (rendered.Header.Body.Kind != CdaBodyKind.Structured)
            {
                continue;
            }

            structured++;
            var page = Harmless(rendered.BodyHtml!, file);
            var shown = Squeeze(page.Body!.TextContent);
            foreach (var cell in Cells(bytes))
            {
                Assert.True(shown.Contains(cell, StringComparison.Ordinal), $"{file}: {cell}");
            }
        }

        Assert.True(structured > 90);
    }

    [CorpusFact]
    public void Level_one_content_comes_out_whole_and_is_a_PDF()
    {
        foreach (var file in CdaHeaderReaderTests.Documents("cda-fr"))
        {
            using var target = new MemoryStream();
            var body = CdaBody.CopyNonXmlTo(File.OpenRead(file), target, 10_000_000);
            if (body is not null)
            {
                Assert.Equal("application/pdf", body.MediaType);
                Assert.True(target.ToArray().AsSpan().StartsWith("%PDF-"u8), file);
                Assert.Null(CdaRenderer.Render(File.OpenRead(file), Options).BodyHtml);
            }
        }

        var one = Path.Combine(Corpus.Root, "cda-fr/drimbox/DOC00002.xml");
        var expected = Convert.FromBase64String(XDocument.Load(one).Descendants(Hl7 + "nonXMLBody").Single().Value);
        using var copy = new MemoryStream();
        CdaBody.CopyNonXmlTo(File.OpenRead(one), copy, expected.Length);

        Assert.Equal(expected, copy.ToArray());
        Assert.Equal("cda.body-size", Assert.Throws<WireFormatException>(
            () => CdaBody.CopyNonXmlTo(File.OpenRead(one), Stream.Null, expected.Length - 1)).Code);
    }

    [CorpusFact]
    public void Attachments_inside_a_body_come_out_as_listed()
    {
        var found = 0;
        foreach (var file in CdaHeaderReaderTests.Documents("cda-fr"))
        {
            foreach (var attachment in CdaRenderer.Render(File.OpenRead(file), Options).Attachments)
            {
                using var target = new MemoryStream();
                var copied = CdaAttachments.CopyTo(File.OpenRead(file), attachment.Index, target, 10_000_000);

                Assert.Equal(attachment.MediaType, copied?.MediaType);
                Assert.True(target.Length > 20, file);
                found++;
            }
        }

        Assert.True(found >= 50, $"{found}");
    }

    [Fact]
    public void A_narrative_becomes_headings_lists_and_tables()
    {
        var html = Render("""
            <title>Bilan &amp; suite</title><text ID="t1"><paragraph styleCode="Bold">Un</paragraph>
            <list listType="ordered"><caption>Liste</caption><item><caption>A</caption>un</item><item>deux</item></list>
            <table border="1" onclick="x()"><caption>Na</caption><thead><tr><th>Examen</th><th/></tr></thead>
            <tbody><tr><td colspan="2" rowspan="999" ID="c">4 &lt; 5<br/>x<sup>2</sup></td></tr></tbody></table></text>
            <component><section><title>Dessous</title><text>t</text></section></component>
            """);

        Assert.Contains("<h3>Bilan &amp; suite</h3>", html, StringComparison.Ordinal);
        Assert.Contains("<h4>Dessous</h4>", html, StringComparison.Ordinal);
        Assert.Contains("<p><strong>Un</strong></p>", html, StringComparison.Ordinal);
        Assert.Contains("<p class=\"caption\">Liste</p><ol><li><strong>A</strong> un</li><li>deux</li></ol>", html,
            StringComparison.Ordinal);
        Assert.Contains("role=\"region\" tabindex=\"0\" aria-label=\"Tableau 1\"><table><caption>Na</caption>", html,
            StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\">Examen</th><td></td>", html, StringComparison.Ordinal);
        Assert.Contains("<td colspan=\"2\">4 &lt; 5<br>x<sup>2</sup></td>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<text><script>alert(1)</script><content onclick='x()'>bon</content></text>")]
    [InlineData("<text><h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>bon</text>")]
    [InlineData("<text><h:img xmlns:h='http://www.w3.org/1999/xhtml' src='x' onerror='alert(1)'/>bon</text>")]
    [InlineData("<text><linkHtml href='javascript:alert(1)'>bon</linkHtml></text>")]
    [InlineData("<text><linkHtml href='javascript:alert(1)'/>bon</text>")]
    [InlineData("<text>&lt;img src=x onerror=alert(1)&gt; bon</text>")]
    [InlineData("<text><![CDATA[<script>alert(1)</script>]]>bon</text>")]
    [InlineData("<text><table><tr><td colspan='2\" onclick=\"x' scope='row\" x=\"'>bon</td></tr></table></text>")]
    [InlineData("<text><renderMultiMedia referencedObject='\" onerror=\"x'/>bon</text>")]
    [InlineData("<text><paragraph><table><tbody><tr><td>bon</td></tr></tbody></table></paragraph></text>")]
    [InlineData("<text><list><td>bon</td><p>x</p></list><tr><td>y</td></tr></text>")]
    [InlineData("<title><script>x</script>&lt;b&gt;</title><text>bon</text>")]
    public void A_hostile_narrative_is_harmless_and_keeps_its_words(string narrative)
    {
        var page = Harmless(Render(narrative), narrative);

        Assert.Contains("bon", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_are_shown_by_our_address_and_only_when_their_bytes_are_an_image()
    {
        const string Narrative = """
            <text><renderMultiMedia referencedObject="m1"/><renderMultiMedia referencedObject="m2"/>
            <renderMultiMedia referencedObject="r3"><caption>Schéma</caption></renderMultiMedia></text>
            <entry><observationMedia ID="m1"><value mediaType="image/png" representation="B64">iVBOR
            w0KGgoAAAANSUhEUg==</value></observationMedia></entry>
            <entry><observationMedia ID="m2"><value mediaType="image/png" representation="B64">PHN2Zz48c2NyaXB0PjwvPg==</value></observationMedia></entry>
            <entry><regionOfInterest ID="r3"><entryRelationship><observationMedia><value representation="B64">R0lGODlhAQABAIAAAAUEBA==</value></observationMedia></entryRelationship></regionOfInterest></entry>
            """;

        var html = Render(Narrative);

        Assert.Contains("alt=\"Image jointe au document\" src=\"/pieces/0?a=1&amp;b=2\"", html,
            StringComparison.Ordinal);
        Assert.Contains("src=\"/pieces/2?a=1&amp;b=2\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/pieces/1", html, StringComparison.Ordinal);
        Assert.Contains("Schéma", html, StringComparison.Ordinal);

        using var target = new MemoryStream();
        Assert.Null(CdaAttachments.CopyTo(Document(Narrative), 1, target, 1000));
        Assert.Equal(0, target.Length);
        Assert.Equal("image/gif", CdaAttachments.CopyTo(Document(Narrative), 2, target, 1000)?.MediaType);
    }

    [Fact]
    public void Ten_thousand_nested_lists_meet_a_limit()
        => Assert.Equal("xml.depth", Assert.Throws<WireFormatException>(
            () => Render("<text>" + string.Concat(Enumerable.Repeat("<list><item>", 10_000)))).Code);

    [Fact]
    public void A_document_that_swells_meets_a_limit()
        => Assert.Equal("cda.render-size", Assert.Throws<WireFormatException>(() => CdaRenderer.Render(
            Document("<text>" + string.Concat(Enumerable.Repeat("<table/>", 10_000)) + "</text>"),
            new RenderOptions(MaxCharacters: 100_000))).Code);

    [Fact]
    public void Text_bodies_are_shown_and_their_old_encoding_is_understood()
    {
        var latin = Convert.ToBase64String(Encoding.Latin1.GetBytes("Fièvre <b>"));
        var document = $"<ClinicalDocument xmlns='urn:hl7-org:v3'><component><nonXMLBody><text mediaType='text/plain' representation='B64'>{latin}</text></nonXMLBody></component></ClinicalDocument>";

        Assert.Equal("<pre class=\"cda-text\">Fièvre &lt;b&gt;</pre>",
            CdaRenderer.Render(new MemoryStream(Encoding.UTF8.GetBytes(document)), Options).BodyHtml);
    }

    [Fact]
    public void A_section_without_narrative_says_so_under_its_label()
    {
        var html = Render("<code code='1' displayName='Résultats &lt;'/><entry><act/></entry>");

        Assert.Contains("<h3>Résultats &lt;</h3><p class=\"soft\">Cette rubrique", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_without_title_costs_no_heading_level()
        => Assert.Contains("<h3>Dessous</h3>",
            Render("<component><section><title>Dessous</title><text>t</text></section></component>"),
            StringComparison.Ordinal);

    [CorpusFact]
    public void The_letterhead_speaks_French()
    {
        var file = Path.Combine(Corpus.Root, "cda-fr/ci-sis-3.0-2025/VSM_1.4_2022.01.xml");
        var head = CdaRenderer.Render(File.OpenRead(file), Options).Letterhead;

        Assert.Equal(("Synthèse Médicale", "Synthèse", "12/03/2020 11:17", 6),
            (head.Title, head.TypeLabel, head.Date, head.Version));
        Assert.Equal("PAT-TROIS DOMINIQUE MARIE-LOUISE, née le 28/03/1979", head.Patient);
        Assert.Equal("Centre de soins le Belvédère", head.Organization);
    }

    private static IDocument Harmless(string html, string context)
    {
        var page = new HtmlParser().ParseDocument("<body>" + html);
        foreach (var element in page.Body!.QuerySelectorAll("*"))
        {
            Assert.True(Elements.Contains(element.LocalName), $"{context}: <{element.LocalName}>");
            foreach (var attribute in element.Attributes)
            {
                Assert.True(Attributes.Contains(attribute.Name), $"{context}: {attribute.Name}");
                Assert.True(attribute.Name is not ("src" or "href")
                    || attribute.Value.StartsWith("/pieces/", StringComparison.Ordinal),
                        $"{context}: {attribute.Value}");
            }
        }

        return page;
    }

    private static IEnumerable<string> Cells(byte[] bytes)
    {
        using var reader = SafeXml.Open(bytes, XmlLimits.Document);
        return XDocument.Load(reader).Descendants(Hl7 + "section").Elements(Hl7 + "text")
            .Descendants().Where(element => element.Name == Hl7 + "td" || element.Name == Hl7 + "th")
            .SelectMany(cell => cell.DescendantNodes().OfType<XText>())
            .Select(text => Squeeze(text.Value)).Where(text => text.Length > 0).ToArray();
    }

    private static string Squeeze(string text) => Blanks().Replace(text, "");

    private static string Render(string section) => CdaRenderer.Render(Document(section), Options).BodyHtml!;

    private static MemoryStream Document(string section) => new(Encoding.UTF8.GetBytes(
        "<ClinicalDocument xmlns='urn:hl7-org:v3'><component><structuredBody><component><section>" + section
        + "</section></component></structuredBody></component></ClinicalDocument>"));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
