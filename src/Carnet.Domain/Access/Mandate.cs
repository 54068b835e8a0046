using System.Collections.Immutable;

namespace Carnet.Domain.Access;

/// <summary>By what right somebody acts for another person.</summary>
/// <remarks>Source: rules, L-10.</remarks>
public enum RepresentativeKind
{
    /// <summary>Holder of parental authority; ends by itself when the person is 18.</summary>
    Parent = 1,

    /// <summary>Tuteur, named by a court; ends when the court says so.</summary>
    Guardian = 2,

    /// <summary>Aidant, named by the person.</summary>
    Caregiver = 3,
}

/// <summary>How far somebody may act for another person; each holds what the one before it holds.</summary>
public enum Extent
{
    None = 0,

    /// <summary>Reads documents and history.</summary>
    Read = 1,

    /// <summary>Adds documents too.</summary>
    Add = 2,

    /// <summary>Keeps the record in order too: lets professionals in or not, masks. The most that a caregiver may have.</summary>
    Manage = 3,

    /// <summary>What the person could do, the closing included; parents and guardians only.</summary>
    Full = 4,
}

/// <summary>A court has limited what a representative may do, for a time.</summary>
/// <param name="Until">Null until a further decision.</param>
/// <param name="Extent">The most that is left to the representative.</param>
/// <remarks>Source: rule A-13; Code civil art. 373-2 and following.</remarks>
public sealed record Restriction(DateTimeOffset Since, DateTimeOffset? Until, Extent Extent)
{
    public bool HoldsAt(DateTimeOffset now) => Since <= now && !(Until <= now);
}

/// <summary>Somebody may act for a person: by what right, how far, from when to when.</summary>
/// <param name="Until">Null without an end of its own.</param>
/// <param name="Majority">The instant at which the person is 18.</param>
/// <param name="InConflict">The parents are in a declared conflict: masking and closing need both.</param>
public sealed record Mandate(
    Guid Id, RepresentativeKind Kind, Extent Extent, DateTimeOffset Since, DateTimeOffset? Until, DateTimeOffset Majority,
    ImmutableArray<Restriction> Restrictions, bool InConflict)
{
    /// <summary>How far it reaches now. A function of the clock alone: no job has to have run.</summary>
    public Extent ExtentAt(DateTimeOffset now)
    {
        if (now < Since || Until <= now || (Kind is RepresentativeKind.Parent && Majority <= now))
        {
            return Extent.None;
        }

        var left = Kind is RepresentativeKind.Caregiver && Extent > Extent.Manage ? Extent.Manage : Extent;
        foreach (var restriction in Restrictions)
        {
            if (restriction.HoldsAt(now) && restriction.Extent < left)
            {
                left = restriction.Extent;
            }
        }

        return left;
    }
}

/// <summary>What a person may do with their own record, and somebody who acts for them perhaps.</summary>
public enum PersonalAct
{
    Read,
    AddDocument,

    /// <summary>Lets a professional in, or no longer.</summary>
    ManageProfessionals,

    /// <summary>Shuts the record to the treating doctor, or takes the role from them.</summary>
    ManageTreatingDoctor,
    Mask,

    /// <summary>Asks an author for a correction.</summary>
    AskCorrection,

    /// <summary>Withdraws a document of the person's own.</summary>
    DeleteDocument,

    /// <summary>Break-glass, SAMU, masked documents in an emergency.</summary>
    EmergencyChoices,

    /// <summary>Caregivers, trusted person, persons to call.</summary>
    NamePersons,
    ChangeContact,

    /// <summary>Takes the whole of the record away.</summary>
    TakeCopy,
    Close,
    Reactivate,
}
