using System.Buffers;
using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Hl7v3;

/// <summary>The wrapped answer to <see cref="PatientRegistration"/>: accepted (201312, 201315) or refused (201313, 201316).</summary>
/// <param name="Header">Its interaction says which of the four it is.</param>
/// <param name="Request">Number of the message that is answered.</param>
/// <param name="Patient">The person concerned, by number alone.</param>
/// <remarks>Source: HL7 v3 PRPA; DMP A.2.</remarks>
public sealed record PatientRegistrationAnswer(Hl7Header Header, Ii Request, Ii Patient, Ii Custodian)
{
    public const string Namespace = "asip:ci-sis:gdp:2010";

    /// <summary>Why; null where it was accepted.</summary>
    public Hl7Complaint? Refused { get; init; }

    /// <summary>active or terminated, after the act.</summary>
    public string StatusCode { get; init; } = "active";

    /// <summary>What goes with an opening: identifier and temporary password.</summary>
    public IReadOnlyList<Hl7Observation> Observations { get; init; } = [];

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        var wrapper = WrapperOf(Header.Interaction);
        xml.Raw("<gdp:"u8).Text(wrapper).Raw(" xmlns:gdp=\"asip:ci-sis:gdp:2010\">"u8);
        Header.Open(xml);
        Hl7Complaint.Acknowledge(xml, Refused, Request);
        xml.Raw("<controlActProcess classCode=\"CACT\" moodCode=\"EVN\"><subject typeCode=\"SUBJ\" contextConductionInd=\"false\">"u8);
        xml.Raw(Refused is null
            ? "<registrationEvent classCode=\"REG\" moodCode=\"EVN\"><statusCode code=\"completed\"/>"u8
            : "<registrationRequest classCode=\"REG\" moodCode=\"RQO\"><statusCode code=\"aborted\"/>"u8);
        xml.Raw("<subject1 typeCode=\"SBJ\"><patient classCode=\"PAT\">"u8);
        Hl7Writer.Identifier(xml, "id"u8, Patient);
        Hl7Writer.Coded(xml, "statusCode"u8, StatusCode);
        foreach (var observation in Observations)
        {
            Hl7Writer.Observation(xml, observation);
        }

        xml.Raw("</patient></subject1><custodian typeCode=\"CST\"><assignedEntity classCode=\"ASSIGNED\">"u8);
        Hl7Writer.Identifier(xml, "id"u8, Custodian);
        xml.Raw("</assignedEntity></custodian>"u8);
        xml.Raw(Refused is null ? "</registrationEvent>"u8 : "</registrationRequest>"u8)
            .Raw("</subject></controlActProcess>"u8);
        Header.Close(xml);
        xml.Raw("</gdp:"u8).Text(wrapper).Raw(">"u8);
    }

    /// <summary>Reads the wrapper on which the reader stands; <c>patients.…</c> for the first defect.</summary>
    public static PatientRegistrationAnswer Read(XmlReader reader)
    {
        using var tape = Hl7Walk.Tape(reader);
        var wrapper = tape.Root;
        if (wrapper.Node.Uri != Namespace || wrapper.Children() is not [var message])
        {
            throw new WireFormatException("patients.interaction", "La réponse n'a pas l'enveloppe attendue.");
        }

        var header = Hl7Header.Read(message, message.LocalName is DmpCodes.AddAccepted or DmpCodes.AddRefused
            or DmpCodes.ReviseAccepted or DmpCodes.ReviseRefused ? message.LocalName : DmpCodes.AddAccepted);
        var subject = message.Required("controlActProcess").Required("subject");
        var registration = subject.One("registrationEvent") ?? subject.Required("registrationRequest");
        var patient = registration.Required("subject1").Required("patient");
        return new PatientRegistrationAnswer(
            header,
            message.At("acknowledgement", "targetMessage", "id")?.Identifier() ?? throw Hl7Walk.Missing("targetMessage/id"),
            patient.Required("id").Identifier(),
            registration.At("custodian", "assignedEntity", "id")?.Identifier() ?? throw Hl7Walk.Missing("custodian"))
        {
            Refused = Hl7Complaint.Of(message),
            StatusCode = patient.One("statusCode")?.Value("code") ?? "active",
            Observations = Hl7PatientReader.Read(patient).Observations,
        };
    }

    private static string WrapperOf(string interaction)
        => interaction is DmpCodes.AddAccepted or DmpCodes.AddRefused ? "PRPA_IN201311UV02_Response" : "PRPA_IN201314UV02_Response";
}
