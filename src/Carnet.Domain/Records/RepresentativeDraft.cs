using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;

namespace Carnet.Domain.Records;

/// <summary>Somebody who is to act for a person, complete enough to be judged.</summary>
/// <param name="Since">Null from now on.</param>
/// <param name="Until">Null without an end of its own; a caregiver always has one.</param>
/// <param name="Login">Identifier that they have already; null where an account is to be made.</param>
/// <remarks>Source: rules, L-6; Code civil art. 371-1, 408, 459; CSP L. 1111-6-1, R. 1111-49.</remarks>
public sealed record RepresentativeDraft(
    string FamilyName, string GivenName, RepresentativeKind Kind, Extent Extent, Contact Contact, DateTimeOffset? Since,
    DateTimeOffset? Until, string? Login)
{
    private const int LongestName = 100;

    /// <summary>The first thing that the law or the form does not allow, or null.</summary>
    /// <param name="birth">Birth date of the person for whom they are to act.</param>
    public Failure? Defect(DateOnly birth, DateTimeOffset now) => this switch
    {
        _ when !Enum.IsDefined(Kind) => RepresentationFailures.Kind,
        _ when IsWrong(FamilyName) => RepresentationFailures.Name("familyName"),
        _ when IsWrong(GivenName) => RepresentationFailures.Name("givenName"),
        { Login: null, Contact: { Email: null or "", Phone: null or "" } } => RepresentationFailures.ContactMissing,
        _ when Contact.Defect() is { } unreachable => unreachable,
        { Kind: RepresentativeKind.Parent } when !Majority.IsMinorAt(birth, now) => RepresentationFailures.ParentOfAdult,
        { Kind: RepresentativeKind.Caregiver, Extent: not (Extent.Read or Extent.Add or Extent.Manage) }
            => RepresentationFailures.CaregiverExtent,
        { Kind: not RepresentativeKind.Caregiver, Extent: not Extent.Full } => RepresentationFailures.FullExtent,
        { Kind: RepresentativeKind.Caregiver, Until: null } => RepresentationFailures.CaregiverEnd,
        _ when Until <= now || Until <= Since => RepresentationFailures.Period,
        _ => null,
    };

    private static bool IsWrong(string name) => string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl);

    public override string ToString() => "representative ***";
}
