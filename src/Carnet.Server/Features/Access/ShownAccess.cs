using Carnet.Domain.Access;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Access;

/// <summary>What this room shows to the others: who may enter a record, as far as the caller may know it.</summary>
internal static class ShownAccess
{
    /// <summary>Whom a minor lets in secretly, and what happened in secret, is as if absent to who acts for them (V-4).</summary>
    /// <remarks>For showing alone: decisions are made on the facts as they are.</remarks>
    public static async Task<RecordFacts> ToAsync(CarnetDb db, Caller caller, OpenedRecord record, CancellationToken ct)
    {
        var facts = record.Facts;
        if (caller is not Caller.Representative)
        {
            return facts;
        }

        var grants = await db.Set<GrantRow>().Where(grant => grant.RecordId == facts.Id && grant.Secret)
            .Select(grant => grant.Holder).ToListAsync(ct);
        var stays = (await db.Set<CareTeamRow>().AsNoTracking().Where(team => team.RecordId == facts.Id).ToListAsync(ct))
            .Where(team => TeamConsent.Open(record.Key, team).Secret).Select(team => (team.StructureId, team.Since)).ToHashSet();
        var windows = (await db.Set<EmergencyWindowRow>().AsNoTracking().Where(window => window.RecordId == facts.Id).ToListAsync(ct))
            .Where(window => window.IsSecret(record.Key)).Select(window => (window.Holder, window.Since)).ToHashSet();
        return facts with
        {
            Grants = [.. facts.Grants.Where(grant => !grants.Contains(grant.Holder.Value))],
            Teams = [.. facts.Teams.Where(team => !stays.Contains((team.Structure.Value, team.Since)))],
            Emergencies = [.. facts.Emergencies.Where(window => !windows.Contains((window.Holder.Value, window.Since)))],
        };
    }
}
