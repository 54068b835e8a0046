using Carnet.Domain.Identity;

namespace Carnet.Domain.Access;

/// <summary>How a professional stands to one record at one instant, in the activity of this call.</summary>
/// <param name="State">What the person has said about them by name.</param>
/// <param name="Treating">Treating doctor, and in the trade in which they are one.</param>
/// <param name="InTeam">Of the staff of an establishment where the person stays.</param>
/// <param name="Replaced">The authorised professional whose place they hold, or null.</param>
/// <remarks>
/// What counts is the activity of this call (I-3): who is a treating doctor in one trade is none in another. An
/// occupational doctor is of no care team and replaces nobody in care. Source: rules.
/// </remarks>
public readonly record struct Standing(GrantState State, bool Treating, bool InTeam, PsIdNat? Replaced)
{
    public static Standing Of(Caller.Professional caller, RecordFacts record, AccessPolicy policy, DateTimeOffset now)
    {
        var who = caller.Who;
        var grant = record.GrantOf(who.Id);
        var state = grant?.StateAt(now) ?? GrantState.None;
        return new Standing(
            state,
            who is { IsPhysician: true, IsOccupationalDoctor: false } && grant is { Treating: true }
                && state is GrantState.Active,
            !who.IsOccupationalDoctor && record.TeamOf(who.Structure, policy, now) is not null,
            who.IsOccupationalDoctor ? null : ReplacedBy(who, record, now));
    }

    // The authorisation passes to the locum, a block of the replaced one does not become an authorisation.
    private static PsIdNat? ReplacedBy(Practitioner who, RecordFacts record, DateTimeOffset now)
    {
        foreach (var place in who.Replaces)
        {
            if (place.Structure == who.Structure && place.LastsAt(now)
                && record.GrantOf(place.Replaced)?.StateAt(now) is GrantState.Active)
            {
                return place.Replaced;
            }
        }

        return null;
    }
}
