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
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Documents;

/// <summary>Which bytes of a document.</summary>
internal abstract record ContentPart
{
    private ContentPart() { }

    /// <summary>As it was deposited, byte for byte.</summary>
    public sealed record Original : ContentPart;

    /// <summary>The decoded body of a level 1 document.</summary>
    public sealed record Body : ContentPart;

    /// <summary>An image inside the document.</summary>
    public sealed record Image(int Number) : ContentPart;
}

/// <summary>The person, or who acts for them, takes bytes of one of their documents; or a professional of a person's.</summary>
/// <param name="Patient">Whose, for a professional; null means the caller's own record.</param>
internal sealed record ReadContent(DocumentId Id, ContentPart Part, Ins? Patient = null)
{
    public override string ToString() => "read content ***";
}

/// <summary>Bytes to hand out; the receiver disposes the stream.</summary>
internal sealed record ContentStream(string MediaType, string FileName, Stream Content);

/// <summary>Decides, traces, opens, in that order. Source: rules V-5, V-6, T-1.</summary>
internal sealed class ReadContentHandler(
    IDbContextFactory<CarnetDb> databases, Reading reading, Vault vault, IClinicalDocuments clinical,
    EmergencyNotices emergencies, Scribe scribe, IOptions<FeedingOptions> options) : IUseCase<ReadContent, ContentStream>
{
    public async Task<Outcome<ContentStream>> RunAsync(Caller caller, ReadContent request, CancellationToken ct)
    {
        if (reading.RecordOf(caller, request.Patient) is not { } id)
        {
            return RecordFailures.Unknown;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await reading.EnterAsync(db, caller, id, Transaction.Read, TraceAct.ReadDocument, ct)
            is not Outcome<EnteredRecord>.Done(var entered))
        {
            return DocumentFailures.Unknown;
        }

        // The key lives on in the stream that is handed out.
        var row = await db.Set<DocumentRow>().AsNoTracking()
            .SingleOrDefaultAsync(known => known.RecordId == id && known.DocumentId == request.Id, ct);
        if (row is null || entered.See(row, statusAsked: true) is not { MayOpen: true }
            || Open(entered, row, request.Part) is not { } content)
        {
            return await scribe.RefuseAsync(caller, entered.Record, TraceAct.ReadDocument, DocumentFailures.Unknown);
        }

        var entry = new LedgerEntry();
        await emergencies.AddAsync(db, caller, entered, entry, ct);
        await scribe.WriteAsync(caller, entered.Record,
            new Happening(TraceAct.ReadDocument, TraceOutcome.Done, $"ground.{entered.Entry.Ground}".ToLowerInvariant())
            {
                Document = row.DocumentId,
                Secret = row.IsSecret,
            },
            entry);
        return content;
    }

    private ContentStream? Open(EnteredRecord entered, DocumentRow row, ContentPart part)
    {
        var original = new CheckedStream(vault.Open(entered.Record.Id, row.BlobId, entered.Record.Key), row.Sha256);
        switch (part)
        {
            case ContentPart.Original:
                return new ContentStream(row.MimeType, FileName(row, row.MimeType), original);
            case ContentPart.Body when row.MimeType is "text/xml":
                var media = clinical.Render(original, _ => "").BodyMediaType;
                if (media is null)
                {
                    return null;
                }

                var body = new MemoryStream();
                using (var again = vault.Open(entered.Record.Id, row.BlobId, entered.Record.Key))
                {
                    clinical.CopyBody(again, body, options.Value.MaxDocumentBytes);
                }

                body.Position = 0;
                return new ContentStream(media, FileName(row, media), body);
            case ContentPart.Image(var number) when row.MimeType is "text/xml":
                return clinical.Image(original, number) is var (type, bytes)
                    ? new ContentStream(type, FileName(row, type), new MemoryStream(bytes, writable: false))
                    : null;
            default:
                return null;
        }
    }

    // The name says the kind and the day, never the person or the title.
    private static string FileName(DocumentRow row, string media)
        => FormattableString.Invariant($"document-{row.CreatedAt:yyyy-MM-dd}.{MediaFiles.ExtensionOf(media)}");
}
