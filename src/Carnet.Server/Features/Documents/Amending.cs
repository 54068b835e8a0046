using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;

namespace Carnet.Server.Features.Documents;

/// <summary>A document after a change.</summary>
/// <param name="LogicalId">Stable over metadata versions.</param>
/// <param name="Version">Metadata version, from 1; a change of the marks adds one, a change of the status none.</param>
internal sealed record AmendedDocument(DocumentId Id, Guid LogicalId, int Version, Marks Marks, DocumentStatus Status)
{
    public static AmendedDocument Of(DocumentRow row)
        => new(row.DocumentId, row.LogicalId, row.Version, row.Marks, row.Status);
}

/// <summary>A document that somebody wants to change, with all versions of it and the decisions about them.</summary>
internal sealed class AmendedSubject(
    EnteredRecord entered, DocumentChanges changes, List<DocumentRow> rows, DocumentRow row) : IDisposable
{
    public EnteredRecord Entered { get; } = entered;

    public DocumentRow Row { get; } = row;

    public List<DocumentRow> Versions => VersionChain.Of(rows, Row);

    /// <summary>The document as the caller sees it; who does not see it has not come this far.</summary>
    public StoredDocument Seen() => Entered.Describe(Entered.See(Row, statusAsked: true)!);

    public AccessDecision Decide(DocumentRow version, Transaction act) => changes.Decide(version.Facts(), act);

    public void Dispose() => Entered.Dispose();
}

/// <summary>The common way to a document for every use case that changes one: enter, find, refuse with a trace.</summary>
/// <remarks>
/// Who changes a document enters the record as for looking: a document that one does not see cannot be changed, and is
/// as if absent (V-6). Source: rules F-7, A-8, T-1.
/// </remarks>
internal sealed class Amending(
    Reading reading, EmergencyNotices emergencies, IRuleBooks rules, Scribe scribe, Tracing tracing, TimeProvider clock)
{
    /// <summary>The document, or a failure that is traced already. The caller disposes it.</summary>
    /// <param name="patient">The person whom the token names; null where the person acts in their own record.</param>
    public async Task<Outcome<AmendedSubject>> FindAsync(
        CarnetDb db, Caller caller, Ins? patient, DocumentId id, TraceAct traced, CancellationToken ct)
    {
        var look = caller is Caller.Establishment or Caller.Employee ? Transaction.FindReference : Transaction.FindMetadata;
        var way = (patient, caller) switch
        {
            ({ } named, _) => reading.EnterWithRowsAsync(db, caller, named, look, traced, ct),
            (null, { PersonalRecord: { } own }) => reading.EnterWithRowsAsync(db, caller, own, look, traced, ct),
            _ => null,
        };
        if (way is null)
        {
            return await scribe.RefuseAsync(caller, traced, RecordFailures.Unknown, ct);
        }

        var (outcome, rows) = await way;
        return outcome switch
        {
            Outcome<EnteredRecord>.Failed(var failure) => failure,
            Outcome<EnteredRecord>.Done(var entered) => await FindAsync(caller, entered, rows, id, traced),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<Outcome<AmendedSubject>> FindAsync(
        Caller caller, EnteredRecord entered, List<DocumentRow> rows, DocumentId id, TraceAct traced)
    {
        var row = rows.Find(known => known.DocumentId == id && !known.IsSignature);
        if (row is null || entered.See(row, statusAsked: true) is null)
        {
            using (entered)
            {
                return await scribe.RefuseAsync(caller, entered.Record, traced, DocumentFailures.Unknown);
            }
        }

        var question = new AccessQuestion(caller, entered.Record.Facts, clock.Now());
        return new AmendedSubject(entered, new DocumentChanges(entered.Entry, question, rules.Current), rows, row);
    }

    /// <summary>Writes a refusal about a document and gives its failure back.</summary>
    public async Task<Failure> RefuseAsync(Caller caller, AmendedSubject subject, TraceAct traced, Failure failure)
    {
        var outcome = failure.Kind is FailureKind.Refused or FailureKind.NotFound ? TraceOutcome.Refused : TraceOutcome.Invalid;
        await scribe.WriteAsync(caller, subject.Entered.Record,
            new Happening(traced, outcome, failure.Code) { Document = subject.Row.DocumentId });
        return failure;
    }

    /// <summary>Writes the effect with one trace for each thing that happened.</summary>
    public async Task<LedgerResult> WriteAsync(
        Caller caller, AmendedSubject subject, IEnumerable<Happening> happened, Action<CarnetDb>? change)
    {
        var record = subject.Entered.Record;
        var entry = new LedgerEntry { Change = change };
        emergencies.Add(caller, subject.Entered, entry);
        entry.Traces.AddRange(happened.Select(happening => tracing.Line(
            record.Id, record.Key, caller, happening with { Document = subject.Row.DocumentId })));
        return await scribe.WriteAsync(caller, entry);
    }
}
