using System.Globalization;
using System.Text;
using Carnet.Tests.Support;
using Carnet.Wire.Checker;

namespace Carnet.Tests.Wire.Checker;

/// <summary>docs/integration/regles.md is made from the rules: <c>CARNET_UPDATE_DOCS=1</c> writes it anew.</summary>
public sealed class CheckDocsTests
{
    private static readonly string Page = Path.Combine(Corpus.Repository, "docs", "integration", "regles.md");

    [Fact]
    public void Every_rule_of_the_checker_is_listed()
    {
        var made = Write();
        if (Environment.GetEnvironmentVariable("CARNET_UPDATE_DOCS") is "1")
        {
            File.WriteAllText(Page, made);
        }

        Assert.True(File.Exists(Page) && File.ReadAllText(Page) == made,
            "docs/integration/regles.md is not what the rules say: run the tests once with CARNET_UPDATE_DOCS=1.");
    }

    private static string Write()
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # Règles du vérificateur de messages

            Page faite à partir du code ; ne pas la modifier. *Made from the code; do not edit.* {MessageChecker.Rules.Count} règles.

            `carnet check FICHIER… [--json]`, ou la page `/controle` du portail (un mégaoctet, rien n'est gardé). Une erreur ferait refuser
            le message ou le ferait mal comprendre ; une remarque s'écarte du profil français et passe. Les signatures ne sont pas vérifiées.

            """);
        foreach (var topic in MessageChecker.Rules.GroupBy(rule => rule.Topic))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {Name(topic.Key)}\n\n| règle | gravité | ce qui ne va pas | quoi changer | source |\n|---|---|---|---|---|\n");
            foreach (var rule in topic)
            {
                var severity = rule.Severity is CheckSeverity.Error ? "erreur" : "remarque";
                page.Append(CultureInfo.InvariantCulture, $"| {rule.Id} | {severity} | {Cell(rule.Cause)} | {Cell(rule.Remedy)} | {rule.Origin} |\n");
            }
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Name(CheckTopic topic) => topic switch
    {
        CheckTopic.Soap => "Enveloppe SOAP et adressage",
        CheckTopic.Vihf => "VIHF",
        CheckTopic.Xds => "Métadonnées XDS (ITI-41, ITI-57)",
        CheckTopic.Query => "Recherche et consultation (ITI-18, ITI-43)",
        CheckTopic.Cda => "Documents CDA",
        CheckTopic.Patients => "Service Patients (HL7 v3) et autorisations",
        CheckTopic.Hl7v2 => "HL7 v2",
        _ => throw new ArgumentOutOfRangeException(nameof(topic)),
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
