using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Access;

/// <summary>Who may enter: professionals, stays, emergencies, and the person's choices.</summary>
internal sealed record ListAccess;

/// <summary>The person's whole list.</summary>
internal sealed record AccessList(
    IReadOnlyList<ListedGrant> Grants, IReadOnlyList<ListedStay> Stays, IReadOnlyList<ListedEmergency> Emergencies, Choices Choices);

/// <summary>One professional of the list.</summary>
/// <param name="Who">As the directory knows them; null where it does not.</param>
internal sealed record ListedGrant(Grant Grant, GrantState State, KnownProfessional? Who);

/// <summary>One stay.</summary>
internal sealed record ListedStay(
    Guid Team, string Structure, bool Lasts, DateTimeOffset Since, DateTimeOffset Until, TeamConsent Consent);

/// <summary>One declared emergency.</summary>
internal sealed record ListedEmergency(EmergencyWindow Window, bool Lasts, KnownProfessional? Who, string Structure, string? Reason);

/// <summary>For the person alone; looking at one's own list leaves no line. Source: rules .</summary>
internal sealed class ListAccessHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, IProfessionals professionals, IStructureNames structures,
    TimeProvider clock) : IUseCase<ListAccess, AccessList>
{
    public async Task<Outcome<AccessList>> RunAsync(Caller caller, ListAccess request, CancellationToken ct)
    {
        if (caller.PersonalRecord is not { } id)
        {
            return RecordFailures.Unknown;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, id, ct);
        var now = clock.Now();
        if (record is null)
        {
            return RecordFailures.Unknown;
        }

        if (RepresentativeRules.Act(new AccessQuestion(caller, record.Facts, now), PersonalAct.Read) is AccessDecision.Refused(var cause, _))
        {
            return AccessFailures.Of(cause);
        }

        var facts = await ShownAccess.ToAsync(db, caller, record, ct);
        var grants = facts.Grants;
        var teams = await db.Set<CareTeamRow>().AsNoTracking().Where(team => team.RecordId == id)
            .OrderByDescending(team => team.TeamId).ToListAsync(ct);
        var windows = await db.Set<EmergencyWindowRow>().AsNoTracking().Where(window => window.RecordId == id)
            .OrderByDescending(window => window.WindowId).ToListAsync(ct);
        if (caller is Caller.Representative)
        {
            teams.RemoveAll(team => TeamConsent.Open(record.Key, team).Secret);
            windows.RemoveAll(window => window.IsSecret(record.Key));
        }

        var people = (await professionals.OfAsync(db,
            [.. grants.Select(grant => grant.Holder.Value).Concat(windows.Select(window => window.Holder)).Distinct()], ct))
            .ToLookup(who => who.Id);
        var names = await structures.OfAsync(db,
            [.. teams.Select(team => team.StructureId).Concat(windows.Select(window => window.StructureId)).Distinct()], ct);
        return new AccessList(
            [
                .. grants.OrderByDescending(grant => grant.Treating).ThenByDescending(grant => grant.Since)
                    .Select(grant => new ListedGrant(grant, grant.StateAt(now), people[grant.Holder.Value].FirstOrDefault())),
            ],
            [
                .. teams.Select(team => new ListedStay(team.TeamId, Name(team.StructureId), team.Until > now, team.Since, team.Until,
                    TeamConsent.Open(record.Key, team))),
            ],
            [
                .. windows.Select(window => new ListedEmergency(
                    facts.Emergencies.First(known => known.Holder.Value == window.Holder && known.Since == window.Since),
                    window.Until > now, people[window.Holder].FirstOrDefault(), Name(window.StructureId), window.Reason(record.Key))),
            ],
            Choices.Of(facts));

        string Name(string number) => names.GetValueOrDefault(number, number);
    }
}
