namespace Carnet.Domain.Access;

/// <summary>What an operator may set about access; section <c>Carnet:Access</c>.</summary>
/// <param name="TeamNeedsInitialConsent">Without a recorded consent no stay opens the record to the staff .</param>
/// <param name="EmergencyLasts">How long a declared emergency lasts .</param>
/// <param name="StayLasts">How long a stay lasts whose end was not stated .</param>
/// <remarks>Source: rules .</remarks>
public sealed record AccessPolicy(bool TeamNeedsInitialConsent, TimeSpan EmergencyLasts, TimeSpan StayLasts)
{
    public static AccessPolicy Default { get; } = new(true, TimeSpan.FromHours(4), TimeSpan.FromDays(30));
}
