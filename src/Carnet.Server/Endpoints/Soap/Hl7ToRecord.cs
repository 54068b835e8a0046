using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Wire.Hl7v3;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>A person to be registered, in the words of the domain. Source: rule L-2; DMP 1.3.</summary>
internal static class Hl7ToRecord
{
    /// <summary>The opening as the message and the caller state it; what is missing is told by the opening itself.</summary>
    public static Opening Opening(Ins ins, Hl7Patient patient, Caller caller, OpeningChannel channel) => new(
        ins,
        new IdentityTraits(
            patient.Name?.BirthName ?? "", string.Join(' ', patient.Name?.Given ?? []), patient.Name?.UsedName,
            patient.Gender switch { "M" => Sex.Male, "F" => Sex.Female, _ => Sex.Unknown },
            DateOnly.TryParseExact(patient.BirthTime?[..Math.Min(8, patient.BirthTime.Length)], "yyyyMMdd",
                CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) ? born : default,
            patient.BirthPlace),
        Contact(patient),
        patient.Flag(DmpCodes.Consent) is true
            ? new Consent(
                Collector(caller) + Representatives(patient), patient.Flag(DmpCodes.BreakGlassOpposition) ?? false,
                patient.Flag(DmpCodes.EmergencyOpposition) ?? false, MaskedInEmergency: false)
            : null,
        channel)
    {
        Representative = patient.Relationships is [var relationship, ..] ? Representative(relationship) : null,
        OtherRepresentatives = [.. patient.Relationships.Skip(1).Select(Representative)],
    };

    /// <summary>What a message states of a person whom the record knows already (TD1.3b).</summary>
    public static ReviseRecord Revision(Ins ins, Hl7Patient patient) => new(
        ins,
        new StatedTraits(
            patient.Name?.BirthName, patient.Name is { Given: { Count: > 0 } given } ? string.Join(' ', given) : null,
            patient.BirthTime, patient.Gender switch { "M" => Sex.Male, "F" => Sex.Female, _ => null }),
        patient.Name?.UsedName, Contact(patient), patient.Flag(DmpCodes.BreakGlassOpposition),
        patient.Flag(DmpCodes.EmergencyOpposition));

    // Who is neither parent nor guardian is refused by the opening, which names the kinds.
    private static RepresentativeDraft Representative(Hl7Relationship relationship) => new(
        relationship.Name.BirthName ?? relationship.Name.UsedName ?? "", string.Join(' ', relationship.Name.Given),
        relationship.Code switch
        {
            "FTH" or "MTH" or "PRN" => RepresentativeKind.Parent,
            "GUARD" => RepresentativeKind.Guardian,
            _ => default,
        },
        Extent.Full, new Contact(After("mailto:", relationship.Telecoms), After("tel:", relationship.Telecoms)), null, null, null);

    private static Contact Contact(Hl7Patient patient) => new(
        After("mailto:", patient.Telecoms), After("tel:", patient.Telecoms),
        patient.Address is { } address
            ? string.Join('\n', address.Lines.Append($"{address.PostalCode} {address.City}".Trim()).Where(line => line.Length > 0))
                is { Length: > 0 } lines ? lines : null
            : null);

    private static string? After(string scheme, IEnumerable<Hl7Telecom> telecoms) => telecoms
        .Where(telecom => telecom.Value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        .Select(telecom => telecom.Value[scheme.Length..]).FirstOrDefault();

    // The caller collected the consent: their name comes from the token, never from the message (L-2).
    private static string Collector(Caller caller) => caller switch
    {
        Caller.Professional { Who: var who } => $"{who.GivenName} {who.FamilyName} ({who.Id})",
        Caller.Employee employee => $"{employee.Name} ({employee.Id})",
        Caller.Establishment establishment => $"{establishment.Person} ({establishment.Structure})",
        _ => "",
    };

    private static string Representatives(Hl7Patient patient) => string.Concat(patient.Relationships.Select(relationship =>
        $" ; représentant légal : {string.Join(' ', relationship.Name.Given)} {relationship.Name.BirthName} ({relationship.Code})"));
}
