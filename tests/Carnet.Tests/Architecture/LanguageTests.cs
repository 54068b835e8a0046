using System.Text.RegularExpressions;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents.Personal;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Portals.Patient;
using Carnet.Server.Portals.Public;
using Carnet.Server.Portals.Shared;
using Carnet.Tests.Portals;

namespace Carnet.Tests.Architecture;

/// <summary>The tables of languages against the sentences of the source: nothing lacks, nothing is left over.</summary>
public sealed partial class LanguageTests
{
    // What a person can be told by a form; the failures of machines stay French.
    private static readonly string[] ToldToPersons =
    [
        "access.is-blocked", "access.not-physician", "access.end-passed", "caregiver.", "contact.unreachable", "document.already-so",
        "document.marks-together", "document.outdated", "document.visible-stays", "login.busy", "login.code-", "login.passkey", "named.", "notice.",
        "opening.", "own.", "passkey.", "password.", "proof.", "recovery.", "record.closing-text", "rectification.text", "report.already", "report.words",
        "representative.contact", "representative.exists", "representative.login", "representative.period", "trace.no-proof",
    ];

    // What the door with cards answers: who may read, whose certificate, and a VIHF that does not hold. They read it as it stands at the
    // SOAP door, names of fields and all.
    private static readonly string[] ToldToProfessionals =
    [
        "access.budget-", "access.emergency-", "access.no-right", "access.not-authorised", "access.reason-missing", "agreement.method-not-listed",
        "agreement.method-unknown", "agreement.missing", "context.", "directory.not-linked", "directory.unknown-structure", "ins.invalid",
        "record.closed", "record.deceased", "record.unknown", "software.profile", "software.unregistered", "suspended.", "tls.", "vihf.",
    ];

    [Fact]
    public void Every_sentence_of_the_pages_is_said_in_English()
        => Assert.Empty(Needed().Except(Language.English.Sentences.Keys, StringComparer.Ordinal));

    [Fact]
    public void No_English_sentence_is_left_over()
        => Assert.Empty(Language.English.Sentences.Keys.Except(Needed(), StringComparer.Ordinal));

    [Fact]
    public void No_easy_sentence_is_left_over()
        => Assert.Empty(Language.EasyFrench.Sentences.Keys.Except(Needed(), StringComparer.Ordinal));

    [Fact]
    public void No_sentence_about_another_is_left_over_and_each_is_there_in_both_languages()
    {
        var needed = Needed();
        Language[] tables = [Language.French, Language.English, Language.EasyFrench];
        Assert.Empty(tables.SelectMany(table => table.OfAnother.Keys).Except(needed, StringComparer.Ordinal));
        Assert.Empty(Language.French.OfAnother.Keys.Except(Language.English.OfAnother.Keys, StringComparer.Ordinal));
        Assert.Empty(Language.EasyFrench.OfAnother.Keys.Except(Language.EasyFrench.Sentences.Keys, StringComparer.Ordinal));
        Assert.Empty(
            from table in tables
            from sentence in table.OfAnother.Values
            where OwnWords.In(sentence) is not null
            select sentence);
    }

    [Theory]
    [InlineData("Zoé TEST", "Les documents de Zoé TEST")]
    [InlineData("Inès TEST", "Les documents d’Inès TEST")]
    [InlineData("Élise TEST", "Les documents d’Élise TEST")]
    [InlineData("Yves TEST", "Les documents d’Yves TEST")]
    [InlineData("Yann TEST", "Les documents de Yann TEST")]
    [InlineData("Z{0}o[é]` TEST", "Les documents de Z0oé TEST")]
    public void A_sentence_about_another_names_them(string name, string expected)
        => Assert.Equal(expected, Language.French.About(name).Say("Vos documents"));

    [Fact]
    public void A_translation_has_the_holes_the_links_and_the_code_of_its_sentence()
    {
        foreach (var (french, said) in Language.English.Sentences.Concat(Language.EasyFrench.Sentences)
            .Concat(new[] { Language.French, Language.English, Language.EasyFrench }.SelectMany(one => one.OfAnother)
                .Select(one => KeyValuePair.Create(one.Key, Name().Replace(one.Value, "")))))
        {
            Assert.Equal((french, string.Join(' ', Marks(french))), (french, string.Join(' ', Marks(said))));
            Assert.False(string.IsNullOrWhiteSpace(said) && !string.IsNullOrWhiteSpace(french), french);
        }
    }

    [Fact]
    public void No_page_speaks_past_the_tables()
        => Assert.Empty(
            from file in SourceTree.Files("Carnet.Server/Portals")
            where file.EndsWith(".razor", StringComparison.Ordinal) && SpeaksToPersons(file)
            from line in File.ReadAllText(file).Split("@code {")[0].Split('\n')
            where line.TrimStart().StartsWith('<')
            from Match bare in Bare().Matches(Typed().Replace(line, "<code>"))
            where bare.Groups[1].Value.Trim() is not ("Carnet" or "– Carnet")
            select $"{SourceTree.Name(file)}: {bare.Groups[1].Value.Trim()}");

    [Fact]
    public void The_extraction_finds_what_the_pages_say()
    {
        Assert.Equal(["a", "b", "c", "d {0}", "e", "f [g]"], InSource("""
            T("a") + T(x is "no" ? "b" : y ?? "c") + T("d {0}", "no", T("e")) + Rich("f [g]", ["no"], "no")
            """).Order(StringComparer.Ordinal));
        Assert.Equal(["g h"], InSource("T(\"g \"\n    + \"h\")"));
        Assert.Equal(["one", "two"], InSource("""Counted(n, "one", "two")"""));
        Assert.Equal(["l", "p", "q"], InTags("""<Field Name="no" Label="l" Value="@x["no"]" /><Sheet Title="@(y is null ? "p" : "q")">""")
            .Order(StringComparer.Ordinal));
        Assert.True(Needed().Count > 1_000);
    }

    // The pages of operators are in French.
    private static bool SpeaksToPersons(string file) => !SourceTree.Name(file).Contains("/Operator/", StringComparison.Ordinal);

    private static IEnumerable<string> Marks(string sentence) => Mark().Matches(sentence).Select(mark => mark.Value).Order(StringComparer.Ordinal);

    private static HashSet<string> Needed() =>
    [
        .. SourceTree.Files("Carnet.Server").Where(SpeaksToPersons)
            .Select(File.ReadAllText)
            .SelectMany(text => InSource(text).Concat(InTags(text))),
        .. Questions.All.SelectMany(one => one.Answer.Select(paragraph => paragraph.Sentence).Prepend(one.Question)),
        .. DocumentTypes.All.SelectMany(type => new[] { type.Label, DocumentTypes.ClassLabel(type.ClassCode), type.Space.FrenchName() }),
        .. Professions().Concat(Enum.GetValues<RepresentativeKind>().Select(Trades.Of)),
        .. WishForm.All.SelectMany(form => form.Parts.Select(part => part.Title)),
        .. Sentences.All,
        BrowserName.Of(""),
        .. FailureListTests.Listed().Where(failure => ToldToPersons.Any(start => failure.Code.StartsWith(start, StringComparison.Ordinal)))
            .Concat(Traits().Select(failure => (failure.Code, Sentence: failure.Detail)))
            .Select(failure => PortalFailures.Words(new Failure(FailureKind.Invalid, failure.Code, failure.Sentence)).Replace('\u00A0', ' ')),
        .. FailureListTests.Listed().Concat(FailureListTests.ListedOnTheWire())
            .Where(failure => ToldToProfessionals.Any(start => failure.Code.StartsWith(start, StringComparison.Ordinal)) && failure.Code is not "software.profiles")
            .Select(failure => failure.Sentence),
        .. Literal().Matches(ProofDefects()).Select(match => match.Groups[1].Value),
    ];

    private static IEnumerable<Failure> Traits() =>
    [
        .. new[] { "email", "phone", "address" }.Select(Carnet.Domain.Records.RecordFailures.TraitMissing),
        Carnet.Domain.Records.RepresentationFailures.Name("familyName"),
        Carnet.Domain.Records.RepresentationFailures.CaregiverExtent,
    ];

    private static IEnumerable<string> Professions()
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, "Carnet.Domain", "Access", "Trades.cs"));
        return Arm().Matches(text).Select(match => match.Groups[1].Value);
    }

    private static string ProofDefects()
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, "Carnet.Server", "Platform", "Trail", "TraceProof.cs"));
        var from = text.IndexOf("public string? Defect(", StringComparison.Ordinal);
        return text[from..text.IndexOf("\n    }\n", from, StringComparison.Ordinal)];
    }

    // The first argument of T and Rich, the second and third of Counted; in them, what is said and not what is compared.
    private static IEnumerable<string> InSource(string source)
    {
        var text = Broken().Replace(source, "");
        foreach (Match call in Call().Matches(text))
        {
            var arguments = Arguments(text, call.Index + call.Length);
            foreach (var argument in call.Groups[1].Value == "Counted" ? arguments.Skip(1).Take(2) : arguments.Take(1))
            {
                foreach (Match said in Said().Matches(argument))
                {
                    yield return Unescape(said.Groups[1].Value);
                }
            }
        }
    }

    // Labels, hints and titles are handed to components, which say them.
    private static IEnumerable<string> InTags(string text)
        => from Match tag in Tag().Matches(text)
           from Match attribute in Attribute().Matches(tag.Value)
           let value = attribute.Groups[1].Value
           from sentence in value.StartsWith("@(", StringComparison.Ordinal)
               ? Said().Matches(value).Select(said => said.Groups[1].Value)
               : value is ['@', ..] or "" ? [] : [value]
           select Unescape(sentence);

    private static List<string> Arguments(string text, int from)
    {
        List<string> arguments = [];
        var (depth, start, quoted) = (0, from, false);
        for (var at = from; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\\' when quoted:
                    at++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '(' or '[' or '{' when !quoted:
                    depth++;
                    break;
                case ')' or ']' or '}' when !quoted && depth > 0:
                    depth--;
                    break;
                case ')' when !quoted:
                    arguments.Add(text[start..at]);
                    return arguments;
                case ',' when !quoted && depth == 0:
                    arguments.Add(text[start..at]);
                    start = at + 1;
                    break;
            }
        }

        return arguments;
    }

    private static string Unescape(string literal) => Regex.Unescape(literal);

    // A long sentence is broken over lines and is one constant.
    [GeneratedRegex("""(?<!\\)"\s*\n\s*\+ """ + "\"")]
    private static partial Regex Broken();

    [GeneratedRegex(@"(?<![\w.])(T|Rich|Counted)\(")]
    private static partial Regex Call();

    [GeneratedRegex("""(?:^\s*|\?\s*|:\s*|=>\s*)"((?:[^"\\]|\\.)*)""" + "\"")]
    private static partial Regex Said();

    [GeneratedRegex("""<(?:Sheet|ContextSheet|Field|TextArea|Choice|ErrorSummary)\b(?:[^>"]|"(?:@\((?:[^()"]|"[^"]*"|\([^()]*\))*\)|@[^"\[]*(?:\["[^"]*"\])?|[^"@]*)")*>""")]
    private static partial Regex Tag();

    [GeneratedRegex("""\b(?:Title|Label|Hint|Legend)="(@\((?:[^()"]|"[^"]*"|\([^()]*\))*\)|[^"]*)""" + "\"")]
    private static partial Regex Attribute();

    [GeneratedRegex("""=> "([^"]+)""" + "\"")]
    private static partial Regex Arm();

    [GeneratedRegex("""(?:[?:]|return) "([^"]+\.)""" + "\"")]
    private static partial Regex Literal();

    [GeneratedRegex("""(?<!=)>([^<>@{}"=]*\p{L}{3,}[^<>@{}"=]*)<""")]
    private static partial Regex Bare();

    [GeneratedRegex(@"\{(?:of)?name\}")]
    private static partial Regex Name();

    [GeneratedRegex("<code>[^<]*")]
    private static partial Regex Typed();

    [GeneratedRegex(@"\{\w+\}|\[|\]|`")]
    private static partial Regex Mark();
}
