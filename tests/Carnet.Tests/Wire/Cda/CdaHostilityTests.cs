using System.Text;
using Carnet.Tests.Support;
using Carnet.Wire;
using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Rendering;

namespace Carnet.Tests.Wire.Cda;

public sealed class CdaHostilityTests
{
    [CorpusFact]
    public void A_damaged_document_is_read_or_refused_and_never_breaks_the_reader()
    {
        uint state = 1;
        foreach (var file in CdaHeaderReaderTests.Documents("cda-fr").Where((_, i) => i % 9 == 0))
        {
            var original = File.ReadAllBytes(file);
            for (var round = 0; round < 40; round++)
            {
                var damaged = Damage(original, ref state);

                Assert.True(IsFormatOrNothing(() => CdaHeaderReader.ReadWhole(new MemoryStream(damaged))), file);
                Assert.True(IsFormatOrNothing(() => CdaRenderer.Render(new MemoryStream(damaged),
                    new RenderOptions())), file);
                Assert.True(IsFormatOrNothing(() => CdaBody.CopyNonXmlTo(new MemoryStream(damaged), Stream.Null,
                    1000)), file);
                Assert.True(IsFormatOrNothing(
                    () => CdaAttachments.CopyTo(new MemoryStream(damaged), 0, Stream.Null, 1000)), file);
            }
        }
    }

    [CorpusFact]
    public void Bombs_and_malformed_files_are_refused()
    {
        foreach (var file in Corpus.Files("adversarial/malformed-xml").Concat(Corpus.Files("adversarial/xml-bombs-and-external"))
            .Where(file => file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)))
        {
            Assert.ThrowsAny<WireFormatException>(() => CdaHeaderReader.ReadWhole(File.OpenRead(file)));
        }
    }

    [CorpusFact]
    public void The_two_broken_foreign_documents_are_shown_without_harm()
    {
        foreach (var name in new[] { "CDA_PHMR_WRONG.xml", "IHE_LabReport_20070816_Errored.xml" })
        {
            var rendered = CdaRenderer.Render(File.OpenRead(Path.Combine(Corpus.Root, "adversarial/cda", name)),
                new RenderOptions());

            Assert.Contains(CdaHeaderRules.Check(rendered.Header), defect => defect.Refuses);
            Assert.DoesNotContain("<script", rendered.BodyHtml, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("<text representation='B64'>###</text>")]
    [InlineData("<text representation='B64'>AAAA<x/>AAAA</text>")]
    public void Content_that_is_not_base64_is_refused(string text)
    {
        var document = "<ClinicalDocument xmlns='urn:hl7-org:v3'><component><nonXMLBody>" + text
            + "</nonXMLBody></component></ClinicalDocument>";

        Assert.Throws<WireFormatException>(
            () => CdaBody.CopyNonXmlTo(new MemoryStream(Encoding.UTF8.GetBytes(document)), Stream.Null, 1000));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<component/>")]
    [InlineData("<component><nonXMLBody/></component>")]
    [InlineData("<component><nonXMLBody><text/></nonXMLBody></component>")]
    [InlineData("<component><structuredBody/></component>")]
    [InlineData("<component><structuredBody><component><section/></component></structuredBody></component>")]
    [InlineData("<recordTarget/><author/><custodian/><documentationOf/><componentOf/><relatedDocument/><legalAuthenticator/>")]
    public void Empty_elements_are_no_surprise(string inside)
    {
        var bytes = Encoding.UTF8.GetBytes($"<ClinicalDocument xmlns='urn:hl7-org:v3'>{inside}</ClinicalDocument>");
        var header = CdaHeaderReader.ReadWhole(new MemoryStream(bytes));

        Assert.Contains(CdaHeaderRules.Check(header), defect
            => defect is { Code: "cda.patient-ins" or "cda.patient", Refuses: true });
        CdaRenderer.Render(new MemoryStream(bytes), new RenderOptions());
        CdaBody.CopyNonXmlTo(new MemoryStream(bytes), Stream.Null, 10);
        Assert.Null(CdaAttachments.CopyTo(new MemoryStream(bytes), 0, Stream.Null, 10));
    }

    private static byte[] Damage(byte[] original, ref uint state)
    {
        var damaged = original.ToArray();
        for (var i = 0; i < 3; i++)
        {
            state = (state * 1664525) + 1013904223;
            damaged[state % (uint)damaged.Length] = (byte)"<>&\"/ ]a\0\xC3"[(int)(state >> 16) % 10];
        }

        return state % 4 == 0 ? damaged[..(int)(state % (uint)damaged.Length)] : damaged;
    }

    private static bool IsFormatOrNothing(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (WireFormatException)
        {
            return true;
        }
    }
}
