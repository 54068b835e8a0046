using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Representation;

/// <summary>One parent proposes an act that needs both.</summary>
internal sealed record ProposeJointly(JointProposal Proposal);

/// <summary>The act waits for the other parent.</summary>
internal sealed record JointlyProposed(Guid JointAct, DateTimeOffset ExpiresAt);

/// <summary>Stores the proposal; every other parent is told, each at their own address.</summary>
/// <remarks>What one may do alone is not proposed: it is done. Source: rule A-13.</remarks>
internal sealed class ProposeJointlyHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, IMandates mandates, Reading reading, RepresentationNotices notices,
    Scribe scribe, TimeProvider clock) : IUseCase<ProposeJointly, JointlyProposed>
{
    /// <summary>How long the other parent may take to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(30);

    public async Task<Outcome<JointlyProposed>> RunAsync(Caller caller, ProposeJointly request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = caller is Caller.Representative known ? await records.FindAsync(db, known.Record, ct) : null;
        if (record is null || caller is not Caller.Representative parent)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ProposeJointly, RecordFailures.Unknown, ct);
        }

        var (proposal, now) = (request.Proposal, clock.Now());
        var refused = RepresentativeRules.Act(new AccessQuestion(caller, record.Facts, now), proposal.Act) switch
        {
            AccessDecision.Granted => RepresentationFailures.NotJoint,
            AccessDecision.Refused(Refusal.NeedsBothParents, _) => await DefectAsync(db, parent, record, proposal, now, ct),
            AccessDecision.Refused(var cause, _) => AccessFailures.Of(cause),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return refused is null
            ? await StoreAsync(db, parent, record, proposal, now, ct)
            : await scribe.RefuseAsync(caller, record, TraceAct.ProposeJointly, refused);
    }

    private async Task<Outcome<JointlyProposed>> StoreAsync(
        CarnetDb db, Caller.Representative parent, OpenedRecord record, JointProposal proposal, DateTimeOffset now, CancellationToken ct)
    {
        var id = Guid.CreateVersion7(now);
        var row = new JointActRow
        {
            RecordId = record.Id,
            JointActId = id,
            ProposedBy = parent.Mandate.Id,
            ProposedAt = now,
            ExpiresAt = now + Patience,
            Sealed = proposal.Seal(record.Key, id),
        };
        var entry = new LedgerEntry();
        entry.Rows.Add(row);
        await notices.TellRepresentativesAsync(db, entry, record, NoticeKind.AgreementAsked, (await mandates.AllAsync(db, record, ct))
            .Where(known => known.Row.Kind is RepresentativeKind.Parent && known.Row.MandateId != parent.Mandate.Id), ct);
        await scribe.WriteAsync(parent, record,
            new Happening(TraceAct.ProposeJointly, TraceOutcome.Done, proposal.Code) { Document = proposal.Document }, entry);
        return new JointlyProposed(id, row.ExpiresAt);
    }

    // A document that the parent does not see cannot be proposed for masking either.
    private async Task<Failure?> DefectAsync(
        CarnetDb db, Caller.Representative parent, OpenedRecord record, JointProposal proposal, DateTimeOffset now, CancellationToken ct)
    {
        if ((await JointActs.WaitingAsync(db, record, now, ct)).Any(
            one => one.Proposal.Kind == proposal.Kind && one.Proposal.Document == proposal.Document))
        {
            return RepresentationFailures.JointWaits;
        }

        if (proposal.Kind is JointKind.Close)
        {
            return null;
        }

        var (outcome, rows) = await reading.EnterWithRowsAsync(
            db, parent, parent.Record, Transaction.FindMetadata, TraceAct.ProposeJointly, ct);
        switch (outcome)
        {
            case Outcome<EnteredRecord>.Done(var entered):
                using (entered)
                {
                    return rows.Find(row => row.DocumentId == proposal.Document) is { } row && entered.See(row, statusAsked: true) is not null
                        ? null
                        : DocumentFailures.Unknown;
                }

            case Outcome<EnteredRecord>.Failed(var failure):
                return failure;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
