using System.Text;
using Carnet.Tests.Support;
using Carnet.Wire;
using Carnet.Wire.Cda;

namespace Carnet.Tests.Wire.Cda;

public sealed class CdaHeaderReaderTests
{
    private const string Vsm = "cda-fr/ci-sis-3.0-2025/VSM_1.4_2022.01.xml";

    [CorpusFact]
    public void A_medical_synthesis_gives_its_whole_header()
    {
        var header = Read(Vsm);

        Assert.Equal("1.2.250.1.213.1.1.1.13.2022.1.1", header.UniqueId);
        Assert.Equal(new CdaCode("SYNTH", CdaOids.FrenchTypes, "Synthèse"), header.Code);
        Assert.Equal("Synthèse Médicale", header.Title);
        Assert.Equal(new DateTimeOffset(2020, 3, 12, 11, 17, 0, TimeSpan.FromHours(1)), header.EffectiveTime?.Value);
        Assert.Equal(("N", "fr-FR", 6, "FR"),
            (header.Confidentiality?.Code, header.LanguageCode, header.VersionNumber, header.RealmCode));
        Assert.Equal("1.2.250.1.213.1.1.1.13.2022.1", header.SetId?.ToXds());
        Assert.Contains(new CdaId("1.2.250.1.213.1.1.1.13", "201310"), header.TemplateIds);
        Assert.Equal(CdaBodyKind.Structured, header.Body.Kind);
        Assert.Equal("ETABLISSEMENT", header.PracticeSetting?.Code);
        Assert.Equal("Centre de soins le Belvédère", header.Custodian?.Name);
        Assert.Equal("34117-2", header.ServiceEvents[0].Code?.Code);
        Assert.StartsWith("SA", header.Encounter?.Facility?.Code, StringComparison.Ordinal);
    }

    [CorpusFact]
    public void A_medical_synthesis_gives_patient_and_actors()
    {
        var header = Read(Vsm);
        var patient = header.Patient!;
        var author = Assert.Single(header.Authors);

        Assert.Equal(new CdaId(CdaOids.InsTest, "279035121518989"), patient.Ins);
        Assert.Equal(2, patient.Ids.Count);
        Assert.Equal(("PAT-TROIS", "PAT-TROIS", "DOMINIQUE MARIE-LOUISE", "DOMINIQUE", "DOMINIQUE"),
            (patient.BirthName, patient.UsedName, patient.BirthGivenNames, patient.FirstGivenName,
                patient.UsedGivenName));
        Assert.Equal(("F", new DateOnly(1979, 3, 28), "51215"),
            (patient.Sex, patient.BirthTime?.Day, patient.BirthPlaceCode));
        Assert.Equal(("801234567897", "G15_10/SM26", "PCP", "DR Stéphane MEDIONI"),
            (author.Ids[0].Extension, author.Code?.Code, author.Function?.Code, author.Person?.Display));
        Assert.Equal("2801234567", author.Organization?.Ids[0].Extension);
        Assert.Equal("MEDIONI", header.LegalAuthenticator?.Person?.Family);
    }

    [CorpusFact]
    public void Every_French_document_is_read_and_none_is_refused()
    {
        var refused = Documents("cda-fr")
            .SelectMany(file => CdaHeaderRules.Check(Read(file)).Where(defect => defect.Refuses)
                .Select(defect => $"{Path.GetFileName(file)}: {defect.Code}"))
            .ToArray();

        Assert.True(Documents("cda-fr").Count >= 100);
        Assert.Equal([], refused);
    }

    [CorpusFact]
    public void Every_foreign_document_is_read_and_refused_cleanly()
    {
        foreach (var file in Documents("cda-intl"))
        {
            var defects = CdaHeaderRules.Check(Read(file));

            Assert.True(defects.Any(defect => defect is { Refuses: true, Code: "cda.patient-ins" }), file);
        }
    }

    [CorpusFact]
    public void A_self_presenting_document_is_read_inside_its_style_sheet()
    {
        var header = Read("cda-fr/ci-sis-3.0-2025/BIO-CR-BIO_2021.01_Auto-Presentable.xml");

        Assert.True(header.SelfPresenting);
        Assert.Equal("11502-2", header.Code?.Code);
        Assert.Contains(CdaHeaderRules.Check(header), defect => defect.Code == "cda.self-presenting");
    }

    [CorpusFact]
    public void An_entity_declaration_is_refused()
    {
        var refusal = Assert.Throws<WireFormatException>(() => Read("adversarial/cda/CDADocumentWithXXEInjection.xml"));

        Assert.Equal("xml.dtd", refusal.Code);
    }

    [Fact]
    public void What_is_no_clinical_document_is_refused()
    {
        var refusal = Assert.Throws<WireFormatException>(()
            => Parse("<html><ClinicalDocument xmlns='urn:hl7-org:v3'/></html>"));

        Assert.Equal("cda.root", refusal.Code);
    }

    [Fact]
    public void Only_the_whole_reading_sees_a_fault_in_the_body()
    {
        const string Broken = "<ClinicalDocument xmlns='urn:hl7-org:v3'><title>T</title><component><structuredBody><x></y>";

        Assert.Equal("T", Parse(Broken).Title);
        Assert.Equal("xml.malformed", Assert.Throws<WireFormatException>(() => ParseWhole(Broken)).Code);
    }

    [Fact]
    public void Depth_is_limited_in_header_and_body()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 300));

        Assert.Equal("xml.depth", Assert.Throws<WireFormatException>(
            () => Parse("<ClinicalDocument xmlns='urn:hl7-org:v3'><recordTarget>" + deep)).Code);
        Assert.Equal("xml.depth", Assert.Throws<WireFormatException>(
            () => ParseWhole("<ClinicalDocument xmlns='urn:hl7-org:v3'><component><structuredBody>" + deep)).Code);
    }

    [Fact]
    public void A_header_that_never_ends_is_refused()
    {
        var flood = "<ClinicalDocument xmlns='urn:hl7-org:v3'><recordTarget>"
            + string.Concat(Enumerable.Repeat("<id/>", 70_000));

        Assert.Equal("cda.header-size", Assert.Throws<WireFormatException>(() => Parse(flood)).Code);
        Assert.Equal("cda.header-size", Assert.Throws<WireFormatException>(
            () => Parse("<ClinicalDocument xmlns='urn:hl7-org:v3'><title>" + new string('a', 100_000))).Code);
    }

    [Fact]
    public void Two_patients_or_two_documents_are_refused()
    {
        var header = Parse("<ClinicalDocument xmlns='urn:hl7-org:v3'><recordTarget/><recordTarget/></ClinicalDocument>");

        Assert.Contains(CdaHeaderRules.Check(header), defect
            => defect is { Code: "cda.recordTarget-twice", Refuses: true });
        Assert.Equal("cda.root", Assert.Throws<WireFormatException>(() => ParseWhole(
            "<ClinicalDocument xmlns='urn:hl7-org:v3'><component><ClinicalDocument/></component></ClinicalDocument>")).Code);
    }

    [Fact]
    public void Comments_processing_instructions_and_other_encodings_change_nothing()
    {
        var text = """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <?xml-stylesheet type="text/xsl" href="http://example.invalid/x.xsl"?><!-- a -->
            <c:ClinicalDocument xmlns:c="urn:hl7-org:v3" xmlns:x="http://www.w3.org/2001/XMLSchema-Instance"
                x:schemaLocation="urn:hl7-org:v3 ../CDA.xsd" xmlns:o="urn:other">
              <o:extension><c:id root="9.9"/></o:extension><c:id root=" 1.2.3 " extension="é"/>
              <c:title>Compte<!-- b --> rendu <![CDATA[& suite]]> d&#8217;été</c:title>
              <c:component><c:nonXMLBody><c:text representation="B64">aGk=</c:text></c:nonXMLBody></c:component>
            </c:ClinicalDocument>
            """;
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(text));

        var header = CdaHeaderReader.ReadWhole(stream);

        Assert.Equal("1.2.3^é", header.UniqueId);
        Assert.Equal("Compte rendu & suite d’été", header.Title);
        Assert.Equal(new CdaBody(CdaBodyKind.NonXml, "text/plain", true, null), header.Body);
    }

    internal static IReadOnlyList<string> Documents(string folder)
        => [.. Corpus.Files(folder).Where(file => file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))];

    private static CdaHeader Read(string file)
    {
        using var stream = File.OpenRead(Path.Combine(Corpus.Root, file));
        return CdaHeaderReader.ReadWhole(stream);
    }

    private static CdaHeader Parse(string text) => CdaHeaderReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static CdaHeader ParseWhole(string text)
        => CdaHeaderReader.ReadWhole(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
