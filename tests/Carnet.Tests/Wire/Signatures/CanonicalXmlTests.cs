using System.Buffers;
using System.Text;
using Carnet.Tests.Support;
using Carnet.Wire;
using Carnet.Wire.Signatures;
using Carnet.Wire.Xml;

namespace Carnet.Tests.Wire.Signatures;

public sealed class CanonicalXmlTests
{
    private static readonly CanonicalForm ExclusiveWithComments = new(true, true, []);

    private static readonly string[] Hard =
    [
        "<?xml version=\"1.0\"?>\n\n<?xml-stylesheet   href=\"doc.xsl\"\n   type=\"text/xsl\"   ?>\n\n<doc>Hello, world!<!-- Comment 1 --></doc>\n\n<?pi-without-data     ?>\n\n<!-- Comment 2 -->\n\n<!-- Comment 3 -->\n",
        "<doc>\n   <clean>   </clean>\n   <dirty>   A   B   </dirty>\n   <mixed>\n A <clean>   </clean>\n B <dirty> A B </dirty>C</mixed>\n</doc>",
        "<doc><e1   />\n<e2   ></e2>\n<e3   name = \"elem3\"   id=\"elem3\"   />\n<e5 a:attr=\"out\" b:attr=\"sorted\" attr2=\"all\" attr=\"I'm\" xmlns:b=\"http://www.ietf.org\" xmlns:a=\"http://www.w3.org\" xmlns=\"http://example.org\"/><e6 xmlns=\"\" xmlns:a=\"http://www.w3.org\"><e7 xmlns=\"http://www.ietf.org\"><e8 xmlns=\"\" xmlns:a=\"http://www.w3.org\"><e9 xmlns=\"\" xmlns:a=\"http://www.ietf.org\"/></e8></e7></e6></doc>",
        "<doc><text>First line&#x0d;&#10;Second line</text><value>&#x32;</value><compute><![CDATA[value>\"0\" && value<\"10\" ?\"valid\":\"error\"]]></compute><compute expr='value>\"0\" &amp;&amp; value&lt;\"10\" ?\"valid\":\"error\"'>valid</compute><norm attr=' &apos;   &#x20;&#13;&#xa;&#9;   &apos; '/></doc>",
        "<a xmlns=\"urn:a\"><b xmlns=\"\"><c/><d xmlns=\"urn:a\"/><e xmlns:p=\"urn:p\"><p:f xmlns:p=\"urn:q\"/><f p:x=\"1\"/></e></b></a>",
        "<p:a xmlns:p=\"urn:1\" xmlns:q=\"urn:1\" q:z=\"1\" p:b=\"2\" y=\"3\" xml:lang=\"fr\" xml:space=\"preserve\"><p:a xmlns:p=\"urn:1\" q:z=\"1\"/><q:a/></p:a>",
        "<a xmlns:p=\"urn:s\" xmlns:é=\"urn:t\" p:b=\"1\" é:b=\"2\" é=\"3\">\U0001F600\u2028\u0085</a>",
        "<a>\r\nline\rends&#13;\r<!-- c\r\nd\re --><?p d\r\ne?></a>",
        "<a>x]]&gt;<![CDATA[]]><![CDATA[<&>]]>]]&gt;</a>",
        "<a b=\"&#x85;&#x2028;&lt;&gt;&amp;&quot;'\" c=\"\n\r\n\t x\"/>",
        "<a xmlns:z=\"urn:1\" xmlns:y=\"urn:2\" xmlns:x=\"urn:3\"><z:b xmlns:unused=\"urn:4\"><y:c x:d=\"1\"/></z:b></a>",
    ];

    [ToolFact("xmllint")]
    public async Task Hard_documents_are_written_as_libxml2_writes_them()
    {
        using var scratch = new ScratchFolder();
        foreach (var row in Hard)
        {
            Assert.True(await AgreesWithXmllint(scratch.Write("a.xml", row)), row);
        }
    }

    [ToolFact("xmllint")]
    public async Task Every_eighth_document_of_the_corpus_is_written_as_libxml2_writes_it()
    {
        var compared = 0;
        var files = Corpus.Files("cda-fr", "*.xml").Concat(Corpus.Files("saml-xua", "*.xml")).Concat(Corpus.Files("xds-messages", "*.xml"))
            .Concat(Corpus.Files("cda-intl", "*.xml")).Where((_, index) => index % 8 == 0);
        foreach (var file in files)
        {
            compared += await AgreesWithXmllint(file) ? 1 : 0;
        }

        Assert.True(compared > 10 || Corpus.Absence is not null);
    }

    [Theory]
    [InlineData("<a xmlns=\"urn:a\" xmlns:p=\"urn:p\"><b><c p:d=\"1\"/></b></a>", "", "<b xmlns=\"urn:a\"><c xmlns:p=\"urn:p\" p:d=\"1\"></c></b>")]
    [InlineData("<a xmlns=\"urn:a\" xmlns:p=\"urn:p\"><b><c p:d=\"1\"/></b></a>", "p", "<b xmlns=\"urn:a\" xmlns:p=\"urn:p\"><c p:d=\"1\"></c></b>")]
    [InlineData("<q:a xmlns=\"urn:a\" xmlns:q=\"urn:q\"><q:b><q:c xmlns=\"\"/></q:b></q:a>", "#default", "<q:b xmlns=\"urn:a\" xmlns:q=\"urn:q\"><q:c xmlns=\"\"></q:c></q:b>")]
    [InlineData("<q:a xmlns=\"urn:a\" xmlns:q=\"urn:q\"><q:b><q:c xmlns=\"\"/></q:b></q:a>", "", "<q:b xmlns:q=\"urn:q\"><q:c></q:c></q:b>")]
    [InlineData("<a xml:lang=\"fr\"><b>x<!--y--></b></a>", "none", "<b>x</b>")]
    public void An_inner_element_carries_the_bindings_it_uses_or_is_told_to_keep(string xml, string list, string expected)
        => Assert.Equal(expected, Inner(xml, CanonicalForm.FromAlgorithm(CanonicalForm.ExclusiveUri, list)!));

    [Fact]
    public void Inclusive_form_carries_all_bindings_in_scope()
        => Assert.Equal("<b xmlns=\"urn:2\" xmlns:p=\"urn:p\" xmlns:q=\"urn:q\"><c xmlns=\"\"></c></b>",
            Inner("<a xmlns=\"urn:a\" xmlns:q=\"urn:q\" xmlns:p=\"urn:p\"><b xmlns=\"urn:2\"><c xmlns=\"\" xmlns:p=\"urn:p\"/></b></a>", CanonicalForm.InclusiveForm));

    [Fact]
    public void A_tape_gives_an_inner_element_the_language_of_its_ancestors()
    {
        var tape = XmlTape.Read("<a xml:lang=\"fr\" xmlns:u=\"u\"><b xml:lang=\"de\"><c xml:id=\"i\"/></b></a>"u8.ToArray(), XmlLimits.Envelope);
        var output = new ArrayBufferWriter<byte>();
        TapeCanonical.Write(tape.Root.Children()[0].Children()[0], CanonicalForm.InclusiveForm, [], output);
        Assert.Equal("<c xmlns:u=\"u\" xml:id=\"i\" xml:lang=\"de\"></c>", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    /// <remarks>libxml2 refuses such names of namespaces, so the expectation is the standard's.</remarks>
    [Fact]
    public void Attributes_are_ordered_by_code_point_and_not_by_surrogate()
        => Assert.Equal("<a xmlns:p=\"urn:\U00010000\" xmlns:q=\"urn:\uF900\" q:b=\"2\" p:b=\"1\"></a>",
            Whole("<a xmlns:p=\"urn:\U00010000\" xmlns:q=\"urn:\uF900\" p:b=\"1\" q:b=\"2\"/>", CanonicalForm.ExclusiveForm));

    [Theory]
    [InlineData(4094), InlineData(4095), InlineData(4096), InlineData(70_000)]
    public void A_pair_of_surrogates_is_never_cut(int before)
    {
        var text = new string('x', before) + "\U0001F600" + new string('y', before) + "&#13;";
        Assert.Equal($"<a>{text.Replace("&#13;", "&#xD;", StringComparison.Ordinal)}</a>", Whole($"<a>{text}</a>", CanonicalForm.InclusiveForm));
    }

    private static async Task<bool> AgreesWithXmllint(string file)
    {
        string inclusive, exclusive;
        try
        {
            var bytes = await File.ReadAllBytesAsync(file);
            inclusive = Whole(bytes, CanonicalForm.InclusiveFormWithComments);
            exclusive = Whole(bytes, ExclusiveWithComments);
        }
        catch (WireFormatException)
        {
            return false; // a DTD, an encoding: refused before anything is written
        }

        Assert.Equal((await OutsideTool.RunAsync("xmllint", "", "--c14n", file)).Output, inclusive);
        Assert.Equal((await OutsideTool.RunAsync("xmllint", "", "--exc-c14n", file)).Output, exclusive);
        return true;
    }

    private static string Whole(string xml, CanonicalForm form) => Whole(Encoding.UTF8.GetBytes(xml), form);

    private static string Whole(byte[] xml, CanonicalForm form)
    {
        using var reader = SafeXml.Open(xml, XmlLimits.Document);
        var output = new ArrayBufferWriter<byte>();
        CanonicalXml.WriteDocument(reader, form, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Inner(string xml, CanonicalForm form)
    {
        using var reader = SafeXml.Open(Encoding.UTF8.GetBytes(xml), XmlLimits.Document);
        while (reader.Read() && reader.Depth == 0)
        {
        }

        var output = new ArrayBufferWriter<byte>();
        CanonicalXml.WriteElement(reader, form, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
