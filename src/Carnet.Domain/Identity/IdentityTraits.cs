using System.Globalization;
using System.Text;

namespace Carnet.Domain.Identity;

/// <summary>Administrative sex in the traits of an identity.</summary>
public enum Sex
{
    Unknown = 0,
    Male = 1,
    Female = 2,
}

/// <summary>The traits that go with an INS, as the civil register wrote them.</summary>
/// <param name="BirthName">Nom de naissance.</param>
/// <param name="GivenNames">Given names of the birth certificate, in order, separated by one space.</param>
/// <param name="UsedName">Name in use, when it differs.</param>
/// <param name="Sex">Administrative sex.</param>
/// <param name="BirthDate">Date of birth.</param>
/// <param name="BirthPlace">COG code of the municipality or country, five characters.</param>
/// <remarks>Source: rule I-2; DMP 8.1.</remarks>
public sealed record IdentityTraits(
    string BirthName, string GivenNames, string? UsedName, Sex Sex, DateOnly BirthDate, string? BirthPlace)
{
    /// <summary>The first given name, compound names kept whole.</summary>
    public string FirstGivenName => GivenNames.Split([' ', ','], 2, StringSplitOptions.RemoveEmptyEntries) is [var first, ..]
        ? first
        : "";

    public override string ToString() => "traits ***";
}

/// <summary>A trait that two sources give differently.</summary>
public enum Trait
{
    BirthName,
    FirstGivenName,
    BirthDate,
    Sex,
}

/// <summary>Traits as a message states them; what it does not state is null and is not compared.</summary>
/// <param name="BirthDate">Year, month and day without separators; shorter when the source knows less.</param>
/// <param name="GivenNames">The first given name or the whole list of the birth certificate.</param>
/// <param name="OtherGivenNames">The other of the two, where a source states both; one of them must agree.</param>
public sealed record StatedTraits(
    string? BirthName, string? GivenNames, string? BirthDate, Sex? Sex, string? OtherGivenNames = null)
{
    public override string ToString() => "traits ***";
}

/// <summary>Compares identities as French identity watch asks: accents, case, hyphens and apostrophes are folded.</summary>
public static class TraitComparison
{
    /// <summary>The traits that disagree; empty when both describe the same person.</summary>
    public static IReadOnlyList<Trait> Differences(IdentityTraits known, StatedTraits stated)
    {
        List<Trait> differences = [];
        if (stated.BirthName is { } name && Fold(name) != Fold(known.BirthName))
        {
            differences.Add(Trait.BirthName);
        }

        if (stated.GivenNames is { } given && !SameFirstGivenName(known.GivenNames, given)
            && (stated.OtherGivenNames is not { } other || !SameFirstGivenName(known.GivenNames, other)))
        {
            differences.Add(Trait.FirstGivenName);
        }

        if (stated.BirthDate is { Length: >= 4 } date && !SameDate(known.BirthDate, date))
        {
            differences.Add(Trait.BirthDate);
        }

        if (stated.Sex is Sex.Male or Sex.Female && known.Sex is not Sex.Unknown && stated.Sex != known.Sex)
        {
            differences.Add(Trait.Sex);
        }

        return differences;
    }

    /// <summary>Upper case without accents; every other sign than a letter or a digit becomes one space.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Replace("œ", "oe", StringComparison.OrdinalIgnoreCase)
            .Replace("æ", "ae", StringComparison.OrdinalIgnoreCase).Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(c))
            {
                folded.Append(char.ToUpperInvariant(c));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark
                && folded is { Length: > 0 } && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd();
    }

    // A compound first name ("Jean-Pierre") folds to two words, so one list must start with the other.
    private static bool SameFirstGivenName(string known, string stated)
    {
        var (a, b) = (Fold(known) + " ", Fold(stated) + " ");
        return a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal);
    }

    private static bool SameDate(DateOnly known, string stated)
    {
        var full = known.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return stated.Length >= 8
            ? stated.AsSpan(0, 8).SequenceEqual(full)
            : full.StartsWith(stated, StringComparison.Ordinal);
    }
}
