using System.Globalization;
using Carnet.Domain.Identity;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Xds;

namespace Carnet.Client;

/// <summary>Between which devices HL7 v3 messages go, by their OIDs.</summary>
public sealed record Hl7Devices(string Sender, string Receiver)
{
    /// <summary>For trials: the receiver is a Carnet whose <c>Carnet:Registry:DeviceId</c> nobody has set.</summary>
    public static Hl7Devices Trial { get; } = new(
        "2.25.104601029093106120325512811871160837304", "2.25.104601029093106120325512811871160837302");
}

/// <summary>The HL7 v3 messages that the software of a practice sends to the Patients service.</summary>
/// <remarks>Source: DMP 1.2 to 1.6.</remarks>
public static class PatientMessages
{
    /// <summary>TD0.2 and TD1.3a.</summary>
    /// <param name="reason"><see cref="DmpCodes.TestExistence"/> or <see cref="DmpCodes.ConsultData"/>.</param>
    public static PatientQuery Query(Cx patient, string reason, DateTimeOffset now, Hl7Devices? between = null)
    {
        ArgumentNullException.ThrowIfNull(patient);
        return new(Head(DmpCodes.GetDemographics, now, between), reason, Number(between), new Ii(patient.AssigningAuthorityOid, patient.Id));
    }

    /// <summary>TD0.5; at most ten candidates are asked for.</summary>
    /// <param name="birthDate">AAAAMMJJ.</param>
    /// <param name="sex">M or F.</param>
    /// <param name="minimum">Per cent of likeness below which nobody is told; null leaves it to the server.</param>
    public static CandidateQuery Candidates(
        string? family, IReadOnlyList<string> given, string? birthDate, string? sex, int? minimum, DateTimeOffset now,
        Hl7Devices? between = null) => new(Head(DmpCodes.FindCandidates, now, between), Number(between))
        {
            Family = family,
            Given = given,
            BirthTime = birthDate,
            Gender = sex,
            MinimumMatch = minimum,
            Quantity = 10,
        };

    /// <summary>TD1.1 to TD1.4.</summary>
    /// <param name="interaction"><see cref="DmpCodes.Add"/> or <see cref="DmpCodes.Revise"/>.</param>
    /// <param name="reason">What is revised; null when a record is opened.</param>
    /// <param name="card">Of the author.</param>
    public static PatientRegistration Registration(
        string interaction, string? reason, Hl7Patient patient, Card card, DateTimeOffset now, Hl7Devices? between = null)
    {
        ArgumentNullException.ThrowIfNull(card);
        return new(Head(interaction, now, between), reason, patient)
        {
            Author = card.Depositor.Person is { } person ? new Ii(PsIdNat.Oid, person) : null,
            AuthorStructure = new Ii(StructIdNat.Oid, card.StructureId),
        };
    }

    private static Hl7Header Head(string interaction, DateTimeOffset now, Hl7Devices? between) => new(
        interaction, Number(between), now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture),
        new Ii((between ?? Hl7Devices.Trial).Sender), new Ii((between ?? Hl7Devices.Trial).Receiver));

    private static Ii Number(Hl7Devices? between) => new((between ?? Hl7Devices.Trial).Sender, Guid.CreateVersion7().ToString());
}
