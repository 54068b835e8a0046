using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Rights;

/// <summary>The person says what is wrong in a document and asks its author to put it right.</summary>
internal sealed record AskRectification(DocumentId Document, string Text)
{
    public override string ToString() => "ask rectification ***";
}

/// <summary>Stores the request for the author, who finds it among their tasks. Source: rule L-9.</summary>
internal sealed class AskRectificationHandler(
    IDbContextFactory<CarnetDb> databases, Reading reading, Scribe scribe, TimeProvider clock) : IUseCase<AskRectification, Guid>
{
    public async Task<Outcome<Guid>> RunAsync(Caller caller, AskRectification request, CancellationToken ct)
    {
        if (caller.PersonalRecord is not { } id)
        {
            return await scribe.RefuseAsync(caller, TraceAct.Rectify, RecordFailures.Unknown, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await reading.EnterAsync(db, caller, id, Transaction.Read, TraceAct.Rectify, ct)
            is not Outcome<EnteredRecord>.Done(var entered))
        {
            return DocumentFailures.Unknown;
        }

        using (entered)
        {
            var row = await db.Set<DocumentRow>().AsNoTracking()
                .SingleOrDefaultAsync(known => known.RecordId == id && known.DocumentId == request.Document, ct);
            var text = request.Text.Trim();
            var right = RepresentativeRules.Act(
                new AccessQuestion(caller, entered.Record.Facts, clock.Now()), PersonalAct.AskCorrection);
            var failure = row is null || entered.See(row, statusAsked: true) is not { MayOpen: true } ? DocumentFailures.Unknown
                : right is AccessDecision.Refused(var cause, _) ? AccessFailures.Of(cause)
                : row.ByPatient ? RightsFailures.OwnDocument
                : RightsFailures.Defect(text);
            if (failure is not null)
            {
                return await scribe.RefuseAsync(caller, entered.Record, TraceAct.Rectify, failure);
            }

            var now = clock.Now();
            var asked = Guid.CreateVersion7(now);
            var addressee = row!.AuthorPerson ?? row.AuthorStructure ?? "";
            var entry = new LedgerEntry();
            entry.Rows.Add(new RectificationRow
            {
                RecordId = id,
                RectificationId = asked,
                DocumentId = row.DocumentId,
                Addressee = addressee,
                State = RectificationState.Asked,
                AskedAt = now,
                Sealed = RectificationRow.Seal(entered.Record.Key, asked, new RectificationTexts(text, null)),
            });
            await scribe.WriteAsync(caller, entered.Record, new Happening(TraceAct.Rectify, TraceOutcome.Done, "rectification.asked")
            {
                Document = row.DocumentId,
                Secret = row.IsSecret,
            }, entry);
            return asked;
        }
    }
}

/// <summary>Expected failures about the rights of the person; every code is listed in docs/failures.md.</summary>
internal static class RightsFailures
{
    private const int LongestText = 2_000;

    public static Failure OwnDocument { get; } = new(FailureKind.Invalid, "rectification.own-document",
        "Ce document est le vôtre : remplacez-le ou détruisez-le vous-même.");

    public static Failure TextMissing { get; } = new(FailureKind.Invalid, "rectification.text",
        "Le texte manque, ou dépasse 2 000 caractères.");

    public static Failure Unknown { get; } = new(FailureKind.NotFound, "rectification.unknown",
        "Cette demande de correction n'existe pas.");

    public static Failure Answered { get; } = new(FailureKind.Conflict, "rectification.answered",
        "Cette demande de correction a déjà sa réponse.");

    public static Failure NotOwnDocument { get; } = new(FailureKind.Refused, "document.not-own",
        "Vous ne pouvez détruire que les documents que vous avez ajoutés vous-même.");

    public static Failure? Defect(string text) => text.Length is 0 or > LongestText ? TextMissing : null;
}
