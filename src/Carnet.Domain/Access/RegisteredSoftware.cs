using Carnet.Domain.Common;

namespace Carnet.Domain.Access;

/// <summary>For what a product was homologated; three profiles.</summary>
/// <remarks>Source: DMP 1.1 (homologation CNDA).</remarks>
[Flags]
public enum SoftwareProfiles
{
    None = 0,

    /// <summary>Création et gestion administrative.</summary>
    Creation = 1,

    /// <summary>Alimentation.</summary>
    Feeding = 2,

    /// <summary>Consultation.</summary>
    Consultation = 4,

    All = Creation | Feeding | Consultation,
}

/// <summary>A product that the operator lets call.</summary>
/// <param name="Name">As its tokens state it (LPS_Nom), at most 100 characters; compared without regard to case.</param>
/// <param name="Version">As its tokens state it (LPS_Version), at most 50 characters; <c>*</c> stands for every version.</param>
public sealed record RegisteredSoftware(string Name, string Version, SoftwareProfiles Profiles, DateTimeOffset Since)
{
    public const string AnyVersion = "*";

    /// <summary>The first thing that does not have its form, or null.</summary>
    public Failure? Defect() => !Fits(Name, 100) || !Fits(Version, 50) ? SoftwareFailures.Name
        : Profiles is SoftwareProfiles.None || (Profiles & ~SoftwareProfiles.All) != 0 ? SoftwareFailures.Profiles
        : null;

    private static bool Fits(string text, int most)
        => text.Length > 0 && text.Length <= most && text.Trim() == text && !text.Any(char.IsControl);
}

/// <summary>The profiles in the words of the homologation.</summary>
public static class SoftwareProfileCodes
{
    private static readonly (string Code, SoftwareProfiles Profile)[] Codes =
    [
        ("creation", SoftwareProfiles.Creation), ("alimentation", SoftwareProfiles.Feeding),
        ("consultation", SoftwareProfiles.Consultation),
    ];

    /// <summary>creation, alimentation, consultation.</summary>
    public static IEnumerable<string> All => Codes.Select(one => one.Code);

    /// <summary>None where one of the words is unknown.</summary>
    public static SoftwareProfiles Of(IEnumerable<string> codes)
    {
        var profiles = SoftwareProfiles.None;
        foreach (var code in codes)
        {
            if (Array.Find(Codes, one => one.Code == code) is not { Code: not null } known)
            {
                return SoftwareProfiles.None;
            }

            profiles |= known.Profile;
        }

        return profiles;
    }

    public static IEnumerable<string> CodesOf(SoftwareProfiles profiles)
        => Codes.Where(one => profiles.HasFlag(one.Profile)).Select(one => one.Code);
}

/// <summary>Expected failures about registered software; every code is listed in docs/failures.md.</summary>
public static class SoftwareFailures
{
    public static Failure Unregistered { get; } = new(FailureKind.Refused, "software.unregistered",
        "Ce logiciel (LPS_Nom, LPS_Version, LPS_ID_HOMOLOGATION_DMP) n'est pas inscrit sur ce serveur : l'éditeur s'adresse à l'exploitant.");

    public static Failure Profile { get; } = new(FailureKind.Refused, "software.profile",
        "Ce logiciel n'est pas homologué pour cette transaction (création, alimentation, consultation).");

    public static Failure Name { get; } = new(FailureKind.Invalid, "software.name",
        "Le nom ou la version (name, version) manque ou est trop long : au plus 100 et 50 caractères.");

    public static Failure Profiles { get; } = new(FailureKind.Invalid, "software.profiles",
        "Les profils (profiles) manquent ou ne sont pas connus : creation, alimentation, consultation.");

    public static Failure Homologation { get; } = new(FailureKind.Invalid, "software.homologation",
        "Le numéro d'homologation (homologation) manque ou dépasse 200 caractères.");

    public static Failure Registered { get; } = new(FailureKind.Conflict, "software.registered",
        "Ce logiciel est déjà inscrit dans cette version (name, version) : retirez-le d'abord.");

    public static Failure Unknown { get; } = new(FailureKind.NotFound, "software.unknown",
        "Ce logiciel n'est pas inscrit dans cette version (name, version).");

    public static Failure Operators { get; } = new(FailureKind.Refused, "software.operators-only",
        "Seul un exploitant du service inscrit ou retire un logiciel.");
}
