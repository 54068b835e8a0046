using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;

namespace Carnet.Server.Features.Documents;

/// <summary>A caller who has entered a record, and what they may see in it.</summary>
internal sealed class EnteredRecord(OpenedRecord record, AccessDecision.Granted entry, DocumentRules rules) : IDisposable
{
    public OpenedRecord Record { get; } = record;

    public AccessDecision.Granted Entry { get; } = entry;

    /// <summary>Goes into the ledger with the trace of the entry, so that the day's budget is counted; null where it was.</summary>
    public VisitRow? Visit { get; init; }

    /// <summary>Whether an answer without a single document must say that an authorisation is missing.</summary>
    public bool OnlyOwnDocuments => Entry.Ground is Ground.Author;

    public AccessDecision Decide(DocumentRow row, Purpose purpose, bool statusAsked)
        => rules.Decide(row.Facts(), purpose, statusAsked);

    /// <summary>The document as the caller sees it, or null where it is as if absent (V-6).</summary>
    public StoredDocument? See(DocumentRow row, bool statusAsked)
    {
        var facts = row.Facts();
        return row.IsSignature || !rules.Decide(facts, Purpose.Metadata, statusAsked).IsGranted
            ? null
            : new StoredDocument(row, null, rules.Decide(facts, Purpose.Content, statusAsked).IsGranted);
    }

    /// <summary>The same document with its description, as far as the caller may read it (V-8).</summary>
    public StoredDocument Describe(StoredDocument seen)
    {
        var description = DocumentDescriptionColumn.Open(Record.Key, seen.Row.DocumentId, seen.Row.Sealed);
        return seen with
        {
            Description = seen.MayOpen ? description : WithoutFreeText(description, seen.Row.Facts()),
        };
    }

    public void Dispose() => Record.Dispose();

    private static DocumentDescription WithoutFreeText(DocumentDescription description, DocumentFacts facts)
        => description with { Title = facts.Type.Label, Comments = null, Events = [], Remark = null };
}

/// <summary>The common way into a record for every use case that reads: find, decide, refuse with a trace.</summary>
internal sealed class Reading(RecordIds ids, IRecords records, IRuleBooks rules, IVisits visits, Scribe scribe, TimeProvider clock)
{
    /// <summary>The record that a call is about: the named person's, or else the caller's own.</summary>
    public RecordId? RecordOf(Caller caller, Carnet.Domain.Identity.Ins? patient)
        => patient is null ? caller.PersonalRecord : ids.Of(patient);

    /// <summary>Enters the record of the person whom the caller's token names.</summary>
    public Task<Outcome<EnteredRecord>> EnterAsync(
        CarnetDb db, Caller caller, Carnet.Domain.Identity.Ins patient, Transaction act, TraceAct traced, CancellationToken ct)
        => EnterAsync(db, caller, ids.Of(patient), act, traced, ct);

    /// <summary>Enters and reads every version of every document, newest first.</summary>
    /// <param name="references">Without what lies sealed; see <see cref="DocumentRows"/>.</param>
    public Task<(Outcome<EnteredRecord> Entered, List<DocumentRow> Rows)> EnterWithRowsAsync(
        CarnetDb db, Caller caller, Carnet.Domain.Identity.Ins patient, Transaction act, TraceAct traced, CancellationToken ct,
        bool references = false)
        => EnterWithRowsAsync(db, caller, ids.Of(patient), act, traced, ct, references);

    /// <summary>The same by the record's number.</summary>
    public async Task<(Outcome<EnteredRecord> Entered, List<DocumentRow> Rows)> EnterWithRowsAsync(
        CarnetDb db, Caller caller, RecordId id, Transaction act, TraceAct traced, CancellationToken ct, bool references = false)
    {
        var documents = new DocumentRows(id, references);
        return (await EnterAsync(db, caller, id, act, traced, ct, documents), documents.Rows);
    }

    /// <summary>Enters a record by its number, as the portal does.</summary>
    public async Task<Outcome<EnteredRecord>> EnterAsync(
        CarnetDb db, Caller caller, RecordId id, Transaction act, TraceAct traced, CancellationToken ct,
        IReadAlong? along = null)
    {
        if (await records.FindAsync(db, id, ct, along) is not { } record)
        {
            return await scribe.RefuseAsync(caller, traced, RecordFailures.Unknown, ct);
        }

        if (caller.Origin.Secret
            && SecretCare.Defect(caller, record.Details().Traits.BirthDate, clock.Now()) is { } notSecret)
        {
            using (record)
            {
                return await scribe.RefuseAsync(caller, record, traced, notSecret);
            }
        }

        var question = new AccessQuestion(caller, record.Facts, clock.Now());
        var book = rules.Current;
        var (decision, visit) = await visits.WeighAsync(db, question, AccessRules.Enter(question, act, book), book, ct);
        switch (decision)
        {
            case AccessDecision.Granted granted:
                return new EnteredRecord(record, granted, new DocumentRules(granted, question, book)) { Visit = visit };
            case AccessDecision.Refused(var cause, _):
                using (record)
                {
                    var told = AccessFailures.Of(cause);
                    await scribe.WriteAsync(caller, record,
                        new Happening(traced, TraceOutcome.Refused, $"refused.{cause}".ToLowerInvariant()));
                    return told;
                }

            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
