using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Platform.Vault;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>Asks for the contents of documents of one person, by their unique numbers.</summary>
internal sealed record ReadDocuments(Ins Patient, IReadOnlyList<string> UniqueIds);

/// <summary>One content, or null where the document does not exist for this caller.</summary>
internal sealed record ReadContentAnswer(string UniqueId, StoredContent? Content);

/// <summary>A content that may be read now: its trace is durable.</summary>
/// <param name="Open">Opens the content; every byte is authenticated, the hash is checked at the end.</param>
internal sealed record StoredContent(string MimeType, long Size, Func<Stream> Open);

/// <summary>Decides each, writes all traces in one go, then hands out the contents.</summary>
/// <remarks>
/// A refusal and an unknown document are the same answer, so that nobody learns that a masked document exists. The
/// record's key lives on in the opened streams. Source: rules A-7, V-1 to V-6, T-1; IHE ITI TF-2 3.43.
/// </remarks>
internal sealed class ReadDocumentsHandler(
    IDbContextFactory<CarnetDb> databases, Reading reading, Vault vault, EmergencyNotices emergencies, Tracing tracing,
    Scribe scribe)
    : IUseCase<ReadDocuments, IReadOnlyList<ReadContentAnswer>>
{
    public async Task<Outcome<IReadOnlyList<ReadContentAnswer>>> RunAsync(
        Caller caller, ReadDocuments request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await reading.EnterAsync(db, caller, request.Patient, Transaction.Read, TraceAct.ReadDocument, ct) switch
        {
            // Refused at the door of the record: every document is as if absent.
            Outcome<EnteredRecord>.Failed({ Kind: FailureKind.Refused, Code: not ("record.closed" or "access.budget-spent" or "access.budget-step-up") })
                => Nothing(request),
            Outcome<EnteredRecord>.Failed(var failure) => failure,
            Outcome<EnteredRecord>.Done(var entered) => await ReadAsync(db, caller, entered, request, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<Outcome<IReadOnlyList<ReadContentAnswer>>> ReadAsync(
        CarnetDb db, Caller caller, EnteredRecord entered, ReadDocuments request, CancellationToken ct)
    {
        var wanted = request.UniqueIds.Distinct(StringComparer.Ordinal).ToList();
        var rows = await db.Set<DocumentRow>().AsNoTracking()
            .Where(row => row.RecordId == entered.Record.Id && wanted.Contains(row.UniqueId)).ToListAsync(ct);
        var traces = new LedgerEntry();
        List<ReadContentAnswer> answers = [];
        foreach (var uniqueId in wanted)
        {
            var row = rows.Where(known => known.UniqueId == uniqueId && !known.IsSignature).MaxBy(known => known.Version);
            var decision = row is null ? null : entered.Decide(row, Purpose.Content, statusAsked: true);
            answers.Add(new ReadContentAnswer(uniqueId, decision is AccessDecision.Granted ? Content(entered, row!) : null));
            traces.Traces.Add(tracing.Line(entered.Record.Id, entered.Record.Key, caller, Happened(row, decision)));
        }

        await emergencies.AddAsync(db, caller, entered, traces, ct);
        await scribe.WriteAsync(caller, traces);
        return Outcome(answers);
    }

    private StoredContent Content(EnteredRecord entered, DocumentRow row) => new(
        row.MimeType, row.Size,
        () => new CheckedStream(vault.Open(entered.Record.Id, row.BlobId, entered.Record.Key), row.Sha256));

    private static Happening Happened(DocumentRow? row, AccessDecision? decision) => decision switch
    {
        AccessDecision.Granted granted => new(TraceAct.ReadDocument, TraceOutcome.Done, $"ground.{granted.Ground}".ToLowerInvariant())
        {
            Document = row!.DocumentId,
            Secret = row.IsSecret,
        },
        AccessDecision.Refused refused => new(TraceAct.ReadDocument, TraceOutcome.Refused, $"refused.{refused.Cause}".ToLowerInvariant())
        {
            Document = row!.DocumentId,
            Secret = row.IsSecret,
        },
        _ => new(TraceAct.ReadDocument, TraceOutcome.Refused, DocumentFailures.Unknown.Code),
    };

    private static Outcome<IReadOnlyList<ReadContentAnswer>> Nothing(ReadDocuments request) => Outcome(
        [.. request.UniqueIds.Distinct(StringComparer.Ordinal).Select(id => new ReadContentAnswer(id, null))]);

    private static Outcome<IReadOnlyList<ReadContentAnswer>> Outcome(List<ReadContentAnswer> answers)
        => new Outcome<IReadOnlyList<ReadContentAnswer>>.Done(answers);
}
