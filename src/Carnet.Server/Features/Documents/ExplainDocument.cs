using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using static Carnet.Server.Platform.Languages.Spoken;

namespace Carnet.Server.Features.Documents;

/// <summary>Who can see this document, and why; and what would change.</summary>
/// <param name="Patient">The person whom the token or the command names; null where the person asks themselves.</param>
/// <param name="As">Only this professional.</param>
internal sealed record ExplainDocument(DocumentId Document, Ins? Patient = null, PsIdNat? As = null, WhatIf? If = null);

/// <summary>The answer.</summary>
/// <param name="Type">The kind of document; null for the operator, who sees no content.</param>
/// <param name="Lines">A line for each who has to do with the record.</param>
/// <param name="Trades">What each trade does once the person has let somebody of it in; empty for all but the person.</param>
internal sealed record Explanation(
    DocumentId Document, DocumentType? Type, IReadOnlyList<ExplainedLine> Lines, IReadOnlyList<ExplainedTrade> Trades);

/// <summary>One who sees the document, or does not.</summary>
/// <param name="Who">A name and trade, or a number for the operator.</param>
/// <param name="Number">PS_IdNat, where it is a professional.</param>
/// <param name="Sentence">In the language of the request, to the one who asked; empty for the operator.</param>
/// <param name="Then">How it would be, where a change was asked for.</param>
internal sealed record ExplainedLine(string Who, string? Number, Verdict Now, string Sentence, Verdict? Then)
{
    public bool Changes => Then is { } then && (then.Sees, then.Reads) != (Now.Sees, Now.Reads);
}

/// <summary>What a trade reads.</summary>
internal sealed record ExplainedTrade(string Trade, bool Reads);

/// <summary>Tells the person all, the professional about themselves, the operator numbers and rules.</summary>
/// <remarks>
/// A professional who does not see the document is answered as if it did not exist (V-6). Looking at one's own record
/// leaves no line; the others do. Source: rules A-1 to A-11, V-1 to V-6, T-1; design §3.
/// </remarks>
internal sealed class ExplainDocumentHandler(
    IDbContextFactory<CarnetDb> databases, AskedRecord asked, Reading reading, Audience audience, IRuleBooks rules, Scribe scribe,
    TimeProvider clock) : IUseCase<ExplainDocument, Explanation>
{
    public async Task<Outcome<Explanation>> RunAsync(Caller caller, ExplainDocument request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return caller switch
        {
            Caller.Professional p when request.Patient is { } patient => await ToProfessionalAsync(db, p, patient, request, ct),
            Caller.Operator { Structure: null } when request.Patient is not null => await ToOperatorAsync(db, caller, request, ct),
            { PersonalRecord: not null } => await ToPersonAsync(db, caller, request, ct),
            _ => await scribe.RefuseAsync(caller, TraceAct.Explain, AccessFailures.NoRight, ct),
        };
    }

    private async Task<Outcome<Explanation>> ToPersonAsync(
        CarnetDb db, Caller caller, ExplainDocument request, CancellationToken ct)
    {
        return await reading.EnterAsync(db, caller, caller.PersonalRecord!.Value, Transaction.FindMetadata, TraceAct.Explain, ct)
            .UseAsync<EnteredRecord, Explanation>(async entered =>
        {
            if (await RowAsync(db, entered.Record.Id, request.Document, ct) is not { } row
                || entered.See(row, statusAsked: true) is null)
            {
                return await scribe.RefuseAsync(caller, entered.Record, TraceAct.Explain, DocumentFailures.Unknown);
            }

            var type = row.Facts().Type;
            var subjects = await audience.OfAsync(db, caller, entered.Record, row, ct);
            return new Explanation(row.DocumentId, type,
                [.. subjects.Where(one => request.As is null || one.Number == request.As?.Value).Select(one => Line(
                    one, entered.Record.Facts, row, request.If, reason => Sentences.ForPerson(reason, one.DayOf(reason), null, T)))],
                Audience.TradesOf(row.Facts(), entered.Record.Facts, clock.Now(), rules.Current));
        });
    }

    private async Task<Outcome<Explanation>> ToProfessionalAsync(
        CarnetDb db, Caller.Professional caller, Ins patient, ExplainDocument request, CancellationToken ct)
    {
        return await reading.EnterAsync(db, caller, patient, Transaction.FindMetadata, TraceAct.Explain, ct)
            .UseAsync<EnteredRecord, Explanation>(async entered =>
        {
            if (await RowAsync(db, entered.Record.Id, request.Document, ct) is not { } row
                || entered.See(row, statusAsked: true) is null)
            {
                return await scribe.RefuseAsync(caller, entered.Record, TraceAct.Explain, DocumentFailures.Unknown);
            }

            await TraceAsync(caller, entered.Record, row);
            var subject = audience.Self(caller, entered.Record.Facts);
            return new Explanation(row.DocumentId, row.Facts().Type,
                [Line(subject, entered.Record.Facts, row, request.If,
                    reason => Sentences.ForProfessional(reason, subject.DayOf(reason), T))], []);
        });
    }

    private async Task<Outcome<Explanation>> ToOperatorAsync(
        CarnetDb db, Caller caller, ExplainDocument request, CancellationToken ct)
    {
        return await asked.FindAsync(db, caller, request.Patient, TraceAct.Explain, ct)
            .UseAsync<OpenedRecord, Explanation>(async record =>
        {
            if (await RowAsync(db, record.Id, request.Document, ct) is not { } row)
            {
                return await scribe.RefuseAsync(caller, record, TraceAct.Explain, DocumentFailures.Unknown);
            }

            await TraceAsync(caller, record, row);
            var subjects = await audience.OfAsync(db, caller, record, row, ct);
            return new Explanation(row.DocumentId, null,
                [.. subjects.Where(one => request.As is null || one.Number == request.As?.Value)
                    .Select(one => Line(one, record.Facts, row, request.If, null) with { Who = one.Number ?? one.Kind })], []);
        });
    }

    private ExplainedLine Line(
        ExplainedSubject subject, RecordFacts record, DocumentRow row, WhatIf? change, Func<Reason, string>? say)
    {
        var (now, book, document) = (clock.Now(), rules.Current, row.Facts());
        var verdict = Verdict.Of(subject.Caller, record, document, now, book);
        return new ExplainedLine(
            subject.Name, subject.Number, verdict, say is null ? "" : Sentence(subject, verdict, say),
            change is null ? null : Verdict.Of(subject.Caller, change.Apply(record, now), change.Apply(document), now, book));
    }

    // "Élise …, pharmacien, le lit : vous lui avez ouvert votre carnet le 3 mars ; sa profession lit ce type de document."
    private static string Sentence(ExplainedSubject subject, Verdict verdict, Func<Reason, string> say)
    {
        var weighed = verdict.Reasons.Where(reason => reason != Why.RightGiven
            && (verdict.Reads || verdict.Sees || reason.Effect is not Effect.Opens || reason.Fact.StartsWith("grant.", StringComparison.Ordinal)));
        var because = string.Join(T(" ; "), weighed.Select(say).Distinct());
        var does = verdict.Reads ? subject.Reads : verdict.Sees ? subject.SeesOnly : subject.DoesNot;
        return $"{subject.Name} {does}{(because.Length == 0 ? "" : T(" : {0}", because))}{subject.Remark}.";
    }

    private Task<LedgerResult> TraceAsync(Caller caller, OpenedRecord record, DocumentRow row) => scribe.WriteAsync(caller, record,
        new Happening(TraceAct.Explain, TraceOutcome.Done, "document.explained") { Document = row.DocumentId });

    private static Task<DocumentRow?> RowAsync(CarnetDb db, RecordId record, DocumentId document, CancellationToken ct)
        => db.Set<DocumentRow>().AsNoTracking().SingleOrDefaultAsync(
            row => row.RecordId == record && row.DocumentId == document && !row.IsSignature, ct);
}
