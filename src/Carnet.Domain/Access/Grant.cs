using System.Collections.Immutable;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;

namespace Carnet.Domain.Access;

/// <summary>What the person has said about one professional.</summary>
/// <remarks>Source: rule A-2; DMP 1.4.</remarks>
public enum GrantState
{
    /// <summary>Nothing was said: absence means no.</summary>
    None = 0,
    Active = 1,
    Expired = 2,

    /// <summary>By name, and before everything else.</summary>
    Blocked = 3,
}

/// <summary>One line of the person's list of professionals.</summary>
/// <param name="Until">End of the authorisation, where a duration is set.</param>
/// <param name="Treating">Declared as treating doctor (médecin traitant).</param>
public sealed record Grant(PsIdNat Holder, bool Blocked, bool Treating, DateTimeOffset Since, DateTimeOffset? Until)
{
    public GrantState StateAt(DateTimeOffset now) => this switch
    {
        { Blocked: true } => GrantState.Blocked,
        { Until: { } end } when end <= now => GrantState.Expired,
        _ => GrantState.Active,
    };
}

/// <summary>Facts about the record, read once before deciding.</summary>
public sealed record RecordFacts(
    RecordId Id, RecordStatus Status, bool BreakGlassRefused, bool SamuRefused, bool MaskedInEmergency,
    ImmutableArray<Grant> Grants)
{
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
}
