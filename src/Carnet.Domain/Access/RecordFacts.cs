using System.Collections.Immutable;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;

namespace Carnet.Domain.Access;

/// <summary>Facts about the record, read once before deciding. Every list is as long as what people have said, never longer.</summary>
public sealed record RecordFacts(
    RecordId Id, RecordStatus Status, bool BreakGlassRefused, bool SamuRefused, bool MaskedInEmergency,
    ImmutableArray<Grant> Grants)
{
    /// <summary>Stays in establishments, past ones too.</summary>
    public ImmutableArray<CareTeam> Teams { get; init; } = [];

    /// <summary>Declared emergencies, past ones too.</summary>
    public ImmutableArray<EmergencyWindow> Emergencies { get; init; } = [];

    /// <summary>The person wants every new document masked to professionals (V-7).</summary>
    public bool MaskNewDocuments { get; init; }

    /// <summary>The same for the reimbursement history alone (V-7).</summary>
    public bool MaskReimbursements { get; init; }

    /// <summary>What was said about one professional, or null.</summary>
    public Grant? GrantOf(PsIdNat holder)
    {
        foreach (var grant in Grants)
        {
            if (grant.Holder == holder)
            {
                return grant;
            }
        }

        return null;
    }

    /// <summary>The stay during which the staff of a structure are deemed authorised, or null.</summary>
    public CareTeam? TeamOf(StructIdNat structure, AccessPolicy policy, DateTimeOffset now)
    {
        foreach (var team in Teams)
        {
            if (team.Structure == structure && team.CaresAt(policy, now))
            {
                return team;
            }
        }

        return null;
    }

    /// <summary>The emergency that this professional has declared in this activity and mode and that still lasts, or null.</summary>
    public EmergencyWindow? EmergencyOf(Practitioner who, AccessMode mode, DateTimeOffset now)
    {
        foreach (var window in Emergencies)
        {
            if (window.IsOf(who, mode) && window.LastsAt(now))
            {
                return window;
            }
        }

        return null;
    }

    /// <summary>Those who are treating doctor at an instant, to be told of an emergency .</summary>
    public IEnumerable<PsIdNat> TreatingDoctorsAt(DateTimeOffset now)
        => Grants.Where(grant => grant.Treating && grant.StateAt(now) is GrantState.Active).Select(grant => grant.Holder);
}
