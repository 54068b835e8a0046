using Carnet.Domain.Records;

namespace Carnet.Domain.Access;

/// <summary>Who may open a record, and by which channel.</summary>
/// <remarks>
/// A desk opens by any channel but the automatic one; a professional, a pharmacy and an establishment by their own, in the
/// normal mode and never for somebody whom they only name (AIR); a person who has proven who they are opens their own.
/// Source: rules L-1, L-2; DMP 1.2 TD1.1.
/// </remarks>
public static class OpeningRules
{
    /// <summary>Sector of pharmacies (TRE_R02).</summary>
    private const string Pharmacies = "SA33";

    public static bool MayOpen(Caller caller, OpeningChannel channel) => (caller, channel) switch
    {
        (Caller.Job, OpeningChannel.Automatic) => true,
        (_, OpeningChannel.Automatic) => false,
        (Caller.Desk, _) => true,
        _ => ChannelOf(caller) == channel,
    };

    /// <summary>The channel of a caller who opens by software, or null for one who may not.</summary>
    public static OpeningChannel? ChannelOf(Caller caller) => caller switch
    {
        Caller.Representative { Mandate.Kind: RepresentativeKind.Parent } => OpeningChannel.Internet,
        Caller.Professional { Reinforced: false, Mode: AccessMode.Normal, Who: { IsOccupationalDoctor: false, Sector: Pharmacies } }
            => OpeningChannel.Pharmacy,
        Caller.Professional { Reinforced: false, Mode: AccessMode.Normal, Who.IsOccupationalDoctor: false }
            => OpeningChannel.Professional,
        Caller.Establishment { Mode: AccessMode.Normal } or Caller.Employee { Reinforced: false } => OpeningChannel.Establishment,
        Caller.Patient => OpeningChannel.Internet,
        _ => null,
    };
}
