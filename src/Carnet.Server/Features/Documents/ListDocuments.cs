using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>The documents of the person, newest first, for them or for who acts for them.</summary>
/// <param name="Space">One of the nine spaces, or null for all.</param>
/// <param name="WithOldVersions">Replaced and archived ones too.</param>
/// <param name="Latest">Only so many, the last added first; null for all. What is not shown is not opened.</param>
internal sealed record ListDocuments(DocumentSpace? Space = null, bool WithOldVersions = false, int? Latest = null);

/// <summary>What the person may see; counts are taken after the decision (V-6).</summary>
/// <param name="Counts">Of all that the person may see, shown here or not; a space without any is absent.</param>
internal sealed record DocumentList(IReadOnlyList<DocumentLine> Lines, IReadOnlyDictionary<DocumentSpace, int> Counts);

/// <summary>One document in a list.</summary>
internal sealed record DocumentLine(
    DocumentId Id, DocumentType Type, string Title, string? AuthorName, string? AuthorTrade, string? InstitutionName,
    DateTimeOffset CreatedAt, DateTimeOffset SubmittedAt, Marks Marks, DocumentStatus Status, string MimeType, long Size)
{
    /// <summary>Added by the person, who may destroy it (L-9).</summary>
    public bool ByPatient { get; init; }

    /// <summary>Its title, or the name of its type where its author gave none.</summary>
    public string ShownTitle => string.IsNullOrWhiteSpace(Title) ? Type.Label : Title;

    public static DocumentLine Of(StoredDocument document)
    {
        var (row, description) = (document.Row, document.Description!);
        var author = description.Authors.FirstOrDefault(known => known.FamilyName is not null)
            ?? description.Authors.FirstOrDefault();
        return new DocumentLine(
            row.DocumentId, row.Facts().Type, description.Title,
            author?.FamilyName is null ? null : $"{author.GivenName} {author.FamilyName}".Trim(),
            author?.Specialty?.Label,
            description.Authors.Select(known => known.InstitutionName).FirstOrDefault(name => name is not null),
            row.CreatedAt, row.SubmittedAt, row.Marks, row.Status, row.MimeType, row.Size)
        {
            ByPatient = row.ByPatient,
        };
    }
}

/// <summary>Looking at one's own list leaves no line in one's own trail; who looks in the person's place leaves one.</summary>
internal sealed class ListDocumentsHandler(IDbContextFactory<CarnetDb> databases, Reading reading, Scribe scribe)
    : IUseCase<ListDocuments, DocumentList>
{
    public async Task<Outcome<DocumentList>> RunAsync(Caller caller, ListDocuments request, CancellationToken ct)
    {
        if (caller.PersonalRecord is not { } id)
        {
            return RecordFailures.Unknown;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var (outcome, rows) = await reading.EnterWithRowsAsync(
            db, caller, id, Transaction.FindMetadata, TraceAct.FindDocuments, ct);
        return await outcome.UseAsync<EnteredRecord, DocumentList>(async entered =>
        {
            if (caller is not Caller.Patient)
            {
                await scribe.WriteAsync(caller, entered.Record, new Happening(TraceAct.FindDocuments, TraceOutcome.Done,
                    $"ground.{entered.Entry.Ground}".ToLowerInvariant()));
            }

            var seen = rows.Select(row => entered.See(row, request.WithOldVersions)).OfType<StoredDocument>()
                .Where(one => request.Space is null || SpaceOf(one) == request.Space).ToList();
            IEnumerable<StoredDocument> shown = request.Latest is { } latest
                ? seen.OrderByDescending(one => one.Row.SubmittedAt).Take(latest)
                : seen;
            return new DocumentList(
                [.. shown.Select(entered.Describe).Select(DocumentLine.Of)],
                seen.CountBy(SpaceOf).ToDictionary());
        });
    }

    private static DocumentSpace SpaceOf(StoredDocument document) => document.Row.Facts().Type.Space;
}
