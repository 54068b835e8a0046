using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Delays;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Documents;

/// <summary>Hands in a set of documents for one person.</summary>
/// <param name="Patient">The person whom the caller's token names.</param>
internal sealed record SubmitDocuments(
    Ins Patient, SubmissionDraft Set, IReadOnlyList<DocumentDraft> Documents, IContentSource Contents)
{
    /// <summary>Traits that the message itself states beside those in its documents; null where it states none.</summary>
    public StatedTraits? Traits { get; init; }
}

/// <summary>The set is stored, now or by an earlier call with the same content.</summary>
internal sealed record SubmissionAccepted(int Documents, bool WasThere);

/// <summary>Judges the descriptions, then the contents as they stream by, then stores all or nothing.</summary>
/// <remarks>Source: rules, F-1 to F-8; IHE ITI TF-2 3.41; DMP TD2.1.</remarks>
internal sealed class SubmitDocumentsHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, IRuleBooks rules, Intake intake,
    SubmissionStore store, DelayClocks delays, NewDocumentNotices notices, Scribe scribe,
    IOptions<FeedingOptions> options, TimeProvider clock)
    : IUseCase<SubmitDocuments, SubmissionAccepted>
{
    public async Task<Outcome<SubmissionAccepted>> RunAsync(Caller caller, SubmitDocuments request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, ids.Of(request.Patient), ct);
        if (record is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.Deposit, RecordFailures.Unknown, ct);
        }

        // Even what is refused must not tell the representatives that somebody tried.
        var asked = caller;
        caller = SecretCare.Quiet(caller, request.Documents);
        if (AccessRules.Feed(new AccessQuestion(caller, record.Facts, clock.Now()), rules.Current)
            is AccessDecision.Refused(var cause, _))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.Deposit, AccessFailures.Of(cause));
        }

        if (SubmissionRules.Defect(request.Set, request.Documents, request.Patient, caller, options.Value.ToPolicy())
            is { } defect)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.Deposit, defect);
        }

        if (request.Traits is { } stated && ClinicalRules.TraitsDefect(record.Details().Traits, stated) is { } otherPerson)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.Deposit, otherPerson);
        }

        if (caller.Origin.Secret
            && SecretCare.Defect(request.Documents, asked, record.Details().Traits.BirthDate, clock.Now()) is { } exposed)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.Deposit, exposed);
        }

        var replaced = await SubmissionStore.ReplacedAsync(db, record, caller, request.Documents, ct);
        if (replaced is Outcome<ReplacedDocuments>.Failed(var notReplaceable))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.Replace, notReplaceable);
        }

        var old = ((Outcome<ReplacedDocuments>.Done)replaced).Value;
        return await intake.TakeAsync(caller, record, request, old, ct) switch
        {
            Outcome<ReceivedSet>.Failed(var failure) => await scribe.RefuseAsync(caller, record, TraceAct.Deposit, failure),
            Outcome<ReceivedSet>.Done(var received) => await StoreAsync(db, caller, record, request, received, old, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<Outcome<SubmissionAccepted>> StoreAsync(
        CarnetDb db, Caller caller, OpenedRecord record, SubmitDocuments request, ReceivedSet received, ReplacedDocuments old,
        CancellationToken ct)
    {
        var entry = store.Entry(caller, record, request, received, old);
        await delays.StartAsync(db, caller, record, entry, ct);
        await notices.AddAsync(db, caller, record, entry, ct);
        if (await scribe.WriteAsync(caller, entry) is LedgerResult.Stored)
        {
            return new SubmissionAccepted(received.Contents.Count, WasThere: false);
        }

        // Something of it was there before: the same set again, or a number that is taken.
        return await store.JudgeConflictAsync(record, caller, request, received, ct) is { } conflict
            ? await scribe.RefuseAsync(caller, record, TraceAct.Deposit, conflict)
            : await AcknowledgeAgainAsync(caller, record, received);
    }

    private async Task<Outcome<SubmissionAccepted>> AcknowledgeAgainAsync(
        Caller caller, OpenedRecord record, ReceivedSet received)
    {
        await scribe.WriteAsync(caller, record, new Happening(TraceAct.Deposit, TraceOutcome.Done, "submission.again"));
        return new SubmissionAccepted(received.Contents.Count, WasThere: true);
    }
}
