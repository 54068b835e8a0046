using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Traces;

/// <summary>The person takes the proof of one line of their history.</summary>
internal sealed record ProveTrace(Guid Line);

/// <summary>Gives the proof of a line that the list shows, and of no other (V-4, V-6). Source: rules T-2, T-3.</summary>
internal sealed class ProveTraceHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, OwnTraces traces, TrailSigner signer)
    : IUseCase<ProveTrace, TraceProof>
{
    public async Task<Outcome<TraceProof>> RunAsync(Caller caller, ProveTrace request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = caller.PersonalRecord is { } id ? await records.FindAsync(db, id, ct) : null;
        if (record is null || await traces.FindAsync(db, caller, record, request.Line, ct) is not { } line)
        {
            return TraceFailures.Unknown;
        }

        var batches = await db.Set<TrailBatchRow>().AsNoTracking()
            .Where(batch => batch.Number == line.Batch || batch.Number == line.Batch - 1).ToListAsync(ct);
        return batches.Find(batch => batch.Number == line.Batch) is { } own
            ? TraceProof.Of(line, own,
                batches.Find(batch => batch.Number == line.Batch - 1)?.Head ?? new byte[MerkleTree.HashSize],
                signer.Fingerprint())
            : TraceFailures.Unknown;
    }
}

/// <summary>Checks a proof against this register's key; reads nothing of any record.</summary>
internal sealed record CheckProof(ReadOnlyMemory<byte> File)
{
    public override string ToString() => "check proof ***";
}

/// <summary>What was found.</summary>
/// <param name="Defect">What does not hold, in a French sentence; null where everything does.</param>
internal sealed record CheckedProof(string? Defect, DateTimeOffset? At, TraceAct Act, TraceOutcome Outcome, long Batch);

/// <summary>Anybody may check. Source: rule T-3.</summary>
internal sealed class CheckProofHandler(TrailSigner signer) : IUseCase<CheckProof, CheckedProof>
{
    public Task<Outcome<CheckedProof>> RunAsync(Caller caller, CheckProof request, CancellationToken ct)
    {
        Outcome<CheckedProof> outcome = TraceProof.Read(request.File.Span) is not { } proof
            ? TraceFailures.NoProof
            : proof.Defect(signer.Fingerprint(), (head, signature) => signer.Verify(head, signature)) is { } defect
                ? new CheckedProof(defect, null, default, default, proof.Batch)
                : new CheckedProof(null, Instants.FromMicro(proof.At), (TraceAct)proof.Act, (TraceOutcome)proof.Outcome,
                    proof.Batch);
        return Task.FromResult(outcome);
    }
}

/// <summary>The register's public key.</summary>
internal sealed record ShowTrailKey;

/// <summary>As PEM.</summary>
internal sealed record TrailKey(string Pem);

/// <summary>Everybody may have it.</summary>
internal sealed class ShowTrailKeyHandler(TrailSigner signer) : IUseCase<ShowTrailKey, TrailKey>
{
    public Task<Outcome<TrailKey>> RunAsync(Caller caller, ShowTrailKey request, CancellationToken ct)
        => Task.FromResult<Outcome<TrailKey>>(new TrailKey(signer.PublicPem()));
}

/// <summary>Finds one line of a record's history for who may see it.</summary>
internal sealed class OwnTraces(IDocumentLabels labels, TimeProvider clock)
{
    public async Task<TraceRow?> FindAsync(CarnetDb db, Caller caller, OpenedRecord record, Guid line, CancellationToken ct)
    {
        if (RepresentativeRules.Act(new AccessQuestion(caller, record.Facts, clock.Now()), PersonalAct.Read)
            is AccessDecision.Refused)
        {
            return null;
        }

        var row = await db.Set<TraceRow>().AsNoTracking()
            .SingleOrDefaultAsync(known => known.RecordId == record.Id && known.TraceId == line, ct);
        return row is null || (row.Secret && caller is Caller.Representative)
                || (row.DocumentId is { } document
                    && !(await labels.OfAsync(db, caller, record, [document], ct)).ContainsKey(document))
            ? null
            : row;
    }
}

/// <summary>Expected failures about the history; every code is listed in docs/failures.md.</summary>
internal static class TraceFailures
{
    /// <summary>The same for a line that does not exist and for one that the caller does not see.</summary>
    public static Failure Unknown { get; } = new(FailureKind.NotFound, "trace.unknown",
        "Cette ligne n'est pas dans votre historique.");

    public static Failure NoProof { get; } = new(FailureKind.Invalid, "trace.no-proof",
        "Ce fichier n'est pas une preuve de l'historique : choisissez celui que la page « Qui est entré » vous a donné.");

    public static Failure OwnAct { get; } = new(FailureKind.Invalid, "trace.own-act",
        "Cette ligne dit ce que vous avez fait vous-même.");

    public static Failure WordsMissing { get; } = new(FailureKind.Invalid, "report.words",
        "Dites en quelques mots ce qui vous surprend : de 5 à 1 000 caractères (texte).");

    public static Failure Reported { get; } = new(FailureKind.Conflict, "report.already", "Vous avez déjà signalé cette entrée.");

    public static Failure ReportUnknown { get; } = new(FailureKind.NotFound, "report.unknown",
        "Aucun signalement ne porte ce numéro (ID).");

    public static Failure ReportAnswered { get; } = new(FailureKind.Conflict, "report.answered",
        "Ce signalement (ID) a déjà sa réponse.");

    public static Failure AnswerMissing { get; } = new(FailureKind.Invalid, "report.answer-missing",
        "La réponse (--answer) manque : de 5 à 1000 caractères, que la personne lira.");

    public static Failure OperatorsOnly { get; } = new(FailureKind.Refused, "report.operators-only",
        "Seul un exploitant du service lit les signalements et y répond.");
}
