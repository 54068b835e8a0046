using Carnet.Domain.Identity;

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

/// <summary>A stay of the person in an establishment, whose staff are deemed authorised while it lasts.</summary>
/// <param name="Consented">The initial consent of the person is recorded with name, date and way.</param>
/// <param name="Until">When the stay ends or ended; excluded.</param>
/// <remarks>Source: rule A-5; Q18 no. 6.</remarks>
public sealed record CareTeam(StructIdNat Structure, bool Consented, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>Whether the staff may enter because of this stay.</summary>
    public bool CaresAt(AccessPolicy policy, DateTimeOffset now)
        => Since <= now && now < Until && (Consented || !policy.TeamNeedsInitialConsent);
}

/// <summary>The time during which one declared emergency lasts.</summary>
/// <param name="Until">Then it takes a new declaration; excluded.</param>
/// <remarks>Of the professional, in one activity and one mode: what is declared in a hospital does not open a practice. Source: rule A-6.</remarks>
public sealed record EmergencyWindow(
    PsIdNat Holder, StructIdNat Structure, AccessMode Mode, DateTimeOffset Since, DateTimeOffset Until)
{
    public bool IsOf(Practitioner who, AccessMode mode) => Holder == who.Id && Structure == who.Structure && Mode == mode;

    public bool LastsAt(DateTimeOffset now) => Since <= now && now < Until;
}

/// <summary>A locum's place: who acts in whose activity, and when.</summary>
/// <param name="Until">Excluded.</param>
/// <remarks>Comes from the directory, never from a message. Source: rule A-11; J18.</remarks>
public sealed record Replacement(PsIdNat Replaced, StructIdNat Structure, DateTimeOffset From, DateTimeOffset Until)
{
    public bool LastsAt(DateTimeOffset now) => From <= now && now < Until;
}
