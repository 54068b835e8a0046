using System.Buffers;
using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Hl7v3;

/// <summary>PRPA_IN201307UV02: does this person have a record (TD0.2), and what is in its first page (TD1.3a)?</summary>
/// <param name="Reason"><see cref="DmpCodes.TestExistence"/> or <see cref="DmpCodes.ConsultData"/>.</param>
/// <param name="QueryId">Number of the question; comes back with the answer.</param>
/// <param name="Patient">The INS and its OID.</param>
/// <remarks>Source: HL7 v3 PRPA; DMP 1.3, A.2.</remarks>
public sealed record PatientQuery(Hl7Header Header, string Reason, Ii QueryId, Ii Patient)
{
    /// <summary>Reads from the reader's element; <c>patients.…</c> for the first defect.</summary>
    public static PatientQuery Read(XmlReader reader)
    {
        using var tape = Hl7Walk.Tape(reader);
        var header = Hl7Header.Read(tape.Root, DmpCodes.GetDemographics);
        var act = tape.Root.Required("controlActProcess");
        var query = act.Required("queryByParameter");
        return new PatientQuery(
            header, ReasonOf(act), query.Required("queryId").Identifier(), PatientOf(query.Required("parameterList")));
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        Header.Open(xml);
        xml.Raw("<controlActProcess classCode=\"CACT\" moodCode=\"EVN\"><reasonCode"u8).Attribute("code"u8, Reason)
            .Attribute("codeSystem"u8, DmpCodes.ReasonSystem).Raw("/>"u8);
        WriteQuery(xml);
        xml.Raw("</controlActProcess>"u8);
        Header.Close(xml);
    }

    internal void WriteQuery(Utf8XmlWriter xml)
    {
        xml.Raw("<queryByParameter>"u8);
        Hl7Writer.Identifier(xml, "queryId"u8, QueryId);
        xml.Raw("<statusCode code=\"new\"/><parameterList><dataSource xsi:nil=\"true\"/><patientIdentifier>"u8);
        Hl7Writer.Identifier(xml, "value"u8, Patient);
        xml.Raw("<semanticsText>Patient.id</semanticsText></patientIdentifier></parameterList></queryByParameter>"u8);
    }

    private static string ReasonOf(TapeElement act) => act.One("reasonCode") is { } reason
        && reason.Value("code") is DmpCodes.TestExistence or DmpCodes.ConsultData
        ? act.One("reasonCode")!.Value.Value("code")!
        : throw new WireFormatException("patients.reason",
            "Le motif de l'appel (reasonCode) manque ou n'est pas admis : TEST_EXST ou CNSLT_DATA.");

    private static Ii PatientOf(TapeElement parameters)
    {
        var identifier = parameters.Required("patientIdentifier").Required("value").Identifier();
        return identifier.Extension is null ? throw Hl7Walk.Missing("patientIdentifier/value/@extension") : identifier;
    }
}
