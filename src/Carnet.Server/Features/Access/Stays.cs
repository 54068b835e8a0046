using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Access;

/// <summary>A stay as somebody declares it, with the person's initial consent.</summary>
internal sealed record StayDraft(StructIdNat Structure, TeamConsent Consent, DateTimeOffset? Until);

/// <summary>Turns a declared stay into a row, or prolongs the one that is there. Source: rule A-5.</summary>
internal sealed class Stays(IRuleBooks rules, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>The first thing that is missing, or null.</summary>
    public Failure? Defect(StayDraft draft)
    {
        var now = clock.Now();
        var needed = rules.Current.Policy.TeamNeedsInitialConsent;
        return needed && string.IsNullOrWhiteSpace(draft.Consent.CollectedBy) ? AccessFailures.ConsentNameMissing
            : needed && string.IsNullOrWhiteSpace(draft.Consent.Way) ? AccessFailures.ConsentWayMissing
            : draft.Consent.CollectedAt > now || draft.Until <= now || draft.Until > now + Longest ? AccessFailures.StayDates
            : null;
    }

    /// <summary>What to store, the number of the stay, and whether it is a new one.</summary>
    public async Task<(LedgerEntry Entry, CareTeamRow Stay, bool IsNew)> EntryAsync(
        CarnetDb db, OpenedRecord record, StayDraft draft, CancellationToken ct)
    {
        var now = clock.Now();
        var until = (draft.Until ?? now + rules.Current.Policy.StayLasts).Micro();
        var consented = !string.IsNullOrWhiteSpace(draft.Consent.CollectedBy);
        var (running, known) = (await db.Set<CareTeamRow>().AsNoTracking().Where(team => team.RecordId == record.Id
                && team.StructureId == draft.Structure.Value && team.Until > now).ToListAsync(ct))
            .ConvertAll(team => (Team: team, Consent: TeamConsent.Open(record.Key, team)))
            .Find(one => one.Consent.Stay == draft.Consent.Stay);
        if (running is not null)
        {
            // What is known already is not made secret, and what was secret no longer is once it is said openly (V-4).
            var consent = (consented ? draft.Consent : known) with { Secret = known.Secret && draft.Consent.Secret };
            return (new LedgerEntry
            {
                Change = writing => writing.Change(running, stay =>
                {
                    stay.Until = until;
                    (stay.Consented, stay.Sealed) = (stay.Consented || consented, consent.Seal(record.Key, running.TeamId));
                }),
            }, running, false);
        }

        var id = Guid.CreateVersion7(now);
        var row = new CareTeamRow
        {
            RecordId = record.Id,
            TeamId = id,
            StructureId = draft.Structure.Value,
            Consented = consented,
            Since = now,
            Until = until,
            Sealed = draft.Consent.Seal(record.Key, id),
        };
        var entry = new LedgerEntry();
        entry.Rows.Add(row);
        return (entry, row, true);
    }
}
