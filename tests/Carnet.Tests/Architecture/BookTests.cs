using System.Text.RegularExpressions;
using Carnet.Domain.Access;
using Carnet.Tests.Support;

namespace Carnet.Tests.Architecture;

/// <summary>docs/sources.md and docs/glossary.md say what the code says.</summary>
public sealed partial class BookTests
{
    private static string Docs(string name) => File.ReadAllText(Path.Combine(Corpus.Repository, "docs", name));

    [Fact]
    public void Every_source_in_the_code_is_listed_and_every_listed_one_is_used()
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (file, text) in SourceTree.Sources())
        {
            var families = Family().Matches(text).Select(match => match.Value.Replace("rules", "rule", StringComparison.Ordinal)).ToList();
            Assert.True(families.Count > 0 && Family().Match(text).Index == 0, $"{file}: no known source in \"{text}\"");
            used.UnionWith(families);
        }

        Assert.Equal(used, ListedSource().Matches(Docs("sources.md")).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_name_in_the_glossary_exists_in_the_domain()
    {
        var types = typeof(Caller).Assembly.GetTypes();
        var names = GlossaryName().Matches(Docs("glossary.md")).Select(match => match.Groups[1].Value).ToList();
        Assert.True(names.Count > 30);
        Assert.DoesNotContain(names, name => name.Split('.') is [var type, .. var member]
            && !types.Any(known => known.Name == type
                && (member.Length == 0 || known.GetMember(member[0]).Length > 0 || known.GetNestedType(member[0]) is not null)));
    }

    [GeneratedRegex(@"\brules?(?= [A-Z]-)|\bcontrol(?= C-)|\bDMP-GI\b|\bDMP\b(?![-\w])|\bCSP\b|\bFI-\d+|\b(?:P19|S20|J18|Q18)\b|IHE ITI (?:TF-\d|DSG|Metadata Update)|\bCI-SIS\b|\bNOS\b|RFC \d+|W3C [\w-]+|OASIS (?:ebRIM|SAML)|OWASP ASVS|ETSI XAdES|ISO(?:/IEC)? \d+-\d+|ITU-T E\.164|HL7 (?:CDA R2|v2\.5|v3 PRPA)")]
    private static partial Regex Family();

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex ListedSource();

    [GeneratedRegex(@"^\| [^|`]+ \| `([\w.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex GlossaryName();
}
