using System.Globalization;
using System.Text;

namespace Carnet.Server.Features.Documents.Searching;

/// <summary>A word of a question: how it is compared.</summary>
/// <param name="Folded">Lower case without accents.</param>
/// <param name="Stem">Without the endings of plural and gender.</param>
internal readonly record struct Word(string Folded, string Stem)
{
    private const int ShortestPrefix = 4;

    /// <summary>How every word begins that this one finds.</summary>
    public ReadOnlySpan<char> Beginning
        => Stem.EndsWith("al", StringComparison.Ordinal) && Stem.Length > 3 ? Stem.AsSpan(0, Stem.Length - 1) : Stem;

    /// <summary>Whether a folded word of a text is one of its forms, or begins with it.</summary>
    public bool Finds(ReadOnlySpan<char> folded)
        => (Folded.Length >= ShortestPrefix && folded.StartsWith(Folded, StringComparison.Ordinal)) || FrenchWords.HasStem(folded, Stem);
}

/// <summary>Compares French words: accents folded, apostrophes cut, plural and gender dropped.</summary>
/// <remarks>
/// The stemming is light on purpose: a word that is searched must find itself and its plural, and nothing else.
/// It follows the minimal stemmer of J. Savoy (JASIS 50(10), 1999).
/// </remarks>
internal static class FrenchWords
{
    private const int LongestWord = 64;
    private const char Between = ' ';
    private const char Several = '\uFFFF';

    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal)
    {
        "a", "au", "aux", "avec", "c", "ce", "ces", "d", "dans", "de", "des", "du", "en", "est", "et", "j", "l", "la", "le", "les",
        "m", "mes", "mon", "ma", "n", "ne", "ou", "par", "pas", "pour", "qu", "que", "qui", "s", "sa", "se", "ses", "son", "sur",
        "t", "un", "une", "y",
    };

    // What each character of the Latin blocks becomes; the others are rare enough to be looked at one by one.
    private static readonly char[] Latin = [.. Enumerable.Range(0, 0x250).Select(c => Fold((char)c) is [var one] ? one : Several)];

    /// <summary>The words of a question, each once; small words count only where there are no others.</summary>
    public static IReadOnlyList<Word> Asked(string text)
    {
        var all = FoldedText.Of(text).Folded.Split(Between, StringSplitOptions.RemoveEmptyEntries)
            .Select(folded => folded.Length <= LongestWord ? folded : folded[..LongestWord])
            .Select(folded => new Word(folded, Stem(folded))).DistinctBy(word => word.Stem).ToList();
        var telling = all.Where(word => !Empty.Contains(word.Folded)).ToList();
        return telling.Count > 0 ? telling : all;
    }

    /// <summary>Folds as long as one character becomes one: lower case without accents, a blank for what stands between words.</summary>
    /// <returns>How many were folded; at the next one <see cref="Fold(char)"/> must be asked.</returns>
    public static int Fold(ReadOnlySpan<char> text, Span<char> folded)
    {
        var latin = Latin;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c >= latin.Length || latin[c] is Several)
            {
                if (Fold(c) is not [var one])
                {
                    return i;
                }

                folded[i] = one;
                continue;
            }

            folded[i] = latin[c];
        }

        return text.Length;
    }

    /// <summary>One character folded: ligatures become two letters, a combining accent none.</summary>
    public static string Fold(char c)
    {
        switch (c)
        {
            case 'œ' or 'Œ':
                return "oe";
            case 'æ' or 'Æ':
                return "ae";
            case var _ when IsCombining(c):
                return "";
            case var _ when !char.IsLetterOrDigit(c):
                return " ";
        }

        var folded = new StringBuilder(4);
        foreach (var part in c.ToString().Normalize(NormalizationForm.FormD))
        {
            if (!IsCombining(part))
            {
                folded.Append(char.ToLowerInvariant(part));
            }
        }

        return folded.ToString();
    }

    /// <summary>Whether a folded word has this stem.</summary>
    public static bool HasStem(ReadOnlySpan<char> word, string stem)
    {
        word = word.Length <= LongestWord ? word : word[..LongestWord];
        if (IsPluralOfAl(word))
        {
            return stem.Length == word.Length - 1 && stem[^1] == 'l' && word[..^2].SequenceEqual(stem.AsSpan(0, stem.Length - 1));
        }

        return word[..StemLength(word)].SequenceEqual(stem);
    }

    private static string Stem(string word) => IsPluralOfAl(word) ? word[..^2] + "l" : word[..StemLength(word)];

    private static bool IsPluralOfAl(ReadOnlySpan<char> word)
        => word.Length > 4 && !char.IsAsciiDigit(word[0]) && word.EndsWith("aux", StringComparison.Ordinal);

    private static int StemLength(ReadOnlySpan<char> word)
    {
        var length = word.Length;
        if (length < 4 || char.IsAsciiDigit(word[0]))
        {
            return length;
        }

        if (word[length - 1] is 's' or 'x')
        {
            length--;
        }

        if (length >= 5 && word[length - 1] is 'e')
        {
            length--;
        }

        if (length >= 5 && word[length - 1] is 'e')
        {
            length--; // "opérée" folds to "operee"
        }

        return length >= 5 && word[length - 1] == word[length - 2] ? length - 1 : length;
    }

    private static bool IsCombining(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark;
}
