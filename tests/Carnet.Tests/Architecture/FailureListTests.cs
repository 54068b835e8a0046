using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Carnet.Tests.Support;

namespace Carnet.Tests.Architecture;

/// <summary>docs/failures.md is made from the code: <c>CARNET_UPDATE_DOCS=1</c> writes it anew.</summary>
public sealed partial class FailureListTests
{
    private static readonly string Page = Path.Combine(Corpus.Repository, "docs", "failures.md");

    [Fact]
    public void Every_failure_code_is_listed_with_its_sentence()
    {
        var made = Write();
        if (Environment.GetEnvironmentVariable("CARNET_UPDATE_DOCS") is "1")
        {
            File.WriteAllText(Page, made);
        }

        Assert.True(File.Exists(Page) && File.ReadAllText(Page) == made,
            "docs/failures.md is not what the code says: run the tests once with CARNET_UPDATE_DOCS=1.");
    }

    [Fact]
    public void Every_failure_has_a_code_of_its_own_and_every_code_is_dotted()
    {
        var codes = Failures().Select(failure => failure.Code).ToList();
        Assert.Equal(codes.Distinct().Count(), codes.Count);
        Assert.All(codes.Concat(Wire().Select(failure => failure.Code)), code => Assert.Matches(@"^[a-z]+(\.[a-z0-9-]+)+$", code));
        Assert.True(codes.Count > 40);
    }

    /// <summary>Code and sentence of each failure whose sentence stands in one piece and has no hole.</summary>
    internal static IEnumerable<(string Code, string Sentence)> Listed() => Failures()
        .Where(failure => failure.Sentence.EndsWith('.') && !failure.Sentence.Contains('…', StringComparison.Ordinal))
        .Select(failure => (failure.Code, failure.Sentence));

    private static string Write()
    {
        var page = new StringBuilder("""
            # Failures

            Made from the code; do not edit. A test compares, `CARNET_UPDATE_DOCS=1` writes it anew. `…` stands for a value.

            | code | kind | sentence |
            | --- | --- | --- |

            """);
        foreach (var of in Failures().Concat(Wire()).GroupBy(failure => failure.Code).OrderBy(of => of.Key, StringComparer.Ordinal))
        {
            var sentences = of.Select(failure => failure.Sentence).Where(text => text.Length > 0).Distinct().Order(StringComparer.Ordinal);
            page.Append(CultureInfo.InvariantCulture, $"| `{of.Key}` | {of.First().Kind} | {string.Join("<br>", sentences).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static IEnumerable<(string Code, string Kind, string Sentence)> Failures()
        => from file in SourceTree.Files()
           from Match match in UseCaseFailure().Matches(File.ReadAllText(file))
           select (match.Groups["code"].Value, match.Groups["kind"].Value, Sentence(match.Groups["text"].Value));

    private static IEnumerable<(string Code, string Kind, string Sentence)> Wire()
        => from file in SourceTree.Files("Carnet.Wire")
           from Match match in WireFailure().Matches(File.ReadAllText(file))
           select (match.Groups["code"].Value, "Format", Sentence(match.Groups["text"].Value));

    private static string Sentence(string literal) => Hole().Replace(literal, "…").Replace("\\\"", "\"", StringComparison.Ordinal).Trim();

    [GeneratedRegex("""new(?: Failure)?\(\s*FailureKind\.(?<kind>\w+),\s*"(?<code>[^"]+)",\s*(?:\$?"(?<text>(?:[^"\\]|\\.)*)")?""")]
    private static partial Regex UseCaseFailure();

    [GeneratedRegex("""(?<!new\(FailureKind\.\w+,\s*)"(?<code>(?:xml|xds|soap|mtom|mllp|cda|vihf|lot|signature|habilitations|patients)\.[a-z0-9-]+)"(?:,\s*\$?"(?<text>(?:[^"\\]|\\.)*)")?""")]
    private static partial Regex WireFailure();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();
}
