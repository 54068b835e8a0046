using System.Globalization;
using System.Text;

namespace Carnet.Domain.Identity;

/// <summary>Somebody described by traits, as an emergency call states them.</summary>
/// <param name="FamilyName">Name of birth or used name; null where not stated.</param>
/// <param name="GivenNames">The first given name, or several.</param>
/// <param name="BirthDate">yyyyMMdd; a year, or a year and a month, where less is known.</param>
/// <remarks>Source: rule I-2; DMP 1.2 TD0.5.</remarks>
public sealed record TraitSearch(string? FamilyName, string? GivenNames, string? BirthDate, Sex Sex)
{
    /// <summary>Two of family name, given name and full date: less would list strangers.</summary>
    public bool IsEnough => (Has(FamilyName) ? 1 : 0) + (Has(GivenNames) ? 1 : 0) + (BirthDate is { Length: >= 8 } ? 1 : 0) >= 2;

    public override string ToString() => "traits ***";

    private static bool Has(string? text) => text is not null && TraitComparison.Fold(text).Length > 1;
}

/// <summary>The texts under whose keyed hash a person is found: pairs of traits, so that one of three may be wrong.</summary>
/// <remarks>
/// A person has at most eight, a search at most twelve: a bound on what the index holds and on what a search costs.
/// Names are folded; one key a name takes what sounds alike for the same. Source: rule I-2; DMP 1.2 TD0.5.
/// </remarks>
public static class TraitKeys
{
    public static IReadOnlyCollection<string> Of(IdentityTraits traits)
    {
        ArgumentNullException.ThrowIfNull(traits);
        var date = traits.BirthDate.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return Keys([traits.BirthName, traits.UsedName], traits.GivenNames, [date]);
    }

    public static IReadOnlyCollection<string> Of(TraitSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        var date = search.BirthDate is { Length: >= 8 } full ? full[..8] : null;
        return Keys([search.FamilyName], search.GivenNames, date is null ? [] : [date, Swapped(date)]);
    }

    /// <summary>The first word of the given names, folded.</summary>
    public static string FirstGiven(string? givenNames)
        => givenNames is null ? "" : TraitComparison.Fold(givenNames.Replace(',', ' ')).Split(' ', 2)[0];

    /// <summary>A folded name as it sounds in French, roughly: what is often misspelt falls together.</summary>
    public static string Sound(string name)
    {
        var letters = new StringBuilder(TraitComparison.Fold(name).Replace(" ", "", StringComparison.Ordinal))
            .Replace("EAU", "O").Replace("AU", "O").Replace("AI", "E").Replace("EI", "E").Replace("PH", "F").Replace("QU", "K").Replace("CK", "K")
            .Replace("CE", "SE").Replace("CI", "SI").Replace("CY", "SI")
            .Replace('C', 'K').Replace('Q', 'K').Replace('Y', 'I').Replace('Z', 'S').Replace('W', 'V').Replace("H", "");
        var sound = new StringBuilder(letters.Length);
        foreach (var letter in letters.ToString())
        {
            if (sound.Length == 0 || sound[^1] != letter)
            {
                sound.Append(letter);
            }
        }

        while (sound.Length > 3 && sound[^1] is 'E' or 'S' or 'T' or 'D' or 'X')
        {
            sound.Length--;
        }

        return sound.ToString();
    }

    /// <summary>Day and month exchanged, where that is a date too; else the same.</summary>
    public static string Swapped(string date) => string.CompareOrdinal(date[6..8], "12") <= 0
        ? string.Concat(date[..4], date[6..8], date[4..6])
        : date;

    private static HashSet<string> Keys(IEnumerable<string?> families, string? givenNames, IReadOnlyList<string> dates)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        var given = FirstGiven(givenNames);
        foreach (var family in families.OfType<string>().Select(TraitComparison.Fold).Where(name => name.Length > 1))
        {
            if (given.Length > 1)
            {
                keys.Add($"fg|{family}|{given}");
            }

            foreach (var date in dates)
            {
                keys.Add($"fd|{family}|{date}");
                keys.Add($"sd|{Sound(family)}|{date}");
            }
        }

        if (given.Length > 1)
        {
            keys.UnionWith(dates.Select(date => $"gd|{given}|{date}"));
        }

        return keys;
    }
}

/// <summary>How well a person fits a search, in per cent.</summary>
/// <remarks>
/// Family name 40, given name 25, date of birth 25, sex 10; what is not stated earns nothing, so that a poor search never
/// looks certain. Source: rule I-2; DMP 1.2 TD0.5.
/// </remarks>
public static class TraitMatch
{
    public static int Percentage(IdentityTraits known, TraitSearch search)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(search);
        return Family(known, search.FamilyName) + Given(known.GivenNames, search.GivenNames)
            + Date(known.BirthDate.ToString("yyyyMMdd", CultureInfo.InvariantCulture), search.BirthDate)
            + (search.Sex is not Sex.Unknown && search.Sex == known.Sex ? 10 : 0);
    }

    private static int Family(IdentityTraits known, string? stated)
    {
        if (stated is null)
        {
            return 0;
        }

        var best = 0;
        foreach (var name in (string?[])[known.BirthName, known.UsedName])
        {
            best = Math.Max(best, name is null ? 0
                : TraitComparison.Fold(name) == TraitComparison.Fold(stated) ? 40
                : TraitKeys.Sound(name) == TraitKeys.Sound(stated) ? 30
                : 0);
        }

        return best;
    }

    private static int Given(string known, string? stated)
    {
        var (asked, first) = (TraitKeys.FirstGiven(stated), TraitKeys.FirstGiven(known));
        return asked.Length == 0 ? 0
            : asked == first ? 25
            : TraitComparison.Fold(known).Split(' ').Contains(asked) || TraitKeys.Sound(asked) == TraitKeys.Sound(first) ? 15
            : 0;
    }

    private static int Date(string known, string? stated) => stated switch
    {
        null or { Length: < 4 } => 0,
        { Length: < 8 } => known.StartsWith(stated, StringComparison.Ordinal) ? stated.Length * 2 : 0,
        _ when stated[..8] == known => 25,
        _ when TraitKeys.Swapped(stated[..8]) == known => 15,
        _ => Enumerable.Range(0, 8).Count(i => stated[i] != known[i]) == 1 ? 15 : 0,
    };
}
