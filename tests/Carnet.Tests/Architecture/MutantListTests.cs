using Carnet.Tests.Support;

namespace Carnet.Tests.Architecture;

/// <summary>The list of mutants fits the code, so that <c>make mutants</c> breaks what it says.</summary>
public sealed class MutantListTests
{
    private static readonly string[][] Mutants =
    [
        .. File.ReadAllLines(Path.Combine(Corpus.Repository, "tests", "mutants.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(" ¦ ", StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void Each_breaks_one_place_that_exists()
    {
        foreach (var mutant in Mutants)
        {
            Assert.Equal(5, mutant.Length);
            var text = File.ReadAllText(Path.Combine(Corpus.Repository, mutant[1]));
            Assert.True(text.Split(mutant[2]).Length == 2, $"{mutant[0]} is not found exactly once in {mutant[1]}: {mutant[2]}");
        }
    }

    [Fact]
    public void The_page_says_of_each_which_test_noticed_it()
    {
        var lines = File.ReadAllLines(Path.Combine(Corpus.Repository, "docs", "rules-coverage.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToList();
        foreach (var mutant in Mutants)
        {
            var start = $"| {mutant[0]} | `{Path.GetFileName(mutant[1])}` | `{mutant[2].Replace("|", "\\|", StringComparison.Ordinal)}` → ";
            var line = Assert.Single(lines, line => line.StartsWith(start, StringComparison.Ordinal));
            Assert.Contains("Tests.", line[start.Length..], StringComparison.Ordinal);
        }

        Assert.Equal(Mutants.Length, lines.Count);
    }

    [Fact]
    public void Every_rule_of_the_engine_is_broken_somewhere()
    {
        string[] rules =
        [
            "I-1", "I-2", "I-3", "I-4", "L-2", "L-5", "L-6", "L-7", "L-8", "L-9", "L-10", "A-1", "A-2", "A-3", "A-4", "A-5", "A-6", "A-7", "A-8", "A-9", "A-10", "A-11",
            "A-12", "A-13", "V-1", "V-2", "V-3", "V-4", "V-5", "V-6", "V-7", "F-1", "F-2", "F-3", "F-4", "F-6", "F-7", "F-8", "F-9",
            "F-10", "N-2", "N-3", "N-4", "N-6", "N-7", "N-8", "T-2", "T-3",
        ];
        Assert.Empty(rules.Except(Mutants.Select(mutant => mutant[0])));
    }
}
