namespace Carnet.Server.Features.Documents.Searching;

/// <summary>A run of an excerpt; what was asked for is marked.</summary>
internal sealed record ExcerptPiece(string Text, bool IsHit);

/// <summary>What of one document can be found: how it is described, and what it says.</summary>
/// <param name="heading">Title, kind, author, place.</param>
/// <param name="content">The words of the content; empty where it is a file without text.</param>
internal sealed class SearchableText(string heading, string content)
{
    private const int ExcerptLength = 170;
    private const int ShortestPrefix = 4;
    private const int HeadingWeight = 8;
    private const int MostOfAWord = 5;

    private readonly IReadOnlyList<Word> _heading = FrenchWords.Of(heading);
    private readonly IReadOnlyList<Word> _content = FrenchWords.Of(content);

    /// <summary>Whether anything but its description can be found.</summary>
    public bool HasContent => _content.Count > 0;

    public int Length => heading.Length + content.Length;

    /// <summary>How well the document answers: 0 where one of the words is missing.</summary>
    public int Score(IReadOnlyList<Word> asked)
    {
        var score = 0;
        foreach (var word in asked)
        {
            var found = (HeadingWeight * Math.Min(MostOfAWord, _heading.Count(one => Fits(one, word))))
                + Math.Min(MostOfAWord, _content.Count(one => Fits(one, word)));
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
        var hits = _content.Where(one => asked.Any(word => Fits(one, word))).ToList();
        if (hits.Count == 0)
        {
            return null;
        }

        var best = hits.MaxBy(first => hits.Where(one => one.Start >= first.Start && one.Start < first.Start + ExcerptLength)
            .Select(one => one.Stem).Distinct().Count());
        var from = _content.LastOrDefault(one => one.Start <= Math.Max(0, best.Start - 50)).Start;
        var to = Math.Min(content.Length, from + ExcerptLength);
        var last = _content.LastOrDefault(one => one.Start + one.Length <= to);
        to = last.Length > 0 && last.Start >= from ? last.Start + last.Length : to;
        List<ExcerptPiece> pieces = [];
        var at = from;
        foreach (var hit in hits.Where(one => one.Start >= from && one.Start + one.Length <= to))
        {
            if (hit.Start > at)
            {
                pieces.Add(new(content[at..hit.Start], false));
            }

            pieces.Add(new(content.Substring(hit.Start, hit.Length), true));
            at = hit.Start + hit.Length;
        }

        if (to > at)
        {
            pieces.Add(new(content[at..to], false));
        }

        return [.. from > 0 ? [new("… ", false)] : Array.Empty<ExcerptPiece>(), .. pieces,
            .. to < content.Length ? [new(" …", false)] : Array.Empty<ExcerptPiece>()];
    }

    private static bool Fits(Word one, Word asked) => one.Stem == asked.Stem
        || (asked.Folded.Length >= ShortestPrefix && one.Folded.StartsWith(asked.Folded, StringComparison.Ordinal));
}
