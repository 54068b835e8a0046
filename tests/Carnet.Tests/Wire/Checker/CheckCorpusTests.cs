using System.Text;
using Carnet.Server.Formats;
using Carnet.Tests.Support;
using Carnet.Wire.Checker;
using Xunit.Abstractions;

namespace Carnet.Tests.Wire.Checker;

/// <summary>Real files give no false error: each error that stands here was looked at and is one.</summary>
[Trait("Category", "corpus")]
public sealed class CheckCorpusTests(ITestOutputHelper output)
{
    private static readonly MessageChecker Checker = Checkers.Create();

    [CorpusFact]
    public void French_documents_are_wrong_only_where_their_INS_has_a_wrong_key()
        => Assert.Equal(new SortedDictionary<string, int>(StringComparer.Ordinal) { ["CDA-21"] = 14 }, Errors("cda-fr"));

    [CorpusFact]
    public void French_hospital_messages_are_wrong_only_where_their_INS_has_a_wrong_key()
        => Assert.Equal(new SortedDictionary<string, int>(StringComparer.Ordinal) { ["HL7-15"] = 3 }, Errors("hl7v2-fr"));

    // Foreign registries: no INS, templates with placeholders, UUIDs with spaces, and what NIST broke on purpose.
    [CorpusFact]
    public void Registry_messages_are_wrong_only_where_they_are_foreign_or_were_broken_on_purpose()
    {
        var errors = Errors("xds-messages", "$XDS", "METADATA.xml", "SubmitObjectsRequest_ebrs3", "sq-req-bad", "sq-req-missing",
            "empty-soap", "soap-noaction", "soap-pnr-soap-order", "assoc-to-self");
        Assert.Equal(
            new SortedDictionary<string, int>(StringComparer.Ordinal)
            {
                ["QRY-19"] = 1, // 1.3.6.1.4...1000
                ["QRY-21"] = 1, // the answer without a status
                ["SOAP-16"] = 1, // ITI-43 under the action of ITI-18
                ["XDS-40"] = 2, // bodies without their documents
                ["XDS-43"] = 3, // no INS
            },
            errors);
    }

    /// <summary>How many files break each rule; files that name or hold one of the marks are left out.</summary>
    private SortedDictionary<string, int> Errors(string folder, params string[] leftOut)
    {
        SortedDictionary<string, int> errors = new(StringComparer.Ordinal);
        var (files, unreadable) = (0, 0);
        foreach (var file in Corpus.Files(folder).Where(file => Path.GetExtension(file) is not (".md" or ".pdf" or ".txt")))
        {
            var bytes = File.ReadAllBytes(file);
            if (leftOut.Any(mark => Path.GetFileName(file).Contains(mark, StringComparison.Ordinal)
                || (mark[0] == '$' && Encoding.UTF8.GetString(bytes).Contains($"value=\"{mark}", StringComparison.Ordinal))))
            {
                continue;
            }

            files++;
            var report = Checker.Check(bytes);
            unreadable += report.Unreadable is null ? 0 : 1;
            foreach (var rule in report.Findings.Where(finding => finding.Rule.Severity is CheckSeverity.Error)
                .Select(finding => finding.Rule.Id).Distinct())
            {
                errors[rule] = errors.GetValueOrDefault(rule) + 1;
                output.WriteLine($"{rule} {Path.GetFileName(file)}");
            }
        }

        output.WriteLine($"{folder}: {files} files, {unreadable} unreadable; {string.Join(", ", errors.Select(error => $"{error.Key} {error.Value}"))}");
        return errors;
    }
}
