using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;

namespace Carnet.Domain.Records;

/// <summary>How to reach the person; all may be absent (rule L-3).</summary>
/// <param name="Address">Postal address without the name: one to five lines of at most 38 characters, line feeds between them.</param>
public sealed record Contact(string? Email, string? Phone, string? Address = null)
{
    private const int MostLines = 5;
    private const int LongestLine = 38;

    /// <summary>The first thing that does not have its form, or null.</summary>
    public Failure? Defect() => this switch
    {
        { Email: { } email } when !LooksLikeEmail(email) => RecordFailures.TraitMissing("email"),
        { Phone: { } phone } when !LooksLikePhone(phone) => RecordFailures.TraitMissing("phone"),
        { Address: { } address } when !LooksLikeAddress(address) => RecordFailures.TraitMissing("address"),
        _ => null,
    };

    private static bool LooksLikeEmail(string email) => email.Length is >= 3 and <= 254
        && email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < email.Length - 1
        && email.LastIndexOf('@') == at && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    private static bool LooksLikePhone(string phone)
    {
        var digits = phone.Count(char.IsAsciiDigit);
        return digits is >= 8 and <= 15 && phone.All(c => char.IsAsciiDigit(c) || c is ' ' or '+' or '.' or '-');
    }

    private static bool LooksLikeAddress(string address) => address.Split('\n') is { Length: <= MostLines } lines
        && Array.TrueForAll(lines, line => !string.IsNullOrWhiteSpace(line) && line.Length <= LongestLine && !line.Any(char.IsControl));

    public override string ToString() => "contact ***";
}

/// <summary>What the person answered when the record was opened.</summary>
/// <param name="CollectedBy">Who collected the consent; a name or a national identifier.</param>
/// <param name="BreakGlassRefused">No professional may enter in an emergency without asking.</param>
/// <param name="SamuRefused">The regulating doctors of the SAMU may not either.</param>
/// <param name="MaskedInEmergency">Documents masked to professionals may be read in an emergency.</param>
/// <remarks>Source: rule L-2; J18.</remarks>
public sealed record Consent(string CollectedBy, bool BreakGlassRefused, bool SamuRefused, bool MaskedInEmergency);

/// <summary>The opening of a record, complete enough to be judged.</summary>
public sealed record Opening(Ins Ins, IdentityTraits Traits, Contact Contact, Consent? Consent, OpeningChannel Channel)
{
    /// <summary>For a minor: the holder of parental authority who consents, and will act for them (L-6).</summary>
    public RepresentativeDraft? Representative { get; init; }

    /// <summary>Others who will act for the person, e.g. the second parent; they have consented to nothing yet .</summary>
    public IReadOnlyList<RepresentativeDraft> OtherRepresentatives { get; init; } = [];

    /// <summary>All of them, who consents first.</summary>
    public IEnumerable<RepresentativeDraft> Representatives
        => Representative is { } first ? OtherRepresentatives.Prepend(first) : OtherRepresentatives;

    /// <summary>The first thing that is missing, or null.</summary>
    /// <remarks>
    /// Opening by a third party needs the recorded express consent; for a minor it is that of a representative.
    /// Source: rules L-2, L-6.
    /// </remarks>
    public Failure? Defect(DateOnly today) => this switch
    {
        { Traits.BirthName: "" } => RecordFailures.TraitMissing("birthName"),
        { Traits.GivenNames: "" } => RecordFailures.TraitMissing("givenNames"),
        { Traits.Sex: Sex.Unknown } => RecordFailures.TraitMissing("sex"),
        { Traits.BirthPlace: { } place } when place.Length != 5 => RecordFailures.TraitMissing("birthPlace"),
        _ when Traits.BirthDate > today || Traits.BirthDate.Year < 1880 => RecordFailures.TraitMissing("birthDate"),
        _ when Contact.Defect() is { } unreachable => unreachable,
        { Channel: not (OpeningChannel.Internet or OpeningChannel.Automatic) }
            when string.IsNullOrWhiteSpace(Consent?.CollectedBy) => RecordFailures.ConsentMissing,
        { Representative: null, Channel: not OpeningChannel.Automatic } when IsMinorOn(today) => RepresentationFailures.Missing,
        _ when Representatives.Any(one => one.Kind is RepresentativeKind.Caregiver) => RepresentationFailures.Kind,
        _ when Representatives.Any(one => one.Kind is RepresentativeKind.Parent) && !IsMinorOn(today) => RepresentationFailures.ParentOfAdult,
        _ => null,
    };

    private bool IsMinorOn(DateOnly today) => Traits.BirthDate.AddYears(Majority.Age) > today;
}
