using System.Globalization;
using Carnet.Server.Platform;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Lps;

/// <summary>The HL7 v3 messages that the software of a practice sends to the Patients service.</summary>
internal static class LpsHl7
{
    private const string Software = "2.25.104601029093106120325512811871160837304";

    public static PatientQuery Query(Cx patient, string reason, DateTimeOffset now)
        => new(Head(DmpCodes.GetDemographics, now), reason, Number(), new Ii(patient.AssigningAuthorityOid, patient.Id));

    public static CandidateQuery Candidates(
        string? family, IReadOnlyList<string> given, string? birthDate, string? sex, int? minimum, DateTimeOffset now)
        => new(Head(DmpCodes.FindCandidates, now), Number())
        {
            Family = family,
            Given = given,
            BirthTime = birthDate,
            Gender = sex,
            MinimumMatch = minimum,
            Quantity = 10,
        };

    public static PatientRegistration Registration(string interaction, string? reason, Hl7Patient patient, LpsCard card, DateTimeOffset now)
        => new(Head(interaction, now), reason, patient)
        {
            Author = card.Depositor.Person is { } person ? new Ii(Carnet.Domain.Identity.PsIdNat.Oid, person) : null,
            AuthorStructure = new Ii(Carnet.Domain.Identity.StructIdNat.Oid, card.StructureId),
        };

    private static Hl7Header Head(string interaction, DateTimeOffset now) => new(
        interaction, Number(), now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture),
        new Ii(Software), new Ii(new RegistryOptions().DeviceId));

    private static Ii Number() => new(Software, Guid.CreateVersion7().ToString());
}
