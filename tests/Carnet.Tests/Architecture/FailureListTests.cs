using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Carnet.Domain.Common;
using Carnet.Server.Endpoints.Soap;
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

    /// <summary>The same of what the formats say.</summary>
    internal static IEnumerable<(string Code, string Sentence)> ListedOnTheWire() => Wire()
        .Where(failure => failure.Sentence.EndsWith('.') && !failure.Sentence.Contains('…', StringComparison.Ordinal))
        .Select(failure => (failure.Code, failure.Sentence));

    private static string Write()
    {
        var page = new StringBuilder("""
            # Failures

            Made from the code; do not edit. A test compares, `CARNET_UPDATE_DOCS=1` writes it anew. `…` stands for a value.

            **Who acts** is whoever can make the next attempt succeed. **Example** is what comes back: at the SOAP door the fault with its
            subcode, and in an answer of the registry or repository the `errorCode` beside `codeContext="code : sentence"`; over MLLP the
            acknowledgement; elsewhere the sentence itself, on the page or at the command.

            | code | kind | sentence | who acts | example |
            | --- | --- | --- | --- | --- |

            """);
        foreach (var of in Failures().Concat(Wire()).GroupBy(failure => failure.Code).OrderBy(of => of.Key, StringComparer.Ordinal))
        {
            var sentences = of.Select(failure => failure.Sentence).Where(text => text.Length > 0).Distinct().Order(StringComparer.Ordinal);
            page.Append(CultureInfo.InvariantCulture, $"| `{of.Key}` | {of.First().Kind} | {string.Join("<br>", sentences).Replace("|", "\\|", StringComparison.Ordinal)} ")
                .Append(CultureInfo.InvariantCulture, $"| {WhoActs(of.Key)} | {Example(of.Key, of.First().Kind)} |\n");
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    [Fact]
    public void Every_failure_says_who_must_act_and_shows_what_comes_back()
        => Assert.All(Failures().Concat(Wire()), failure => Assert.True(
            WhoActs(failure.Code).Length > 0 && Example(failure.Code, failure.Kind).Length > 0, failure.Code));

    // What stands before the dot says whose matter it is; a few codes say better.
    private static string WhoActs(string code) => code switch
    {
        "agreement.missing" or "agreement.method-not-listed" or "software.unregistered" or "software.profile"
            or "directory.unknown-structure" or "directory.not-linked" => "the establishment, with the operator",
        "soap.reply-to-refused" => "the operator",
        "vihf.certificate" or "vihf.certificate-revoked" or "vihf.certificate-mismatch" => "the holder of the card or certificate",
        "vihf.revocation-unknown" or "tls.revocation-unknown" => "the operator",
        "access.not-authorised" or "access.emergency-refused" => "the professional, with the person",
        "access.is-blocked" or "access.both-parents" or "access.beyond-extent" => "the person, or who acts for them",
        "document.cda-invalid" or "document.cda-mismatch" or "document.wrong-class" => "the vendor",
        _ => code[..code.IndexOf('.', StringComparison.Ordinal)] switch
        {
            "cda" or "habilitations" or "lot" or "mllp" or "mtom" or "patients" or "soap" or "submission" or "vihf" or "xds" or "xml" => "the vendor",
            "tls" => "the holder of the card or certificate",
            "server" => "the operator",
            "suspended" => "the operator, asked by the suspended",
            "access" or "document" or "ins" or "list" or "record" or "context" or "search" => "the professional",
            "agreement" or "campaign" or "directory" or "operator" or "rules" or "review" or "software" or "suspension" or "line" => "the operator",
            "account" or "caregiver" or "conflict" or "contact" or "credentials" or "device" or "joint" or "login" or "named" or "notice"
                or "opening" or "own" or "passkey" or "password" or "portal" or "proof" or "recovery" or "rectification" or "report" or "representative"
                or "restriction" or "session" or "trace" => "the person, or who acts for them",
            _ => "",
        },
    };

    private static string Example(string code, string kind)
    {
        var area = code[..code.IndexOf('.', StringComparison.Ordinal)];
        if (area == "mllp")
        {
            return "`MSA`, `ERR` with the code";
        }

        if (area is not ("access" or "account" or "agreement" or "cda" or "directory" or "document" or "habilitations" or "ins" or "list"
            or "lot" or "mtom" or "patients" or "record" or "server" or "soap" or "software" or "submission"
            or "suspended" or "tls" or "vihf" or "xds" or "xml"))
        {
            return "the sentence, on the page or at the command";
        }

        var failure = new Failure(Enum.TryParse<FailureKind>(kind, out var known) ? known : FailureKind.Invalid, code, "");
        var fault = SoapErrors.Fault(failure);
        return $"`{fault.Code}` / `{(fault.Subcodes is [var first, ..] ? first.Name : fault.Code.ToString())}`; "
            + $"`errorCode=\"{SoapErrors.Registry(failure, repository: true).ErrorCode}\"`";
    }

    private static IEnumerable<(string Code, string Kind, string Sentence)> Failures()
        => from file in SourceTree.Files()
           from Match match in UseCaseFailure().Matches(File.ReadAllText(file))
           select (match.Groups["code"].Value, match.Groups["kind"].Value, Sentence(match.Groups["text"].Value));

    private static IEnumerable<(string Code, string Kind, string Sentence)> Wire()
        => from file in SourceTree.Files("Carnet.Wire").Concat(SourceTree.Files("Carnet.Client"))
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
