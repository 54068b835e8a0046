using Carnet.Tests.Support;
using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Drafting;
using Carnet.Wire.Cda.Rendering;

namespace Carnet.Tests.Wire.Cda;

public sealed class CdaWriterTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 20, 9, 30, 0, TimeSpan.FromHours(1));

    private static readonly CdaActor Author = new(null, null,
        new CdaCode("PCP", CdaOids.Participations, "Médecin traitant"),
        [new CdaId(CdaOids.Professional, "899700000018")],
        new CdaCode("G15_10/SM26", CdaOids.Professions, "Médecin - Médecine générale"),
        new CdaPersonName("MME", "Claire", "MARTIN", "DR"), null,
        new CdaOrganization([new CdaId(CdaOids.Structure, "1290000017")], "Cabinet & Cie",
            new CdaCode("AMBULATOIRE", CdaOids.PracticeSettings, "Ambulatoire")));

    internal static CdaDraft Draft { get; } = new()
    {
        Id = new CdaId("2.25.1", "a"),
        SetId = new CdaId("2.25.2", null),
        Version = 2,
        Replaces = new CdaId("2.25.0", null),
        Code = new CdaCode("11488-4", CdaOids.Loinc, "CR ou fiche de consultation ou de visite"),
        Title = "Consultation <du> 20 & 21",
        Created = Day,
        Patient = new CdaPatient([new CdaId(CdaOids.InsTest, "258039999900436")], "LE GOFF", "KERMORVAN", "Inès Marie",
            "Inès",
            "Inès", "F", CdaTime.Parse("19580312"), "29019", "Brest", null),
        Author = Author,
        Custodian = Author.Organization!,
        Act = new CdaDraftAct(null, Day, Day.AddMinutes(20), Author.Organization!.IndustryClass!),
        Encounter = new CdaDraftEncounter(new CdaCode("AMB", CdaOids.ActCodes, "Ambulatoire"), Day, null,
            new CdaCode("SA07", CdaOids.Facilities, "Cabinet individuel")),
        Sections =
        [
            new CdaDraftSection("29299-5", "Motif", new CdaDraftParagraph("Toux < 3 j")),
            new CdaDraftSection("30954-2", "Résultats", new CdaDraftTable("Biologie", ["Examen", "Valeur"],
                [["Na", "140"]]),
                new CdaDraftList(true, ["un", "deux"])),
        ],
    };

    [Fact]
    public void What_is_written_is_read_back()
    {
        var header = CdaHeaderReader.ReadWhole(new MemoryStream(CdaWriter.Write(Draft)));

        Assert.Equal([], CdaHeaderRules.Check(header));
        Assert.Equal("2.25.1^a", header.UniqueId);
        Assert.Equal((Draft.Title, Draft.Created, 2), (header.Title, header.EffectiveTime?.Value,
            header.VersionNumber));
        Assert.Equivalent(Draft.Patient, header.Patient);
        Assert.Equivalent(Author with { Time = CdaTime.Parse("20261120093000+0100") }, Assert.Single(header.Authors));
        Assert.Equal("2.25.0", Assert.Single(header.RelatedDocuments).ParentIds[0].Root);
        Assert.Equal(("AMBULATOIRE", "SA07", "AMB"),
            (header.PracticeSetting?.Code, header.Encounter?.Facility?.Code, header.Encounter?.Code?.Code));
    }

    [Fact]
    public void What_is_written_is_shown()
    {
        var html = CdaRenderer.Render(new MemoryStream(CdaWriter.Write(Draft)), new RenderOptions()).BodyHtml;

        Assert.Contains("<h2>Résultats</h2>", html, StringComparison.Ordinal);
        Assert.Contains("<td>140</td>", html, StringComparison.Ordinal);
        Assert.Contains("<li>deux</li>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_inside_comes_out_unchanged()
    {
        var bytes = Enumerable.Range(0, 5000).Select(i => (byte)(i * 7)).ToArray();
        var document = CdaWriter.Write(Draft with { Content = new CdaDraftContent("application/pdf", bytes) });
        using var target = new MemoryStream();

        Assert.Equal("application/pdf", CdaBody.CopyNonXmlTo(new MemoryStream(document), target, 5000)?.MediaType);
        Assert.Equal(bytes, target.ToArray());
    }

    [CorpusFact]
    public void What_is_written_holds_the_French_schema()
    {
        Assert.Equal([], CdaSchema.Validate(CdaWriter.Write(Draft)));
        Assert.Equal([], CdaSchema.Validate(
            CdaWriter.Write(Draft with { Content = new CdaDraftContent("text/plain", "é"u8.ToArray()) })));
    }

    [CorpusFact]
    public void The_schema_of_these_tests_accepts_published_examples()
    {
        foreach (var name in new[] { "VSM_1.4_2022.01.xml", "LDL-SES_2022.01.xml", "CNAM-HR_2021.01_sans-info.xml" })
        {
            Assert.Equal([], CdaSchema.Validate(
                File.ReadAllBytes(Path.Combine(Corpus.Root, "cda-fr/ci-sis-3.0-2025", name))));
        }
    }

    [CorpusFact]
    public void The_schema_of_these_tests_really_refuses()
    {
        var broken = CdaWriter.Write(Draft).AsSpan().ToArray();
        var at = broken.AsSpan().IndexOf("<custodian>"u8);
        var end = broken.AsSpan().IndexOf("</custodian>"u8) + "</custodian>".Length;

        Assert.NotEmpty(CdaSchema.Validate([.. broken[..at], .. broken[end..]]));
    }
}
