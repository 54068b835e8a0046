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
        && (criteria.TypeCodes.Count == 0 || criteria.TypeCodes.Contains(TypeOf(row)))
        && (criteria.ClassCodes.Count == 0 || criteria.ClassCodes.Contains(ClassOf(row)))
        && Within(criteria.Created, row.CreatedAt)
        && Within(criteria.ServiceStart, row.ServiceStart)
        && Within(criteria.ServiceStop, row.ServiceStop);

    /// <summary>The part that lies sealed, and what goes with it.</summary>
    public bool Matches(DocumentRow row, DocumentDescription description)
        => Holds(criteria.FormatCodes, description.Format)
            && Holds(criteria.FacilityTypes, description.FacilityType)
            && Holds(criteria.PracticeSettings, description.PracticeSetting)
            && criteria.EventCodes.All(group => description.Events.Any(code => Holds(group, code)))
            && criteria.Confidentialities.All(group => Holds(group, description.Confidentiality)
                || MarkCodes.Codes(row.Marks).Any(mark => group.Contains(new SoughtCode(mark.Code, MarkCodes.System))))
            && criteria.References.All(group => description.References.Any(group.Contains))
            && (criteria.AuthorPersons.Count == 0 || description.Authors.Any(author =>
                criteria.AuthorPersons.Any(pattern => Like.Author(pattern, author))));

    private static SoughtCode TypeOf(DocumentRow row) => row.Facts().Type is var type ? new(type.Code, type.CodeSystem) : default;

    private static SoughtCode ClassOf(DocumentRow row) => new(row.Facts().Type.ClassCode, DocumentTypes.ClassSystem);

    private static bool Holds(IReadOnlyList<SoughtCode> sought, Code code)
    {
        if (sought.Count == 0)
        {
            return true;
        }

        foreach (var one in sought)
        {
            if (one.Is(code))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Within((DateTimeOffset? From, DateTimeOffset? To) range, DateTimeOffset? instant)
        => range is (null, null) || (instant is { } at && (range.From is null || at >= range.From)
            && (range.To is null || at < range.To));
}

/// <summary>The LIKE of stored queries: % for any run of characters, _ for one. Source: IHE ITI TF-2 3.18.4.1.2.3.</summary>
internal static class Like
{
    /// <summary>Whether an author's name meets a pattern, as it stands in the metadata or by its first three parts alone.</summary>
    public static bool Author(string pattern, DocumentAuthor author)
    {
        var name = $"{author.Person}^{author.FamilyName}^{author.GivenName}";
        return Matches(pattern, name)
            || Matches(pattern, $"{name}^^^^^^&{author.PersonIdSystem}&ISO^D^^^{author.PersonIdType}");
    }

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
