using Carnet.Domain.Documents;

namespace Carnet.Server.Features.Documents;

/// <summary>Applies criteria to one document; the decision has already been taken when this is asked.</summary>
internal sealed class Insight(DocumentCriteria criteria)
{
    /// <summary>Whether a document's status was asked for, by its name or by naming the document (V-5).</summary>
    public bool AsksFor(DocumentRow row) => criteria.NamesDocuments || criteria.Statuses.Contains(row.Status);

    /// <summary>The part that lies in clear.</summary>
    public bool MatchesRow(DocumentRow row) => AsksFor(row)
        && (criteria.EntryIds.Count == 0 || criteria.EntryIds.Contains(row.DocumentId))
        && (criteria.UniqueIds.Count == 0 || criteria.UniqueIds.Contains(row.UniqueId))
        && (criteria.TypeCodes.Count == 0 || criteria.TypeCodes.Contains(row.TypeCode))
        && (criteria.ClassCodes.Count == 0
            || (DocumentTypes.TryFind(row.TypeCode, out var type) && criteria.ClassCodes.Contains(type.ClassCode)))
        && (criteria.FormatCodes.Count == 0 || criteria.FormatCodes.Contains(row.FormatCode))
        && Within(criteria.Created, row.CreatedAt)
        && Within(criteria.ServiceStart, row.ServiceStart)
        && Within(criteria.ServiceStop, row.ServiceStop)
        && criteria.Confidentialities.All(group => group.Any(code => HasMark(row.Marks, code)));

    /// <summary>The part that lies sealed.</summary>
    public bool MatchesDescription(DocumentDescription description)
        => (criteria.FacilityTypes.Count == 0 || criteria.FacilityTypes.Contains(description.FacilityType.Value))
            && (criteria.PracticeSettings.Count == 0 || criteria.PracticeSettings.Contains(description.PracticeSetting.Value))
            && criteria.EventCodes.All(group => description.Events.Any(code => group.Contains(code.Value)))
            && (criteria.AuthorPersons.Count == 0 || description.Authors.Any(author =>
                criteria.AuthorPersons.Any(pattern => Like.Matches(pattern, PersonText(author)))));

    private static string PersonText(DocumentAuthor author)
        => $"{author.Person}^{author.FamilyName}^{author.GivenName}";

    private static bool HasMark(Marks marks, string code)
        => code is "N" || MarkCodes.Codes(marks).Any(mark => mark.Code == code);

    private static bool Within((DateTimeOffset? From, DateTimeOffset? To) range, DateTimeOffset? instant)
        => range is (null, null) || (instant is { } at && (range.From is null || at >= range.From)
            && (range.To is null || at < range.To));
}

/// <summary>The LIKE of stored queries: % for any run of characters, _ for one. Source: IHE ITI TF-2 3.18.4.1.2.3.</summary>
internal static class Like
{
    public static bool Matches(string pattern, string text)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && (pattern[p] == '_' || pattern[p] == text[t]) && pattern[p] != '%')
            {
                (p, t) = (p + 1, t + 1);
            }
            else if (p < pattern.Length && pattern[p] == '%')
            {
                (star, mark, p) = (p, t, p + 1);
            }
            else if (star >= 0)
            {
                (p, mark) = (star + 1, mark + 1);
                t = mark;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).IndexOfAnyExcept('%') < 0;
    }
}
