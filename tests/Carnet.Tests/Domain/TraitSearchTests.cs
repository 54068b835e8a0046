using Carnet.Domain.Identity;

namespace Carnet.Tests.Domain;

/// <summary>I-2, TD0.5: the pairs of traits under which a person is found, and how well they fit.</summary>
[Trait("rule", "I-2")]
public sealed class TraitSearchTests
{
    private static readonly IdentityTraits Known = new(
        "LEFÈVRE", "Jean-Noël Marie", "D'ORMESSON", Sex.Male, new DateOnly(1980, 1, 31), "75120");

    [Fact]
    public void A_person_has_at_most_eight_keys_and_a_search_at_most_twelve()
    {
        Assert.InRange(TraitKeys.Of(Known).Count, 5, 8);
        Assert.InRange(TraitKeys.Of(new TraitSearch("D'ORMESSON", "Jean", "19800104", Sex.Male)).Count, 5, 12);
    }

    public static TheoryData<string, string?, string?, string?, bool, int> Searches => new()
    {
        { "the same", "Lefevre", "Jean Noel", "19800131", true, 100 },
        { "used name", "d’Ormesson", "jean-noël", "19800131", true, 100 },
        { "family name as it sounds", "LEFAIVRE", "Jean", "19800131", false, 80 },
        { "family name with other letters", "LEFEVRES", "Jean", "19800131", true, 90 },
        { "second given name", "LEFEVRE", "Marie", "19800131", true, 90 },
        { "another given name", "LEFEVRE", "Paul", "19800131", true, 75 },
        { "one digit of the date", "LEFEVRE", "Jean", "19800130", true, 90 },
        { "another date", "LEFEVRE", "Jean", "19710504", true, 75 },
        { "the year", "LEFEVRE", "Jean", "1980", true, 83 },
        { "no date", "LEFEVRE", "Jean", null, true, 75 },
        { "a stranger", "DUPONT", "Paul", "19550606", true, 10 },
    };

    [Theory, MemberData(nameof(Searches))]
    public void A_percentage_falls_with_each_trait_that_differs(
        string sentence, string? family, string? given, string? date, bool male, int expected)
    {
        var percentage = TraitMatch.Percentage(Known, new TraitSearch(family, given, date, male ? Sex.Male : Sex.Unknown));
        Assert.True(expected == percentage, $"{sentence}: {percentage}");
    }

    [Theory]
    [InlineData("LEFEVRE", "Jean", null, true)]
    [InlineData("LEFEVRE", null, "19800131", true)]
    [InlineData(null, "Jean", "19800131", true)]
    [InlineData("LEFEVRE", null, "1980", false)]
    [InlineData("L", "J", "1980", false)]
    [InlineData("LEFEVRE", "", null, false)]
    [InlineData(null, null, "19800131", false)]
    public void A_search_needs_two_traits(string? family, string? given, string? date, bool enough)
        => Assert.Equal(enough, new TraitSearch(family, given, date, Sex.Unknown).IsEnough);

    [Fact]
    public void A_person_is_found_when_one_of_three_traits_is_wrong()
    {
        var keys = TraitKeys.Of(Known).ToHashSet();
        (string? Family, string? Given, string? Date)[] found =
        [
            ("lefevre", "Paul", "19800131"), ("DUPONT", "Jean", "19800131"), ("LEFEVRE", "Jean", "19000101"),
            ("LEFEVRES", "Paul", "19800131"), ("ORMESSON", "Jean", "19800131"),
        ];
        Assert.All(found, search => Assert.True(keys.Overlaps(
            TraitKeys.Of(new TraitSearch(search.Family, search.Given, search.Date, Sex.Unknown)))));
        Assert.False(keys.Overlaps(TraitKeys.Of(new TraitSearch("DUPONT", "Paul", "19800131", Sex.Male))));
    }
}
