using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Documents.Searching;

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
        line.ShownTitle, line.Type.Label, Who(line),
        [.. TagsOf(line, now)]);

    /// <summary>Author, trade and place, as far as they are known.</summary>
    internal static string Who(DocumentLine line)
    {
        var author = string.Join(", ", new[] { line.AuthorName, line.AuthorTrade?.ToLowerInvariant() }
            .Where(part => !string.IsNullOrWhiteSpace(part)));
        return string.Join(" · ", new[] { author, line.InstitutionName }.Where(part => !string.IsNullOrWhiteSpace(part)));
    }

    internal static IEnumerable<TagView> TagsOf(DocumentLine line, DateTimeOffset now)
    {
        if (line.Status is DocumentStatus.Deprecated)
        {
            yield return new("old", "Ancienne version");
        }
        else if (line.Status is DocumentStatus.Archived)
        {
            yield return new("old", "Archivé");
        }
        else if (now - line.SubmittedAt < New)
        {
            yield return new("new", "Nouveau");
        }

        if (line.Marks.HasFlag(Marks.MaskedToProfessionals))
        {
            yield return new("masked", "Masqué");
        }

        if (line.Marks.HasFlag(Marks.HiddenFromRepresentatives))
        {
            yield return new("hidden", "Caché aux parents");
        }
    }
}
