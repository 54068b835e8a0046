using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Rights;

/// <summary>The person destroys a document that they wrote themselves, for good.</summary>
internal sealed record DestroyOwnDocument(DocumentId Document);

/// <summary>Content and description are gone in one commit; the row stays, empty, so that its number is never used again.</summary>
/// <remarks>The hashes go too: a hash of a short text tells the text. Source: rule L-9.</remarks>
internal sealed class DestroyOwnDocumentHandler(
    IDbContextFactory<CarnetDb> databases, Reading reading, Scribe scribe, TimeProvider clock) : IUseCase<DestroyOwnDocument, bool>
{
    private static readonly DocumentAuthor Nobody = new(null, null, null, null, null, null, null, null, null);

    public async Task<Outcome<bool>> RunAsync(Caller caller, DestroyOwnDocument request, CancellationToken ct)
    {
        if (caller.PersonalRecord is not { } id)
        {
            return await scribe.RefuseAsync(caller, TraceAct.DestroyDocument, RecordFailures.Unknown, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await reading.EnterAsync(db, caller, id, Transaction.Read, TraceAct.DestroyDocument, ct)
            is not Outcome<EnteredRecord>.Done(var entered))
        {
            return DocumentFailures.Unknown;
        }

        using (entered)
        {
            var row = await db.Set<DocumentRow>().AsNoTracking()
                .SingleOrDefaultAsync(known => known.RecordId == id && known.DocumentId == request.Document, ct);
            if (row is null || entered.See(row, statusAsked: true) is not { MayOpen: true })
            {
                return await scribe.RefuseAsync(caller, entered.Record, TraceAct.DestroyDocument, DocumentFailures.Unknown);
            }

            var right = RepresentativeRules.Act(
                new AccessQuestion(caller, entered.Record.Facts, clock.Now()), PersonalAct.DeleteDocument);
            if (right is AccessDecision.Refused || !row.ByPatient)
            {
                return await scribe.RefuseAsync(caller, entered.Record, TraceAct.DestroyDocument,
                    right is AccessDecision.Refused refused ? AccessFailures.Of(refused.Cause) : RightsFailures.NotOwnDocument);
            }

            // The line names the document in its sealed part only: a line about a document that is gone would be hidden.
            var entry = await EntryAsync(db, entered.Record, row, ct);
            return await scribe.WriteAsync(caller, entered.Record, new(TraceAct.DestroyDocument, TraceOutcome.Done, "document.destroyed")
            {
                Detail = row.DocumentId.ToString(),
                Secret = row.IsSecret,
            }, entry) is LedgerResult.Stored || await RunAsync(caller, request, ct) is Outcome<bool>.Done(true);
        }
    }

    private static async Task<LedgerEntry> EntryAsync(CarnetDb db, OpenedRecord record, DocumentRow row, CancellationToken ct)
    {
        var chunks = await db.Set<VaultChunkRow>().AsNoTracking()
            .Where(chunk => chunk.RecordId == row.RecordId && chunk.BlobId == row.BlobId)
            .Select(chunk => new VaultChunkRow
            {
                RecordId = chunk.RecordId,
                BlobId = chunk.BlobId,
                Part = chunk.Part,
                StoredAt = chunk.StoredAt,
                Sealed = Array.Empty<byte>(), // the content need not travel to be deleted
            }).ToListAsync(ct);
        var others = await db.Set<DocumentRow>().AnyAsync(other => other.RecordId == row.RecordId
            && other.SubmissionId == row.SubmissionId && other.DocumentId != row.DocumentId && other.Size > 0, ct);
        var set = others ? null : await db.Set<SubmissionRow>().AsNoTracking()
            .SingleOrDefaultAsync(known => known.RecordId == row.RecordId && known.SubmissionId == row.SubmissionId, ct);
        var old = DocumentDescriptionColumn.Open(record.Key, row.DocumentId, row.Sealed);
        var emptied = DocumentDescriptionColumn.Seal(record.Key, row.DocumentId, Empty(old));
        return new LedgerEntry
        {
            Change = writing =>
            {
                chunks.ForEach(writing.Discard);
                writing.Change(row, gone =>
                {
                    (gone.Status, gone.Size, gone.Sealed) = (DocumentStatus.Deleted, 0, emptied);
                    (gone.Sha256, gone.Sha1) = (new byte[32], new byte[20]);
                });
                if (set is not null)
                {
                    var told = SubmissionDescriptionColumn.Open(record.Key, set.SubmissionId, set.Sealed);
                    writing.Change(set, gone => gone.Sealed = SubmissionDescriptionColumn.Seal(record.Key, set.SubmissionId,
                        told with { Title = null, Comments = null, Authors = [], IntendedRecipient = null }));
                }
            },
        };
    }

    private static DocumentDescription Empty(DocumentDescription old) => old with
    {
        Title = "",
        Comments = null,
        Authors = [Nobody],
        LegalAuthenticator = null,
        Events = [],
        SourcePatientId = null,
        SourcePatientInfo = [],
        References = [],
        Remark = null,
    };
}
