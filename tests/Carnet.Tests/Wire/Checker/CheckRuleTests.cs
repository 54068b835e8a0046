using System.Text;
using System.Text.RegularExpressions;
using Carnet.Server.Formats;
using Carnet.Wire.Checker;

namespace Carnet.Tests.Wire.Checker;

/// <summary>Every rule of the checker has a sample that fails it and one that passes: the same message before the change.</summary>
public sealed class CheckRuleTests
{
    private static readonly MessageChecker Checker = Checkers.Create();

    public static TheoryData<string> Rules => [.. MessageChecker.Rules.Select(rule => rule.Id)];

    [Fact]
    public void There_are_at_least_150_rules_each_under_its_own_number_and_complete()
    {
        Assert.True(MessageChecker.Rules.Count >= 150, $"{MessageChecker.Rules.Count} rules");
        Assert.Equal(MessageChecker.Rules.Count, MessageChecker.Rules.Select(rule => rule.Id).Distinct().Count());
        Assert.All(MessageChecker.Rules, rule =>
        {
            Assert.Matches("^[A-Z0-9]+-[0-9]{2}$", rule.Id);
            Assert.True(rule.Cause.EndsWith('.') && rule.Remedy.EndsWith('.') && rule.Origin.Length > 0, rule.Id);
        });
    }

    [Fact]
    public void Every_rule_has_its_sample_and_every_sample_its_rule()
        => Assert.Equal(MessageChecker.Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal),
            CheckBreaks.All.Select(broken => broken.Rule).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Rules))]
    public void A_rule_finds_what_breaks_it_and_nothing_else(string id)
    {
        var broken = CheckBreaks.All.Single(known => known.Rule == id);
        var genuine = CheckSamples.Get(broken.Sample);

        // The genuine message gives the rule something to look at, and passes.
        var passing = Check(genuine);
        Assert.DoesNotContain(passing.Findings, finding => finding.Rule.Id == id);
        Assert.True(passing.Looked.Contains(id), $"{id} has nothing to look at in {broken.Sample}");

        var changed = Regex.Replace(genuine, broken.Pattern, broken.Replacement, RegexOptions.Singleline, TimeSpan.FromSeconds(5));
        Assert.NotEqual(genuine, changed);
        var failing = Check(changed);
        Assert.Null(failing.Unreadable);
        var finding = failing.Findings.FirstOrDefault(found => found.Rule.Id == id);
        Assert.True(finding is not null, $"{id} does not find: {broken.Pattern} -> {broken.Replacement}");
        Assert.True(finding.Line > 0 && finding.Path.Length > 1, $"{id}: {finding.Line} {finding.Path}");
    }

    [Fact]
    public void Genuine_messages_of_our_own_have_no_finding_at_all()
    {
        foreach (var name in CheckSamples.Names)
        {
            var report = Check(CheckSamples.Get(name));
            Assert.Null(report.Unreadable);
            Assert.Equal((name, ""), (name, string.Join(", ", report.Findings.Select(finding => $"{finding.Rule.Id} {finding.Path}"))));
            Assert.NotEmpty(report.Kinds);
        }
    }

    private static CheckReport Check(string text) => Checker.Check(Encoding.UTF8.GetBytes(text));
}
