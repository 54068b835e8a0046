using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Documents.Searching;
using Carnet.Server.Platform.Languages;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Shared;

/// <summary>A small word beside a line; the kind chooses its colour, the word says it.</summary>
public sealed record TagView(string Kind, string Word);

/// <summary>Who wrote a document; what is not known is null.</summary>
/// <param name="Trade">In the language of the page where it has a word for it.</param>
/// <param name="TradeLanguage">The <c>lang</c> of a trade that is said in the words of the deposit; null elsewhere.</param>
public sealed record Authorship(string? Name, string? Trade, string? TradeLanguage, string? Place)
{
    public bool IsKnown => (Name ?? Trade ?? Place) is not null;
}

/// <summary>A document as a line of a list.</summary>
public sealed record RowView(
    string Href, string MachineDate, string Date, string Title, string Type, Authorship By, IReadOnlyList<TagView> Tags)
{
    /// <summary>The words around what was searched.</summary>
    internal IReadOnlyList<ExcerptPiece>? Excerpt { get; init; }

    private static readonly TimeSpan New = TimeSpan.FromDays(7);

    internal static RowView Of(DocumentLine line, DateTimeOffset now) => new(
        $"/documents/{line.Id}", FrenchDates.Machine(line.CreatedAt), FrenchDates.Day(line.CreatedAt, now),
        TitleOf(line), TypeOf(line), Who(line),
        [.. TagsOf(line, now)]);

    /// <summary>What its author called it; a document without a title is named by its type.</summary>
    internal static string TitleOf(DocumentLine line) => string.IsNullOrWhiteSpace(line.Title) ? TypeOf(line) : line.Title;

    /// <summary>The type; to whom reads with effort the name of its space, without the words of the profession.</summary>
    internal static string TypeOf(DocumentLine line) => T(Language.Current.IsEasy ? line.Type.Space.FrenchName() : line.Type.Label);

    /// <summary>Author, trade and place, as far as they are known.</summary>
    internal static Authorship Who(DocumentLine line)
    {
        var trade = Known(line.AuthorTrade);
        return new(Known(line.AuthorName), trade is null ? null : T(trade).ToLowerInvariant(),
            trade is null ? null : Language.Current.OfSentence(trade), Known(line.InstitutionName));
    }

    private static string? Known(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    internal static IEnumerable<TagView> TagsOf(DocumentLine line, DateTimeOffset now)
    {
        if (line.Status is DocumentStatus.Deprecated)
        {
            yield return new("old", T("Ancienne version"));
        }
        else if (line.Status is DocumentStatus.Archived)
        {
            yield return new("old", T("Archivé"));
        }
        else if (now - line.SubmittedAt < New)
        {
            yield return new("new", T("Nouveau"));
        }

        if (line.Marks.HasFlag(Marks.MaskedToProfessionals))
        {
            yield return new("masked", T("Masqué"));
        }

        if (line.Marks.HasFlag(Marks.HiddenFromRepresentatives))
        {
            yield return new("hidden", T("Caché aux parents"));
        }
    }
}
