using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>The person, or who acts for them, opens one of their documents; or a professional one of a person's.</summary>
/// <param name="Patient">Whose, for a professional; null means the caller's own record.</param>
/// <param name="ImagePath">Address below which the document's images lie; the document's number and theirs follow.</param>
internal sealed record ViewDocument(DocumentId Id, Ins? Patient = null, string ImagePath = "/documents")
{
    public override string ToString() => "view document ***";
}

/// <summary>A document ready for a page.</summary>
/// <param name="BodyHtml">Safe HTML of a structured document.</param>
/// <param name="BodyMediaType">Media type of an unstructured one, served apart.</param>
/// <param name="Versions">The other versions, newest first.</param>
internal sealed record DocumentView(
    DocumentLine Line, DocumentDescription Description, string? BodyHtml, string? BodyMediaType, string? BodyText,
    int ImageCount, IdentityTraits Patient, IReadOnlyList<DocumentLine> Versions);

/// <summary>Decides, renders, and lets the page go only when the reading is traced.</summary>
/// <remarks>Source: rules F-8, V-5, V-6, T-1.</remarks>
internal sealed class ViewDocumentHandler(
    IDbContextFactory<CarnetDb> databases, Reading reading, Vault vault, IClinicalDocuments clinical,
    EmergencyNotices emergencies, Scribe scribe)
    : IUseCase<ViewDocument, DocumentView>
{
    public async Task<Outcome<DocumentView>> RunAsync(Caller caller, ViewDocument request, CancellationToken ct)
    {
        if (reading.RecordOf(caller, request.Patient) is not { } id)
        {
            return RecordFailures.Unknown;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var (outcome, rows) = await reading.EnterWithRowsAsync(db, caller, id, Transaction.Read, TraceAct.ReadDocument, ct);
        return await outcome.UseAsync(entered => ViewAsync(db, caller, entered, rows, request, ct));
    }

    private async Task<Outcome<DocumentView>> ViewAsync(
        CarnetDb db, Caller caller, EnteredRecord entered, List<DocumentRow> rows, ViewDocument request, CancellationToken ct)
    {
        var id = request.Id;
        var row = rows.Find(known => known.DocumentId == id);
        if (row is null || entered.See(row, statusAsked: true) is not { MayOpen: true } seen)
        {
            return await scribe.RefuseAsync(caller, entered.Record, TraceAct.ReadDocument, DocumentFailures.Unknown);
        }

        var description = entered.Describe(seen);
        var rendered = row.MimeType is "text/xml" ? Render(entered, row, request.ImagePath) : new(null, null, null, 0);
        var entry = new LedgerEntry();
        await emergencies.AddAsync(db, caller, entered, entry, ct);
        await scribe.WriteAsync(caller, entered.Record,
            new Happening(TraceAct.ReadDocument, TraceOutcome.Done, $"ground.{entered.Entry.Ground}".ToLowerInvariant())
            {
                Document = id,
                Secret = row.IsSecret,
            },
            entry);
        return new DocumentView(
            DocumentLine.Of(description), description.Description!, rendered.BodyHtml, rendered.BodyMediaType,
            rendered.BodyText, rendered.ImageCount, entered.Record.Details().Traits,
            [.. VersionChain.Of(rows, row).Where(other => other.DocumentId != id)
                .Select(other => entered.See(other, statusAsked: true)).OfType<StoredDocument>()
                .Select(entered.Describe).Select(DocumentLine.Of)]);
    }

    private RenderedClinicalDocument Render(EnteredRecord entered, DocumentRow row, string imagePath)
    {
        using var content = new CheckedStream(vault.Open(entered.Record.Id, row.BlobId, entered.Record.Key), row.Sha256);
        return clinical.Render(content, number => FormattableString.Invariant($"{imagePath}/{row.DocumentId}/image/{number}"));
    }
}
