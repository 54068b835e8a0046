using System.Globalization;
using System.Text;

namespace Carnet.Server.Features.Documents.Searching;

/// <summary>A word of a text: how it is compared, and where it stands.</summary>
/// <param name="Folded">Lower case without accents.</param>
/// <param name="Stem">Without the endings of plural and gender.</param>
internal readonly record struct Word(string Folded, string Stem, int Start, int Length);

/// <summary>Cuts French text into words that can be compared: accents folded, apostrophes cut, plural and gender dropped.</summary>
/// <remarks>
/// The stemming is light on purpose: a word that is searched must find itself and its plural, and nothing else.
/// It follows the minimal stemmer of J. Savoy (JASIS 50(10), 1999).
/// </remarks>
internal static class FrenchWords
{
    private const int LongestWord = 64;

    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal)
    {
        "a", "au", "aux", "avec", "c", "ce", "ces", "d", "dans", "de", "des", "du", "en", "est", "et", "j", "l", "la", "le", "les",
        "m", "mes", "mon", "ma", "n", "ne", "ou", "par", "pas", "pour", "qu", "que", "qui", "s", "sa", "se", "ses", "son", "sur",
        "t", "un", "une", "y",
    };

    public static IReadOnlyList<Word> Of(string text)
    {
        List<Word> words = [];
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inside = i < text.Length && (char.IsLetterOrDigit(text[i]) || IsCombining(text[i]));
            if (inside && start < 0)
            {
                start = i;
            }
            else if (!inside && start >= 0)
            {
                var length = Math.Min(i - start, LongestWord);
                var folded = Fold(text.AsSpan(start, length));
                words.Add(new Word(folded, Stem(folded), start, i - start));
                start = -1;
            }
        }

        return words;
    }

    /// <summary>The words of a question, each once; small words count only where there are no others.</summary>
    public static IReadOnlyList<Word> Asked(string text)
    {
        var all = Of(text).DistinctBy(word => word.Stem).ToList();
        var telling = all.Where(word => !Empty.Contains(word.Folded)).ToList();
        return telling.Count > 0 ? telling : all;
    }

    /// <summary>Lower case without accents; ligatures become two letters.</summary>
    public static string Fold(ReadOnlySpan<char> text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.ToString().Normalize(NormalizationForm.FormD))
        {
            switch (c)
            {
                case 'œ' or 'Œ':
                    folded.Append("oe");
                    break;
                case 'æ' or 'Æ':
                    folded.Append("ae");
                    break;
                default:
                    if (!IsCombining(c))
                    {
                        folded.Append(char.ToLowerInvariant(c));
                    }

                    break;
            }
        }

        return folded.ToString();
    }

    private static string Stem(string word)
    {
        var length = word.Length;
        if (length < 4 || char.IsAsciiDigit(word[0]))
        {
            return word;
        }

        if (word.EndsWith("aux", StringComparison.Ordinal) && length > 4)
        {
            return word[..^2] + "l";
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

        return length >= 5 && word[length - 1] == word[length - 2] ? word[..(length - 1)] : word[..length];
    }

    private static bool IsCombining(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark;
}
