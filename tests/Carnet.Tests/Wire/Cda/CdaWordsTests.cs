using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Carnet.Server.Demo;
using Carnet.Tests.Support;
using Carnet.Wire;
using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Drafting;
using Carnet.Wire.Cda.Rendering;

namespace Carnet.Tests.Wire.Cda;

/// <summary>The words that a search finds are those that the page shows.</summary>
public sealed class CdaWordsTests
{
    private const int Most = 10_000_000;

    // What the page says of its own.
    private static readonly string[] Furniture =
    [
        "[image jointe]", "[document PDF joint]", "[pièce jointe qui ne peut pas être affichée]",
        "Cette rubrique n’a pas de texte : son contenu codé est dans le document d’origine.",
    ];

    [CorpusFact]
    public void Every_document_of_the_corpus_has_the_words_of_its_page()
    {
        var compared = 0;
        foreach (var file in CdaHeaderReaderTests.Documents("cda-fr").Concat(CdaHeaderReaderTests.Documents("cda-intl")))
        {
            compared += Compare(File.ReadAllBytes(file), file) ? 1 : 0;
        }

        Assert.True(compared > 90, $"{compared}");
    }

    [Fact]
    public void Every_document_of_the_demo_has_the_words_of_its_page()
    {
        var compared = 0;
        foreach (var patient in DemoPeople.Patients)
        {
            foreach (var document in DemoDocuments.For(patient, new DateOnly(2026, 11, 1)).Take(10))
            {
                compared += Compare(CdaWriter.Write(document.Draft), document.Draft.Title ?? "") ? 1 : 0;
            }
        }

        Assert.True(compared > 30, $"{compared}");
    }

    [Fact]
    public void What_no_page_shows_is_no_word_and_blanks_are_one()
    {
        const string Text = """
            <ClinicalDocument xmlns="urn:hl7-org:v3"><title>Entête</title><component><structuredBody><component><section>
            <code displayName="Libellé"/><title>Titre</title><text>un<script>mauvais()</script>
               deux<br/>trois &amp; <content styleCode="Bold">qua&#x202E;tre</content></text>
            <entry><observation><text>codé</text></observation></entry>
            <component><section><code displayName="Sous-rubrique"/><text><paragraph>cinq</paragraph></text></section></component>
            </section></component></structuredBody></component></ClinicalDocument>
            """;
        Assert.Equal("Titre un deux trois & quatre Sous-rubrique cinq", CdaWords.Read(Encoding.UTF8.GetBytes(Text), Most));
        Assert.Equal("Titre un d", CdaWords.Read(Encoding.UTF8.GetBytes(Text), 10));
    }

    [Fact]
    public void Plain_text_has_its_words_and_a_file_none()
    {
        Assert.Equal("Vaccin fait", CdaWords.Read(LevelOne("text/plain", "Vaccin\n\n  fait"), Most));
        Assert.Equal("", CdaWords.Read(LevelOne("application/pdf", "%PDF-1.4"), Most));
        Assert.Equal("", CdaWords.Read(Encoding.UTF8.GetBytes("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>"), Most));
        Assert.Throws<WireFormatException>(() => CdaWords.Read(Encoding.UTF8.GetBytes("<!DOCTYPE x []><x/>"), Most));
    }

    private static byte[] LevelOne(string type, string content) => Encoding.UTF8.GetBytes($"""
        <ClinicalDocument xmlns="urn:hl7-org:v3"><component><nonXMLBody><text mediaType="{type}" representation="B64">{Convert.ToBase64String(Encoding.UTF8.GetBytes(content))}</text></nonXMLBody></component></ClinicalDocument>
        """);

    private static bool Compare(byte[] document, string name)
    {
        var rendered = CdaRenderer.Render(new MemoryStream(document), new RenderOptions(2, null));
        if (rendered.BodyHtml is not { } html)
        {
            Assert.Equal("", CdaWords.Read(document, Most));
            return false;
        }

        var page = new HtmlParser().ParseDocument(html.Replace("<sup>*</sup>", "", StringComparison.Ordinal)
            .Replace("<br>– ", " ", StringComparison.Ordinal));
        var shown = new StringBuilder();
        foreach (var text in page.Body!.Descendants().OfType<IText>())
        {
            shown.Append(text.Data).Append(' ');
        }

        var words = Furniture.Aggregate(Letters(shown.ToString()), (all, part) => all.Replace(Letters(part), "", StringComparison.Ordinal));
        var read = Letters(CdaWords.Read(document, Most));
        var same = words.AsSpan().CommonPrefixLength(read);
        Assert.True(words == read, $"{name}: page …{After(words, same)}, words …{After(read, same)}");
        return true;
    }

    private static string After(string text, int at) => text[Math.Max(0, at - 20)..Math.Min(text.Length, at + 60)];

    // Where a text is cut differs: the page has a tag, an address or a dash where the words have a blank.
    private static string Letters(string text)
        => string.Concat(text.Where(c => char.IsLetterOrDigit(c) || char.IsPunctuation(c)).Where(c => c is not ('[' or ']' or '*' or '–')));
}
