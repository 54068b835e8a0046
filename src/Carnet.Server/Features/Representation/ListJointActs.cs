using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Representation;

/// <summary>Asks which acts wait for the agreement of both parents.</summary>
internal sealed record ListJointActs;

/// <summary>Those that wait now.</summary>
internal sealed record JointActsList(IReadOnlyList<WaitingAct> Acts);

/// <summary>One of them.</summary>
/// <param name="By">Name of the parent who proposes.</param>
/// <param name="Reason">Why, in the words of who proposes.</param>
/// <param name="IsMine">The one who asks has proposed it.</param>
internal sealed record WaitingAct(
    Guid JointAct, JointKind Kind, DocumentId? Document, string? Reason, string By, DateTimeOffset ExpiresAt, bool IsMine);

/// <summary>For the parents who may read the record now; to everybody else the list is empty. Source: rule A-13.</summary>
internal sealed class ListJointActsHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, IMandates mandates, TimeProvider clock)
    : IUseCase<ListJointActs, JointActsList>
{
    private static readonly JointActsList Nothing = new([]);

    public async Task<Outcome<JointActsList>> RunAsync(Caller caller, ListJointActs request, CancellationToken ct)
    {
        if (caller is not Caller.Representative { Mandate: { Kind: RepresentativeKind.Parent } mandate } parent)
        {
            return Nothing;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, parent.Record, ct);
        var now = clock.Now();
        if (record is null || !RepresentativeRules.Act(new AccessQuestion(caller, record.Facts, now), PersonalAct.Read).IsGranted)
        {
            return Nothing;
        }

        var waiting = await JointActs.WaitingAsync(db, record, now, ct);
        if (waiting.Count == 0)
        {
            return Nothing;
        }

        var names = (await mandates.AllAsync(db, record, ct)).ToDictionary(known => known.Row.MandateId, known => known.Details.FullName);
        return new JointActsList(
        [
            .. waiting.Select(one => new WaitingAct(
                one.Row.JointActId, one.Proposal.Kind, one.Proposal.Document, one.Proposal.Reason,
                names.GetValueOrDefault(one.Row.ProposedBy, ""), one.Row.ExpiresAt, one.Row.ProposedBy == mandate.Id)),
        ]);
    }
}
