using System.Text;
using Carnet.Tests.Support;
using Carnet.Wire.Checker.Schemas;

namespace Carnet.Tests.Wire.Checker;

/// <summary>Saxon reads the same schematron through a stylesheet of its own and finds the same assertions that do not hold.</summary>
public sealed class SchematronOracleTests
{
    private const string Saxon = "tests/oracles/node_modules/xslt3/xslt3.js";

    private const string Rules = """
        <schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2" defaultPhase="all">
          <ns prefix="c" uri="urn:hl7-org:v3"/><ns prefix="xsi" uri="http://www.w3.org/2001/XMLSchema-instance"/>
          <phase id="all"><active pattern="codes"/><active pattern="names"/><active pattern="types"/></phase>
          <include href="below/abstract.sch"/>
          <pattern id="codes" is-a="inSet"><param name="where" value="c:code"/><param name="set" value="'below/codes.xml'"/></pattern>
          <pattern id="names">
            <rule abstract="true" id="named"><let name="all" value="c:given | c:family"/>
              <assert test="count($all) gt 1">noms</assert>
              <assert test="every $n in $all satisfies string-length($n) &gt; 1">courts</assert>
              <assert test="some $n in c:family satisfies $n/@qualifier">naissance</assert></rule>
            <rule context="c:name[c:family]"><extends rule="named"/>
              <let name="all" value="tokenize(string-join(c:given, ','), ',')"/>
              <assert test="empty($all) or (every $g in $all satisfies matches($g, '^[A-Z][a-z]+$'))">prénoms</assert>
              <report test="$all[. = current()/c:family]">nom et prénom</report></rule>
            <rule context="c:patient/* | c:assignedPerson/*"><assert test="self::c:name">autre</assert></rule>
            <rule context="@use"><assert test=". castable as xs:integer or . = ('H', 'WP')">usage</assert></rule>
          </pattern>
          <pattern id="types">
            <rule context="*[@xsi:type]">
              <assert test="resolve-QName(@xsi:type, .) = QName('urn:hl7-org:v3', 'CD')">type</assert>
              <assert test="if (@value) then number(@value) le 5 else true()">valeur</assert>
              <assert test="replace(local-name(.), '^(.)(.*)$', '$2$1') != 'aluev' or exists(preceding::c:code[1])">ordre</assert></rule>
          </pattern>
          <pattern id="asleep"><rule context="*"><assert test="false()">jamais</assert></rule></pattern>
        </schema>
        """;

    private const string Abstract = """
        <pattern xmlns="http://purl.oclc.org/dsdl/schematron" id="inSet" abstract="true">
          <let name="known" value="doc($set)//code/@v"/>
          <rule context="$where"><let name="own" value="@code"/><assert test="$own = $known and @code = $known">inconnu</assert></rule>
        </pattern>
        """;

    private const string Document = """
        <d xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:h="urn:hl7-org:v3">
          <code code="A"/><code code="Z"/><code/>
          <patient><name use="H"><given>Ines</given><family>R</family></name><age use="x"/>
            <name><given>Ines</given><given>ines</given><family qualifier="BR">Ines</family></name></patient>
          <assignedPerson><name><family>Seul</family></name><telecom use="12"/></assignedPerson>
          <value xsi:type="CD" value="4"/><value xsi:type="h:CD" value="7"/><value xsi:type="xsi:CD"/><value xsi:type="PQ" value="5.0"/>
        </d>
        """;

    [ToolFact("node", Saxon)]
    public async Task Saxon_finds_the_same_assertions_that_do_not_hold()
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "below"));
        Write("rules.sch", Rules);
        Write("below/abstract.sch", Abstract);
        Write("below/codes.xml", "<codes><code v='A'/><code v='B'/></codes>");
        Write("document.xml", Document);
        await SaxonAsync("-xsl:tests/oracles/schematron.xsl", "-s:" + PathOf("rules.sch"), "-o:" + PathOf("rules.xsl"));
        var theirs = await SaxonAsync("-xsl:" + PathOf("rules.xsl"), "-s:" + PathOf("document.xml"));

        var report = SchemaShelf.Open(folder.Path)
            .Check(Encoding.UTF8.GetBytes(Document), new WorkBudget(TimeProvider.System, TimeSpan.FromMinutes(5)));
        Assert.Equal((0, true), (report.Beyond, report.Findings.Count > 8));
        Assert.Equal(
            theirs.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            report.Findings.Select(finding => $"{finding.Path}\t{string.Join(' ', finding.Test.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}")
                .Order(StringComparer.Ordinal));

        string PathOf(string name) => Path.Combine(folder.Path, name);

        void Write(string name, string content) => File.WriteAllText(PathOf(name), content);
    }

    private static async Task<string> SaxonAsync(params string[] arguments)
    {
        var (exit, output, error) = await OutsideTool.RunAsync("node", "", [Saxon, .. arguments]);
        Assert.True(exit == 0, error);
        return output;
    }
}
