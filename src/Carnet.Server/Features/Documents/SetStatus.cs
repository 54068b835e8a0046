using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>Archives, takes out of the archive, or deletes one document.</summary>
/// <param name="To">Archived, Approved (out of the archive) or Deleted.</param>
/// <param name="Patient">The person whom the token names; null where the person acts in their own record.</param>
/// <param name="From">The status that the caller believes it has; null takes the present one.</param>
/// <remarks>On the wire ITI-57 UpdateAvailabilityStatus, TD3.3c and TD3.3d.</remarks>
internal sealed record SetStatus(DocumentId Document, DocumentStatus To, Ins? Patient = null, DocumentStatus? From = null);

/// <summary>Deleting is logical: the content stays sealed, the line shows only to professionals who ask for it.</summary>
/// <remarks>Source: rules F-7, V-5, A-8; DMP TD3.3c, TD3.3d.</remarks>
internal sealed class SetStatusHandler(IDbContextFactory<CarnetDb> databases, Amending amending)
    : IUseCase<SetStatus, AmendedDocument>
{
    public async Task<Outcome<AmendedDocument>> RunAsync(Caller caller, SetStatus request, CancellationToken ct)
    {
        var (act, traced, code) = request.To switch
        {
            DocumentStatus.Archived => (Transaction.Archive, TraceAct.Archive, "document.archived"),
            DocumentStatus.Deleted => (Transaction.Delete, TraceAct.Delete, "document.deleted"),
            _ => (Transaction.Archive, TraceAct.Unarchive, "document.unarchived"),
        };
        await using var db = await databases.CreateDbContextAsync(ct);
        return await amending.FindAsync(db, caller, request.Patient, request.Document, traced, ct)
            .UseAsync<AmendedSubject, AmendedDocument>(async subject =>
        {
            return Defect(subject, request, act) is { } defect
                ? await amending.RefuseAsync(caller, subject, traced, defect)
                : await SetAsync(caller, subject, request, new Happening(traced, TraceOutcome.Done, code), ct);
        });
    }

    private async Task<Outcome<AmendedDocument>> SetAsync(
        Caller caller, AmendedSubject subject, SetStatus request, Happening happening, CancellationToken ct)
    {
        var stored = await amending.WriteAsync(caller, subject, [happening],
            writing => writing.Change(subject.Row, changed => changed.Status = request.To));

        // Somebody else changed the same document in the same moment: look again and decide anew.
        return stored is LedgerResult.Stored
            ? AmendedDocument.Of(subject.Row) with { Status = request.To }
            : await RunAsync(caller, request, ct);
    }

    // Who may not is told so before the state of the document is judged.
    private static Failure? Defect(AmendedSubject subject, SetStatus request, Transaction act)
        => subject.Decide(subject.Row, act) is AccessDecision.Refused(var cause, _) ? AccessFailures.Of(cause)
            : request.From is { } from && from != subject.Row.Status ? DocumentFailures.Outdated
            : (subject.Row.Status, request.To) is (DocumentStatus.Approved, DocumentStatus.Archived)
                or (DocumentStatus.Archived, DocumentStatus.Approved)
                or (not DocumentStatus.Deleted, DocumentStatus.Deleted) ? null
            : DocumentFailures.AlreadySo;
}
