namespace Carnet.Server.Features.Documents.Searching;

/// <summary>A run of an excerpt; what was asked for is marked.</summary>
internal sealed record ExcerptPiece(string Text, bool IsHit);

/// <summary>What of one document can be found: how it is described, and what it says.</summary>
/// <param name="heading">Title, kind, author, place.</param>
/// <param name="content">The words of the content; empty where it is a file without text.</param>
internal sealed class SearchableText(string heading, FoldedText content)
{
    private const int ExcerptLength = 170;
    private const int HeadingWeight = 8;
    private const int MostOfAWord = 5;
    private const int MostHits = 200;

    private readonly FoldedText _heading = FoldedText.Of(heading);

    public SearchableText(string heading, string content)
        : this(heading, FoldedText.Of(content)) { }

    /// <summary>Whether anything but its description can be found.</summary>
    public bool HasContent => content.HasWords;

    /// <summary>How well the document answers: 0 where one of the words is missing.</summary>
    public int Score(IReadOnlyList<Word> asked)
    {
        var score = 0;
        foreach (var word in asked)
        {
            var found = (HeadingWeight * _heading.Count(word, MostOfAWord)) + content.Count(word, MostOfAWord);
            if (found == 0)
            {
                return 0;
            }

            score += found;
        }

        return score;
    }

    /// <summary>The place of the content that has most of the words, or null where they stand in the heading only.</summary>
    public IReadOnlyList<ExcerptPiece>? Excerpt(IReadOnlyList<Word> asked)
    {
        var hits = content.Hits(asked, MostHits);
        if (hits.Count == 0)
        {
            return null;
        }

        var text = content.Text;
        var best = hits.MaxBy(first => hits.Where(one => one.Start >= first.Start && one.Start < first.Start + ExcerptLength)
            .Select(one => one.Asked).Distinct().Count());
        var from = StartOfWord(text, Math.Max(0, best.Start - 50));
        var to = Math.Min(text.Length, from + ExcerptLength);
        to = EndOfWord(text, to) is var end && end > from ? end : to;
        List<ExcerptPiece> pieces = [];
        var at = from;
        foreach (var hit in hits.Where(one => one.Start >= from && one.End <= to))
        {
            if (hit.Start < at)
            {
                continue; // two of the words find the same
            }

            if (hit.Start > at)
            {
                pieces.Add(new(text[at..hit.Start].ToString(), false));
            }

            pieces.Add(new(text[hit.Start..hit.End].ToString(), true));
            at = hit.End;
        }

        if (to > at)
        {
            pieces.Add(new(text[at..to].ToString(), false));
        }

        return [.. from > 0 ? [new("… ", false)] : Array.Empty<ExcerptPiece>(), .. pieces,
            .. to < text.Length ? [new(" …", false)] : Array.Empty<ExcerptPiece>()];
    }

    private static int StartOfWord(ReadOnlySpan<char> text, int at)
    {
        while (at > 0 && !(char.IsLetterOrDigit(text[at]) && !char.IsLetterOrDigit(text[at - 1])))
        {
            at--;
        }

        return at;
    }

    private static int EndOfWord(ReadOnlySpan<char> text, int at)
    {
        while (at > 0 && !(char.IsLetterOrDigit(text[at - 1]) && (at == text.Length || !char.IsLetterOrDigit(text[at]))))
        {
            at--;
        }

        return at;
    }
}
