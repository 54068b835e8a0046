using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Openings;

/// <summary>The second step: contact, consent, the questions of L-2.</summary>
internal sealed record SaveOpening(Ticket Proof, OpeningDraft Draft)
{
    public override string ToString() => "save opening ***";
}

/// <summary>Keeps the answers sealed for a month, so that the opening can be taken up again. Source: rules L-2, L-3.</summary>
internal sealed class SaveOpeningHandler(
    IDbContextFactory<CarnetDb> databases, ProvenPersons persons, Scribe scribe, TimeProvider clock)
    : IUseCase<SaveOpening, OpeningDraft>
{
    public async Task<Outcome<OpeningDraft>> RunAsync(Caller caller, SaveOpening request, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            using var proven = await persons.FindAsync(db, request.Proof, ct);
            if (proven is null)
            {
                return OpeningFailures.ProofMissing;
            }

            var draft = request.Draft;
            var defect = draft is { Email: null or "", Phone: null or "" } ? OpeningFailures.Unreachable
                : new Contact(draft.Email, draft.Phone).Defect()
                ?? (draft.Consents ? null : OpeningFailures.ConsentMissing);
            if (defect is not null)
            {
                return defect;
            }

            var now = clock.Now();
            var (row, sealedDraft) = (proven.Row, draft.Seal(proven.Key, proven.Row.PersonId.Value));
            var entry = new LedgerEntry
            {
                Change = writing => writing.Change(row, changed =>
                    (changed.Draft, changed.DraftAt, changed.Version) = (sealedDraft, now, changed.Version + 1)),
            };
            if (await scribe.WriteAsync(caller, RecordId.None, proven.Key,
                new Happening(TraceAct.OpenRecord, TraceOutcome.Done, "opening.saved"), entry) is LedgerResult.Stored)
            {
                return draft;
            }
        }
    }
}
