using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Documents.Searching;
using Carnet.Server.Platform.Languages;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Shared;

/// <summary>A small word beside a line; the kind chooses its colour, the word says it.</summary>
public sealed record TagView(string Kind, string Word);

/// <summary>A document as a line of a list.</summary>
public sealed record RowView(
    string Href, string MachineDate, string Date, string Title, string Type, string Meta, IReadOnlyList<TagView> Tags)
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

    internal static string? TradeOf(DocumentLine line)
        => string.IsNullOrWhiteSpace(line.AuthorTrade) ? null : T(line.AuthorTrade).ToLowerInvariant();

    /// <summary>Author, trade and place, as far as they are known.</summary>
    internal static string Who(DocumentLine line)
    {
        var author = string.Join(", ", new[] { line.AuthorName, TradeOf(line) }
            .Where(part => !string.IsNullOrWhiteSpace(part)));
        return string.Join(" · ", new[] { author, line.InstitutionName }.Where(part => !string.IsNullOrWhiteSpace(part)));
    }

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
