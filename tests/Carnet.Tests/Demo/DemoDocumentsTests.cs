using Carnet.Server.Demo;
using Carnet.Tests.Support;
using Carnet.Tests.Wire.Cda;
using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Rendering;

namespace Carnet.Tests.Demo;

public sealed class DemoDocumentsTests
{
    private static readonly DateOnly AsOf = new(2026, 11, 20);

    private static readonly IReadOnlyList<DemoDocument> All =
        [.. DemoPeople.Patients.SelectMany(patient => DemoDocuments.For(patient, AsOf))];

    [Fact]
    public void The_chronic_patient_has_sixty_documents_and_two_years_of_payments()
    {
        var documents = DemoDocuments.For(DemoPeople.Patient("ines-rozenvel"), AsOf);

        Assert.Equal(60, documents.Count(document => document.TypeCode != "REMB"));
        Assert.Equal(24, documents.Count(document => document.TypeCode == "REMB"));
        Assert.True(documents[0].Date > new DateTimeOffset(AsOf.AddYears(-3).AddMonths(-1), default, default));
        Assert.All(documents, document => Assert.True(document.Date.Date <= AsOf.ToDateTime(default)));
    }

    [Fact]
    public void Everyone_else_has_at_most_twelve()
    {
        foreach (var patient in DemoPeople.Patients.Where(patient => patient.Slug != "ines-rozenvel"))
        {
            Assert.InRange(DemoDocuments.For(patient, AsOf).Count, 0, 12);
        }

        Assert.Empty(DemoDocuments.For(DemoPeople.Patient("yuna-bodermadec"), AsOf));
        Assert.Empty(DemoDocuments.For(DemoPeople.Patient("theodore-kerivoalic"), AsOf));
    }

    [Fact]
    public void Every_document_holds_the_header_rules_and_can_be_shown()
        => Assert.All(All, document =>
        {
            var header = CdaHeaderReader.ReadWhole(new MemoryStream(document.ToCda()));
            var patient = DemoPeople.Patient(document.Patient);
            var rendered = CdaRenderer.Render(new MemoryStream(document.ToCda()), new RenderOptions());

            Assert.Equal([], CdaHeaderRules.Check(header));
            Assert.Equal((document.UniqueId, document.TypeCode, document.Date),
                (header.UniqueId, header.Code?.Code, header.EffectiveTime?.Value));
            Assert.Equal((patient.Ins, patient.BirthName), (header.Patient?.Ins?.Extension, header.Patient?.BirthName));
            Assert.Equal(header.Body is { Kind: CdaBodyKind.NonXml, MediaType: "application/pdf" },
                rendered.BodyHtml is null);
        });

    [CorpusFact]
    public void Every_document_holds_the_French_schema()
        => Assert.All(All, document => Assert.Equal([], CdaSchema.Validate(document.ToCda())));

    [Fact]
    public void Ids_are_unique_and_the_same_on_every_day()
    {
        var later = DemoPeople.Patients.SelectMany(patient => DemoDocuments.For(patient, AsOf.AddDays(200))).ToArray();

        Assert.Equal(All.Count, All.Select(document => document.UniqueId).Distinct().Count());
        Assert.Equal(All.Select(document => (document.Key, document.UniqueId)).Order(),
            later.Select(document => (document.Key, document.UniqueId)).Order());
        Assert.All(All, document => Assert.Matches("^2\\.25\\.[1-9][0-9]{0,38}$", document.UniqueId));
        Assert.Equal(All[5].ToCda(), DemoDocuments.For(DemoPeople.Patients[0], AsOf)[5].ToCda());
    }

    [Fact]
    public void A_replacement_follows_what_it_replaces()
    {
        var replacements = All.Where(document => document.ReplacesKey is not null).ToArray();

        Assert.Equal(3, replacements.Length);
        Assert.All(replacements, document =>
        {
            var before = All.Single(other => other.Key == document.ReplacesKey);
            Assert.True(before.Date < document.Date);
            Assert.Equal((before.Draft.SetId, before.Draft.Version + 1, before.Draft.Id),
                (document.Draft.SetId, document.Draft.Version, document.Draft.Replaces));
        });
    }

    [Fact]
    public void Every_mark_and_every_kind_of_body_is_there()
    {
        Assert.Equal(4, All.Select(document => document.Marks).Distinct().Count());
        Assert.Contains(All, document => document.Draft.Content?.MediaType == "application/pdf");
        Assert.Contains(All, document => document.Draft.Content?.MediaType == "text/plain");
        Assert.Equal(Enum.GetValues<DemoAuthorKind>(), All.Select(document => document.AuthorKind).Distinct().Order());
        Assert.DoesNotContain(All, document => document.Marks == (DemoMarks.Masked | DemoMarks.HiddenFromPatient));
    }

    [Fact]
    public void The_tiny_PDF_points_at_its_own_objects()
    {
        var bytes = All.First(document
            => document.Draft.Content?.MediaType == "application/pdf").Draft.Content!.Bytes.ToArray();
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        var start = int.Parse(text[(text.IndexOf("startxref\n", StringComparison.Ordinal) + 10)..^7], null);
        var lines = text[start..].Split('\n');

        Assert.Equal("xref", lines[0]);
        for (var i = 1; i <= 5; i++)
        {
            Assert.StartsWith(FormattableString.Invariant($"{i} 0 obj"), text[int.Parse(lines[2 + i][..10], null)..],
                StringComparison.Ordinal);
        }
    }
}
