using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Access;

/// <summary>What the person allows without being asked, and what is masked by itself.</summary>
/// <param name="MaskedInEmergency">Masked documents may be read in an emergency.</param>
/// <param name="MaskNewDocuments">Every new document is masked to professionals; author and treating doctor see it.</param>
/// <param name="MaskReimbursements">The same for the reimbursement history alone.</param>
internal sealed record Choices(
    bool BreakGlassRefused, bool SamuRefused, bool MaskedInEmergency, bool MaskNewDocuments, bool MaskReimbursements)
{
    public static Choices Of(RecordFacts facts) => new(
        facts.BreakGlassRefused, facts.SamuRefused, facts.MaskedInEmergency, facts.MaskNewDocuments, facts.MaskReimbursements);

    /// <summary>The names of what differs, for the trace.</summary>
    public IEnumerable<string> Differences(Choices before)
    {
        (string Name, bool Now, bool Then)[] all =
        [
            ("break-glass-refused", BreakGlassRefused, before.BreakGlassRefused), ("samu-refused", SamuRefused, before.SamuRefused),
            ("masked-in-emergency", MaskedInEmergency, before.MaskedInEmergency),
            ("mask-new", MaskNewDocuments, before.MaskNewDocuments),
            ("mask-reimbursements", MaskReimbursements, before.MaskReimbursements),
        ];
        return all.Where(one => one.Now != one.Then).Select(one => $"{one.Name}={(one.Now ? "yes" : "no")}");
    }
}

/// <summary>The person changes their choices, at any time.</summary>
internal sealed record ChangeChoices(Choices Choices);

/// <summary>Only the person may; what is masked or read already stays as it is. Source: rules A-6, V-2, V-7, L-2.</summary>
internal sealed class ChangeChoicesHandler(
    IDbContextFactory<CarnetDb> databases, AskedRecord asked, Scribe scribe, TimeProvider clock) : IUseCase<ChangeChoices, Choices>
{
    public async Task<Outcome<Choices>> RunAsync(Caller caller, ChangeChoices request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await asked.FindAsync(db, caller, null, TraceAct.ChangeChoices, ct)
            .UseAsync<OpenedRecord, Choices>(async record =>
        {
            var question = new AccessQuestion(caller, record.Facts, clock.Now());
            return RepresentativeRules.Act(question, PersonalAct.EmergencyChoices) is AccessDecision.Refused(var cause, _)
                ? await scribe.RefuseAsync(caller, record, TraceAct.ChangeChoices, AccessFailures.Of(cause))
                : await ChangeAsync(db, caller, record, request, ct);
        });
    }

    private async Task<Outcome<Choices>> ChangeAsync(
        CarnetDb db, Caller caller, OpenedRecord record, ChangeChoices request, CancellationToken ct)
    {
        var chosen = request.Choices;
        var row = await db.Set<RecordRow>().AsNoTracking().SingleAsync(stored => stored.RecordId == record.Id, ct);
        await scribe.WriteAsync(caller, record,
            new Happening(TraceAct.ChangeChoices, TraceOutcome.Done, "choices.changed")
            {
                Detail = string.Join(' ', chosen.Differences(Choices.Of(record.Facts))),
            },
            new LedgerEntry
            {
                Change = writing => writing.Change(row, changed =>
                {
                    (changed.BreakGlassRefused, changed.SamuRefused) = (chosen.BreakGlassRefused, chosen.SamuRefused);
                    changed.MaskedInEmergency = chosen.MaskedInEmergency;
                    (changed.MaskNewDocuments, changed.MaskReimbursements) = (chosen.MaskNewDocuments, chosen.MaskReimbursements);
                }),
            });
        return chosen;
    }
}
