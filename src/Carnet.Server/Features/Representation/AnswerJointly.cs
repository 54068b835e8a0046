using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Representation;

/// <summary>The other parent agrees or turns it down; who proposed it may take it back.</summary>
internal sealed record AnswerJointly(Guid JointAct, bool Agree);

/// <summary>What became of it.</summary>
internal sealed record JointlyAnswered(JointProposal Proposal, JointState State);

/// <summary>Does what both have agreed to, then notes that the proposal is answered; the one who proposed is told.</summary>
/// <remarks>
/// In this order: cut off in between, the proposal still waits and is answered again, and doing it twice changes nothing
/// more. Of two answers in the same moment one is noted. Source: rule A-13.
/// </remarks>
internal sealed class AnswerJointlyHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, IMandates mandates, JointActs acts, RepresentationNotices notices,
    Scribe scribe, TimeProvider clock) : IUseCase<AnswerJointly, JointlyAnswered>
{
    public async Task<Outcome<JointlyAnswered>> RunAsync(Caller caller, AnswerJointly request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = caller is Caller.Representative known ? await records.FindAsync(db, known.Record, ct) : null;
        if (record is null || caller is not Caller.Representative parent)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ProposeJointly, RecordFailures.Unknown, ct);
        }

        var now = clock.Now();
        var waiting = (await JointActs.WaitingAsync(db, record, now, ct)).FirstOrDefault(one => one.Row.JointActId == request.JointAct);
        var mine = waiting?.Row.ProposedBy == parent.Mandate.Id;
        if (waiting is null || parent.Mandate.Kind is not RepresentativeKind.Parent || (mine && request.Agree))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.ProposeJointly, RepresentationFailures.JointUnknown);
        }

        var together = parent with { BothAgree = true };
        if (RepresentativeRules.Act(new AccessQuestion(together, record.Facts, now), waiting.Proposal.Act)
            is AccessDecision.Refused(var cause, _))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.ProposeJointly, AccessFailures.Of(cause));
        }

        return request.Agree && await acts.DoAsync(db, together, waiting.Proposal, ct) is { } failure
            ? failure
            : await NoteAsync(db, parent, record, waiting,
                request.Agree ? JointState.Agreed : mine ? JointState.TakenBack : JointState.TurnedDown, ct);
    }

    private async Task<Outcome<JointlyAnswered>> NoteAsync(
        CarnetDb db, Caller.Representative parent, OpenedRecord record, WaitingProposal waiting, JointState state, CancellationToken ct)
    {
        var entry = new LedgerEntry
        {
            Change = writing => writing.Change(waiting.Row, row => (row.State, row.Version) = (state, row.Version + 1)),
        };
        if (state is not JointState.TakenBack)
        {
            await notices.TellRepresentativesAsync(db, entry, record, NoticeKind.AgreementAnswered,
                (await mandates.AllAsync(db, record, ct)).Where(known => known.Row.MandateId == waiting.Row.ProposedBy), ct);
        }

        var stored = await scribe.WriteAsync(parent, record,
            new Happening(TraceAct.ProposeJointly, TraceOutcome.Done, $"joint.{state}".ToLowerInvariant())
            {
                Document = waiting.Proposal.Document,
            },
            entry);
        return stored is LedgerResult.Stored
            ? new JointlyAnswered(waiting.Proposal, state)
            : await scribe.RefuseAsync(parent, record, TraceAct.ProposeJointly, RepresentationFailures.JointUnknown);
    }
}
