using Carnet.Domain.Identity;

namespace Carnet.Tests.Domain;

/// <summary>I-2: what is folded and what is a disagreement.</summary>
[Trait("rule", "I-2")]
public sealed class TraitComparisonTests
{
    private static readonly IdentityTraits Known = new("D'ARC-LEFÈVRE", "Jean-Pierre Marie", null, Sex.Male, new DateOnly(1980, 1, 31), "75120");

    [Theory]
    [InlineData("D'ARC-LEFÈVRE")]
    [InlineData("d'arc-lefèvre")]
    [InlineData("D ARC LEFEVRE")]
    [InlineData("D’ARC  LEFEVRE")]
    [InlineData("D'ARC–LEFEVRE")]
    [InlineData("D'ARC-LEFE\u0300VRE")]
    [InlineData(null)]
    public void I_2_accents_case_hyphens_and_apostrophes_are_folded(string? name) => Assert.Empty(Differences(name, null, null, null));

    [Theory]
    [InlineData("DARC LEFEVRE")]
    [InlineData("D'ARC")]
    [InlineData("LEFEVRE")]
    [InlineData("D'ARC-LEFEBVRE")]
    [InlineData("")]
    public void I_2_another_birth_name_disagrees(string name) => Assert.Equal([Trait.BirthName], Differences(name, null, null, null));

    [Theory]
    [InlineData("ŒUVRARD", "oeuvrard")]
    [InlineData("LÆTITIA", "Laetitia")]
    [InlineData("GARÇON", "garcon")]
    [InlineData("NUÑEZ", "Nunez")]
    [InlineData("MÜLLER", "muller")]
    [InlineData("  de  la TOUR ", "DE LA TOUR")]
    public void I_2_both_sides_fold_alike(string one, string other) => Assert.Equal(TraitComparison.Fold(one), TraitComparison.Fold(other));

    [Theory]
    [InlineData("Jean-Pierre", true)]
    [InlineData("JEAN PIERRE", true)]
    [InlineData("Jean-Pierre Marie", true)]
    [InlineData("JEAN-PIERRE, MARIE", true)]
    [InlineData("Jean-Pierre Marie Louis", true)]
    [InlineData("Jean-Paul", false)]
    [InlineData("Pierre", false)]
    [InlineData("Jeanne", false)]
    [InlineData("Jean-Pierrette", false)]
    [InlineData("Marie", false)]
    public void I_2_a_compound_first_name_is_compared_as_a_whole(string given, bool agrees)
        => Assert.Equal(agrees ? [] : [Trait.FirstGivenName], Differences(null, given, null, null));

    [Theory]
    [InlineData("19800131", true)]
    [InlineData("19800131120000+0100", true)]
    [InlineData("198001", true)]
    [InlineData("1980", true)]
    [InlineData("19800130", false)]
    [InlineData("198002", false)]
    [InlineData("1981", false)]
    [InlineData(null, true)]
    public void I_2_a_partial_birth_date_is_compared_as_far_as_it_goes(string? date, bool agrees)
        => Assert.Equal(agrees ? [] : [Trait.BirthDate], Differences(null, null, date, null));

    [Theory]
    [InlineData(Sex.Male, true)]
    [InlineData(Sex.Female, false)]
    [InlineData(Sex.Unknown, true)]
    [InlineData(null, true)]
    public void I_2_an_unknown_sex_does_not_disagree(Sex? sex, bool agrees)
    {
        Assert.Equal(agrees ? [] : [Trait.Sex], Differences(null, null, null, sex));
        Assert.Empty(TraitComparison.Differences(Known with { Sex = Sex.Unknown }, new StatedTraits(null, null, null, sex)));
    }

    [Fact]
    public void I_2_every_disagreement_is_named()
        => Assert.Equal(
            [Trait.BirthName, Trait.FirstGivenName, Trait.BirthDate, Trait.Sex],
            Differences("AUTRE", "Autre", "20000101", Sex.Female));

    [Fact]
    public void I_2_a_twin_is_another_person() => Assert.Equal([Trait.FirstGivenName], Differences("D'ARC-LEFEVRE", "Paul", "19800131", Sex.Male));

    [Fact]
    public void Traits_written_to_a_log_say_nothing()
    {
        Assert.DoesNotContain("LEFÈVRE", $"{Known}", StringComparison.Ordinal);
        Assert.DoesNotContain("LEFÈVRE", $"{new StatedTraits("LEFÈVRE", null, null, null)}", StringComparison.Ordinal);
    }

    private static IReadOnlyList<Trait> Differences(string? name, string? given, string? date, Sex? sex)
        => TraitComparison.Differences(Known, new StatedTraits(name, given, date, sex));
}
