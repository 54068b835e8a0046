namespace Carnet.Server.Features.Documents.Searching;

/// <summary>A word that was found: where it stands in the text itself.</summary>
internal readonly record struct Hit(int Start, int End, int Asked);

/// <summary>A text made ready to be searched: folded once, its words found by looking for how they begin.</summary>
/// <remarks>Cutting a text into words ahead costs ten times as much as folding it, and as much memory.</remarks>
internal sealed class FoldedText
{
    private readonly string _text;
    private readonly int[]? _origins;

    private FoldedText(string text, string folded, int[]? origins) => (_text, Folded, _origins) = (text, folded, origins);

    public static FoldedText Empty { get; } = new("", "", null);

    /// <summary>Folded words with blanks between them.</summary>
    public string Folded { get; }

    public bool HasWords => !string.IsNullOrWhiteSpace(Folded);

    public ReadOnlySpan<char> Text => _text;

    public static FoldedText Of(string text)
    {
        var folded = new char[text.Length];
        var even = FrenchWords.Fold(text, folded);
        return even == text.Length ? new(text, new string(folded), null) : Unevenly(text, folded, even);
    }

    /// <summary>How often a word occurs, counted up to <paramref name="most"/>.</summary>
    public int Count(in Word asked, int most)
    {
        var (count, at) = (0, 0);
        while (count < most && Next(asked, ref at, out _, out _))
        {
            count++;
        }

        return count;
    }

    /// <summary>Where words stand in the text, in order; at most <paramref name="most"/> of each.</summary>
    public List<Hit> Hits(IReadOnlyList<Word> asked, int most)
    {
        List<Hit> hits = [];
        for (var word = 0; word < asked.Count; word++)
        {
            var (count, at) = (0, 0);
            while (count++ < most && Next(asked[word], ref at, out var start, out var end))
            {
                hits.Add(new Hit(Origin(start), end < Folded.Length ? Origin(end) : _text.Length, word));
            }
        }

        hits.Sort((one, other) => one.Start.CompareTo(other.Start));
        return hits;
    }

    private int Origin(int folded) => _origins is null ? folded : _origins[folded];

    private bool Next(in Word asked, ref int at, out int start, out int end)
    {
        var folded = Folded.AsSpan();
        var beginning = asked.Beginning;
        while (at < folded.Length && folded[at..].IndexOf(beginning, StringComparison.Ordinal) is var found and >= 0)
        {
            start = at + found;
            var length = folded[start..].IndexOf(' ');
            end = length < 0 ? folded.Length : start + length;
            at = end;
            if ((start == 0 || folded[start - 1] == ' ') && asked.Finds(folded[start..end]))
            {
                return true;
            }
        }

        (at, start, end) = (folded.Length, 0, 0);
        return false;
    }

    // From the first character on that becomes none or several, each folded one remembers where it came from.
    private static FoldedText Unevenly(string text, char[] before, int from)
    {
        var folded = new System.Text.StringBuilder(text.Length + 16).Append(before, 0, from);
        List<int> origins = [.. Enumerable.Range(0, from)];
        for (var i = from; i < text.Length; i++)
        {
            foreach (var part in FrenchWords.Fold(text[i]))
            {
                folded.Append(part);
                origins.Add(i);
            }
        }

        return new(text, folded.ToString(), [.. origins]);
    }
}
