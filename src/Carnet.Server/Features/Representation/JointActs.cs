using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Representation;

/// <summary>A proposal that waits, with what it proposes.</summary>
internal sealed record WaitingProposal(JointActRow Row, JointProposal Proposal);

/// <summary>What the acts of two parents have in common: which ones wait, and doing what both have agreed to.</summary>
internal sealed class JointActs(IUseCase<CloseRecord, RecordId> close, IUseCase<SetMarks, AmendedDocument> marks)
{
    /// <summary>Those that wait for an answer now, oldest first; the time of each ends by the clock alone.</summary>
    public static async Task<IReadOnlyList<WaitingProposal>> WaitingAsync(
        CarnetDb db, OpenedRecord record, DateTimeOffset now, CancellationToken ct)
        => (await db.Set<JointActRow>().AsNoTracking()
                .Where(row => row.RecordId == record.Id && row.State == JointState.Waiting && row.ExpiresAt > now)
                .OrderBy(row => row.JointActId).ToListAsync(ct))
            .ConvertAll(row => new WaitingProposal(row, JointProposal.Open(record.Key, row.JointActId, row.Sealed)));

    /// <summary>Does it by the same use case as when one may act alone; null when it is done.</summary>
    /// <remarks>What is done twice changes nothing more: a record is closed once, a mark that stands stays.</remarks>
    public async Task<Failure?> DoAsync(CarnetDb db, Caller.Representative together, JointProposal proposal, CancellationToken ct)
    {
        if (proposal is not { Kind: JointKind.Mask or JointKind.Unmask, Document: { } id })
        {
            return FailureOf(await close.RunAsync(together, new CloseRecord(null, proposal.Reason), ct));
        }

        var now = await db.Set<DocumentRow>().AsNoTracking()
            .Where(row => row.RecordId == together.Record && row.DocumentId == id)
            .Select(row => (Marks?)row.Marks).SingleOrDefaultAsync(ct) ?? Marks.None;
        var wanted = proposal.Kind is JointKind.Mask ? now | Marks.MaskedToProfessionals : now & ~Marks.MaskedToProfessionals;
        return FailureOf(await marks.RunAsync(together, new SetMarks(id, wanted), ct));
    }

    private static Failure? FailureOf<T>(Outcome<T> outcome) => outcome.Match(_ => (Failure?)null, failure => failure);
}
