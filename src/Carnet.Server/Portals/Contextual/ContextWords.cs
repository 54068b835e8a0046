using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Documents;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Contextual;

/// <summary>In which order a professional sees documents.</summary>
/// <remarks>Source: DMP 1.7: by date, author, specialty, type.</remarks>
internal enum ContextOrder
{
    Date,
    Author,
    Specialty,
    Type,
}

/// <summary>The words and rows of the professionals' pages.</summary>
internal static class ContextWords
{
    public static (ContextOrder Order, string Word, string Name)[] Orders =>
    [
        (ContextOrder.Date, "date", T("Date")), (ContextOrder.Author, "auteur", T("Auteur")),
        (ContextOrder.Specialty, "specialite", T("Spécialité")), (ContextOrder.Type, "type", T("Type")),
    ];

    public static ContextOrder OrderOf(string? word) => Array.Find(Orders, known => known.Word == word).Order;

    /// <summary>The line of identity that stands on top of each page.</summary>
    public static string Person(IdentityTraits traits)
        => T((traits.UsedName is null || traits.UsedName == traits.BirthName, traits.Sex) switch
        {
            (true, Sex.Female) => "{0} {1}, née le {3}",
            (true, _) => "{0} {1}, né le {3}",
            (false, Sex.Female) => "{0} {1}, née {2} le {3}",
            (false, _) => "{0} {1}, né {2} le {3}",
        }, traits.UsedName ?? traits.BirthName, traits.FirstGivenName, traits.BirthName, FrenchDates.LongDay(traits.BirthDate));

    public static IEnumerable<DocumentLine> InOrder(FoundDocuments found, ContextOrder order)
    {
        var lines = found.Documents.Select(DocumentLine.Of).OrderByDescending(line => line.CreatedAt).ToList();
        return order switch
        {
            ContextOrder.Author => lines.OrderBy(line => line.AuthorName ?? "~", StringComparer.CurrentCultureIgnoreCase),
            ContextOrder.Specialty => lines.OrderBy(line => line.AuthorTrade ?? "~", StringComparer.CurrentCultureIgnoreCase),
            ContextOrder.Type => lines.OrderBy(line => line.Type.Label, StringComparer.CurrentCultureIgnoreCase),
            _ => lines,
        };
    }

    /// <summary>A line with the state that a professional must see (EX_3.1-1040, EX_3.1-1080).</summary>
    public static RowView Row(DocumentLine line, DateTimeOffset now) => RowView.Of(line, now) with
    {
        Href = $"{ContextDoor.Documents}/{line.Id}",
        Tags = [.. Tags(line, now)],
    };

    private static IEnumerable<TagView> Tags(DocumentLine line, DateTimeOffset now)
    {
        if (line.ByPatient)
        {
            yield return new("new", T("Déposé par le patient"));
        }

        foreach (var tag in RowView.TagsOf(line, now))
        {
            yield return tag.Kind is "hidden" ? new("hidden", T("Invisible aux représentants")) : tag;
        }

        if (line.Marks.HasFlag(Marks.HiddenFromPatient))
        {
            yield return new("hidden", T("Pas encore visible du patient"));
        }
    }
}
