using System.Text;
using Carnet.Server.Formats;
using Carnet.Tests.Support;
using Carnet.Wire;
using Carnet.Wire.Checker.Schemas;

namespace Carnet.Tests.Wire.Checker;

/// <summary>The operator's own schemas and schematrons: what breaks them is found, and what would check nothing does not open.</summary>
public sealed class SchemaShelfTests
{
    private const string Note = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:note" xmlns="urn:note" elementFormDefault="qualified">
          <xs:include schemaLocation="below/day.xsd"/>
          <xs:element name="note"><xs:complexType><xs:sequence><xs:element name="day" type="Day"/></xs:sequence></xs:complexType></xs:element>
        </xs:schema>
        """;

    private const string Day = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:note" xmlns="urn:note">
          <xs:simpleType name="Day"><xs:restriction base="xs:date"/></xs:simpleType>
        </xs:schema>
        """;

    [Fact]
    public void A_broken_document_is_refused_and_a_sound_one_is_not()
    {
        using var folder = Folder(("note.xsd", Note), ("below/day.xsd", Day));
        var shelf = SchemaShelf.Open(folder.Path);
        Assert.Empty(Check(shelf, "<note xmlns='urn:note'><day>2026-11-24</day></note>").Findings);
        var broken = Assert.Single(Check(shelf, "<note xmlns='urn:note'>\n<day>demain</day></note>").Findings);
        Assert.Equal(("note.xsd", 2, true), (broken.Entry, broken.Line, broken.Refuses));
        Assert.NotEmpty(Check(shelf, "<note xmlns='urn:note'><night/></note>").Findings);

        // Of another kind of document the folder says nothing, and says that it has said nothing.
        Assert.Empty(Check(shelf, "<other/>").Used);
    }

    [Theory]
    [InlineData("ambiguous", """<xs:element name="a"><xs:complexType><xs:sequence><xs:any minOccurs="0" namespace="##any"/><xs:element name="b" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>""")]
    [InlineData("without its type", """<xs:element name="a" type="Nowhere"/>""")]
    [InlineData("without an element", """<xs:simpleType name="T"><xs:restriction base="xs:date"/></xs:simpleType>""")]
    [InlineData("that includes what is not there", """<xs:include schemaLocation="nowhere.xsd"/><xs:element name="a"/>""")]
    [InlineData("that includes what lies outside", """<xs:include schemaLocation="../../../../etc/hostname"/><xs:element name="a"/>""")]
    [InlineData("that includes an address", """<xs:include schemaLocation="http://127.0.0.1:9/a.xsd"/><xs:element name="a" type="Elsewhere"/>""")]
    public void A_schema_that_would_validate_nothing_does_not_open(string kind, string content)
    {
        using var folder = Folder(("a.xsd", $"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{content}</xs:schema>"""));
        var useless = Assert.Throws<WireFormatException>(() => SchemaShelf.Open(folder.Path));
        Assert.True(useless is { Code: "schema.compile" } && useless.Message.Contains("a.xsd", StringComparison.Ordinal), kind);
    }

    [Fact]
    public void A_folder_that_is_not_there_or_empty_does_not_open()
    {
        using var folder = Folder();
        Assert.Equal("schema.folder", Assert.Throws<WireFormatException>(() => SchemaShelf.Open(folder.Path)).Code);
        Assert.Equal("schema.folder", Assert.Throws<WireFormatException>(() => SchemaShelf.Open(folder.Path + "/nowhere")).Code);
    }

    [Fact]
    public void A_schematron_finds_what_breaks_it_and_counts_what_it_cannot_look_at()
    {
        using var folder = Folder(
            ("rules.sch", """
                <schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
                  <ns prefix="n" uri="urn:note"/>
                  <let name="year" value="'2026'"/>
                  <include href="below/more.sch"/>
                  <pattern id="days">
                    <rule context="n:day"><let name="said" value="substring(., 1, 4)"/>
                      <assert test="$said = $year">Le jour n'est pas de 2026.</assert>
                      <report test="contains(., 'T')" role="warning">Le jour porte une heure.</report>
                      <assert test="key('days', .)">Une fonction de XSLT.</assert></rule>
                    <rule context="n:*"><assert test="false()">jamais pour un jour</assert></rule>
                  </pattern>
                </schema>
                """),
            ("below/more.sch", """
                <pattern xmlns="http://purl.oclc.org/dsdl/schematron" id="notes">
                  <rule context="n:note"><assert test="count(n:day) = 2">Il faut deux jours.</assert></rule>
                </pattern>
                """));
        File.AppendAllText(Path.Combine(folder.Path, "entries.txt"), "# les entrées\nrules.sch\n");
        var shelf = SchemaShelf.Open(folder.Path);
        Assert.Equal(["rules.sch"], shelf.Entries);
        var report = Check(shelf, "<note xmlns='urn:note'>\n<day>2026-11-24</day>\n<day>2025-01-01T10</day></note>");
        Assert.Equal(
            [(1, true, "jamais pour un jour"), (3, false, "Le jour porte une heure."), (3, true, "Le jour n'est pas de 2026.")],
            report.Findings.Select(finding => (finding.Line, finding.Refuses, finding.Message)).Order());
        Assert.Equal((6, 2), (report.Asserted, report.Beyond));
        Assert.Contains("key('days', .)", Assert.Single(report.Causes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_missing_file_hinders_is_counted_and_named_and_nothing_outside_the_folder_is_read()
    {
        using var folder = Folder(("rules.sch", """
            <schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
              <include href="nowhere.sch"/>
              <pattern is-a="unknown" id="one"/>
              <pattern><rule context="a">
                <extends rule="unseen"/>
                <assert test="doc('codes.xml')//code = @code">absent</assert>
                <assert test="exists(doc('../../../../etc/hostname'))">dehors</assert>
                <assert test="exists(doc('http://127.0.0.1:9/codes.xml'))">loin</assert>
                <assert test="@code">présent</assert></rule></pattern>
            </schema>
            """));
        var report = Check(SchemaShelf.Open(folder.Path), "<a code='x'/>");
        Assert.Equal((1, 5, 0), (report.Asserted, report.Beyond, report.Findings.Count));
        foreach (var named in (string[])["nowhere.sch", "unknown", "unseen", "codes.xml", "hostname"])
        {
            Assert.Contains(report.Causes, cause => cause.Contains(named, StringComparison.Ordinal) && cause.Contains("manque", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_document_built_to_be_slow_is_left_when_its_time_is_over()
    {
        using var folder = Folder(("rules.sch", """
            <schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><pattern>
              <rule context="a"><assert test="count(//b[count(//b[count(//b) &gt; 1]) &gt; 1]) &gt; 1">lent</assert></rule>
            </pattern></schema>
            """));
        var shelf = SchemaShelf.Open(folder.Path);
        var document = Encoding.UTF8.GetBytes($"<a>{string.Concat(Enumerable.Repeat("<b/>", 5_000))}</a>");
        var clock = new EachLookIsAMillisecond();
        var report = shelf.Check(document, new WorkBudget(clock, TimeSpan.FromMilliseconds(50)));
        Assert.Contains(report.Causes, cause => cause.Contains("temps", StringComparison.Ordinal));
        Assert.Equal((0, 1), (report.Asserted, report.Beyond));
        Assert.InRange(clock.Looks, 50, 57);
    }

    [Fact]
    public void What_no_message_can_make_longer_is_not_charged_to_it()
    {
        var clock = new EachLookIsAMillisecond();
        var budget = new WorkBudget(clock, TimeSpan.FromMilliseconds(50));
        Assert.Equal(100, budget.Aside(() => Busy(100)));
        budget.Spend(5_000);
        Assert.False(budget.IsSpent);
        Busy(60);
        Assert.Throws<WorkBudgetSpentException>(() => budget.Spend(5_000));

        int Busy(int looks)
        {
            for (var look = 0; look < looks; look++)
            {
                clock.GetTimestamp();
            }

            return looks;
        }
    }

    private sealed class EachLookIsAMillisecond : TimeProvider
    {
        public int Looks { get; private set; }

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => Looks++;
    }

    [Fact]
    public void A_message_says_the_values_that_it_asks_for()
    {
        using var folder = Folder(("rules.sch", """
            <schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><pattern><rule context="a">
              <let name="codes" value="tokenize(@codes, ',')"/>
              <assert test="count($codes) = count(distinct-values($codes))"><name/> : <value-of select="$codes"/>.</assert></rule>
            </pattern></schema>
            """));
        Assert.Equal("a : x y x.", Assert.Single(Check(SchemaShelf.Open(folder.Path), "<a codes='x,y,x'/>").Findings).Message);
    }

    [Fact]
    public void An_abstract_pattern_is_filled_in_and_looks_up_value_sets_in_the_folder()
    {
        using var folder = Folder(
            ("rules.sch", """
                <schema xmlns="http://purl.oclc.org/dsdl/schematron">
                  <pattern id="inSet" abstract="true">
                    <rule context="$where"><assert test="document($set)//code/@v = @code">Le code n'est pas dans $set.</assert></rule>
                  </pattern>
                  <pattern is-a="inSet" id="kinds"><param name="where" value="kind"/><param name="set" value="'below/codes.xml'"/></pattern>
                </schema>
                """),
            ("below/codes.xml", "<codes><code v='A'/><code v='B'/></codes>"));
        var shelf = SchemaShelf.Open(folder.Path);
        Assert.Equal((1, 0, 0), Counts(Check(shelf, "<a><kind code='B'/></a>")));
        Assert.Equal((1, 0, 1), Counts(Check(shelf, "<a><kind code='C'/></a>")));

        static (int, int, int) Counts(SchemaReport report) => (report.Asserted, report.Beyond, report.Findings.Count);
    }

    [Fact]
    public void A_schematron_without_a_rule_does_not_open()
    {
        using var folder = Folder(("rules.sch", "<schema xmlns='http://purl.oclc.org/dsdl/schematron'><pattern id='p'/></schema>"));
        Assert.Equal("schema.compile", Assert.Throws<WireFormatException>(() => SchemaShelf.Open(folder.Path)).Code);
    }

    [CorpusFact]
    public void The_schemas_of_the_national_profile_as_published_do_not_compile_here_and_say_so()
    {
        var useless = Assert.Throws<WireFormatException>(() => SchemaShelf.Open(Copy(mended: false).Path));
        Assert.Contains("CDA_extended.xsd", useless.Message, StringComparison.Ordinal);
    }

    [CorpusFact]
    public void The_mended_schemas_of_the_national_profile_take_our_documents_and_refuse_a_broken_one()
    {
        using var folder = Copy(mended: true);
        var checkers = new Checkers(folder.Path);
        var genuine = Encoding.UTF8.GetBytes(CheckSamples.Get("cda"));
        var sound = checkers.Check(genuine);
        Assert.Equal(["cda/CDA_extended.xsd"], sound.Schemas);
        Assert.DoesNotContain(sound.Lines, line => line.Rule == "XSD");
        var broken = Encoding.UTF8.GetString(genuine).Replace("<recordTarget", "<recordTarget nowhere=\"x\"", StringComparison.Ordinal);
        Assert.Contains(checkers.Check(Encoding.UTF8.GetBytes(broken)).Lines, line => line is { Rule: "XSD", Refuses: true, Line: > 0 });
    }

    [CorpusFact]
    public void The_schematrons_of_the_national_profile_are_read_and_tell_how_much_of_them_was_looked_at()
    {
        using var folder = new ScratchFolder();
        CopyAll(Path.Combine(Corpus.Root, "schematron/ci-sis-3.0"), folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, "entries.txt"), "profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch\n");
        var report = SchemaShelf.Open(folder.Path).Check(Encoding.UTF8.GetBytes(CheckSamples.Get("cda")), Unhurried);
        Assert.Equal(["profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch"], report.Used);
        Assert.InRange(report.Asserted, 1_000, 100_000);
        Assert.All(report.Causes, cause => Assert.EndsWith("manque dans le dossier", cause, StringComparison.Ordinal));
    }

    private static SchemaReport Check(SchemaShelf shelf, string document) => shelf.Check(Encoding.UTF8.GetBytes(document), Unhurried);

    private static WorkBudget Unhurried => new(TimeProvider.System, TimeSpan.FromMinutes(5));

    private static ScratchFolder Folder(params (string Name, string Content)[] files)
    {
        var folder = new ScratchFolder();
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(folder.Path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }

        return folder;
    }

    private static ScratchFolder Copy(bool mended)
    {
        const string Wildcard = """<xs:any minOccurs="0" namespace="##other" processContents="skip" />""";
        var folder = new ScratchFolder();
        CopyAll(Path.Combine(Corpus.Root, "schemas/cda-xsd-ci-sis-3.0"), folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, "entries.txt"), "cda/CDA_extended.xsd\n");
        foreach (var file in mended ? Directory.EnumerateFiles(folder.Path, "*.xsd", SearchOption.AllDirectories) : [])
        {
            File.WriteAllText(file, File.ReadAllText(file).Replace(Wildcard, "", StringComparison.Ordinal));
        }

        return folder;
    }

    private static void CopyAll(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
