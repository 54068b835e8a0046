using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Wire.Hl7v3;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>A record's first page in the words of HL7 v3. Source: DMP 1.3.</summary>
internal static class RecordToHl7
{
    /// <param name="administrative">With what only TD1.3a shows: how to reach the person, and the oppositions.</param>
    public static Hl7Patient Patient(RecordSheet sheet, bool administrative)
    {
        var ins = new Ii(sheet.Details.Ins.Oid, sheet.Details.Ins.Value);
        if (sheet.Facts.Status is RecordStatus.Closed)
        {
            return new Hl7Patient { Ids = [ins], StatusCode = "terminated", Observations = Closing(sheet, administrative) };
        }

        var patient = Traits(ins, sheet.Details.Traits);
        return !administrative ? patient : patient with
        {
            Telecoms = Telecoms(sheet.Details.Contact),
            Address = sheet.Details.Contact.Address is { } address
                ? new Hl7Address(address.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), null, null, null)
                : null,
            Observations =
            [
                Hl7Observation.Flag(DmpCodes.BreakGlassOpposition, DmpCodes.FlagSystem, sheet.Facts.BreakGlassRefused),
                Hl7Observation.Flag(DmpCodes.EmergencyOpposition, DmpCodes.FlagSystem, sheet.Facts.SamuRefused),
                Hl7Observation.Flag(DmpCodes.Attached, DmpCodes.FlagSystem, false),
            ],
        };
    }

    public static Hl7Patient Candidate(Candidate candidate)
        => Traits(new Ii(candidate.Ins.Oid, candidate.Ins.Value), candidate.Traits) with
        {
            MatchPercentage = candidate.Percentage,
            Observations = [Hl7Observation.Flag(DmpCodes.EmergencyOpposition, DmpCodes.FlagSystem, candidate.SamuRefused)],
        };

    public static string StateOf(GrantState state) => state switch
    {
        GrantState.Active => "VALIDE",
        GrantState.Expired => "EXPIREE",
        GrantState.Blocked => "INTERDITE",
        GrantState.None => "INEXISTANTE",
    };

    private static Hl7Patient Traits(Ii ins, IdentityTraits traits) => new()
    {
        Ids = [ins],
        StatusCode = "active",
        Name = new Hl7Name(traits.BirthName, traits.UsedName, traits.GivenNames.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        Gender = traits.Sex switch { Sex.Male => "M", Sex.Female => "F", Sex.Unknown => "UN" },
        BirthTime = traits.BirthDate.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
        BirthPlace = traits.BirthPlace,
    };

    private static List<Hl7Telecom> Telecoms(Contact contact)
    {
        List<Hl7Telecom> telecoms = [];
        if (contact.Phone is { } phone)
        {
            telecoms.Add(new Hl7Telecom("tel:" + phone.Replace(" ", "", StringComparison.Ordinal), "MC"));
        }

        if (contact.Email is { } email)
        {
            telecoms.Add(new Hl7Telecom("mailto:" + email, null));
        }

        return telecoms;
    }

    // Everybody learns that it is closed, when and by which motive; the person's own words go with the administrative data.
    private static List<Hl7Observation> Closing(RecordSheet sheet, bool administrative)
    {
        List<Hl7Observation> observations = [];
        if (sheet.ClosedAt is { } closed)
        {
            observations.Add(new(DmpCodes.ClosedAt, DmpCodes.ClosingSystem, "TS",
                closed.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)));
        }

        if (sheet.Closing is { } closing)
        {
            observations.Add(new(DmpCodes.ClosingMotive, DmpCodes.ClosingSystem, "CD", ClosingReasons.CodeOf(closing.Reason)));
            if (administrative && closing.Text is { } text)
            {
                observations.Add(new(DmpCodes.ClosingReason, DmpCodes.ClosingSystem, "ST", text));
            }
        }

        return observations;
    }
}
