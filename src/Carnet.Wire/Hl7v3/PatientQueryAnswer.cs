using System.Buffers;
using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Hl7v3;

/// <summary>PRPA_IN201308UV02: the answer to <see cref="PatientQuery"/>.</summary>
/// <param name="Query">The question, which is sent back.</param>
/// <param name="Custodian">Number of the registry that keeps the record.</param>
/// <remarks>Source: HL7 v3 PRPA; DMP 1.3.</remarks>
public sealed record PatientQueryAnswer(Hl7Header Header, PatientQuery Query, Ii Custodian)
{
    /// <summary>Null where there is no record (NF), or where the question was refused (AE).</summary>
    public Hl7Patient? Patient { get; init; }

    /// <summary>VALIDE, INEXISTANTE, EXPIREE or INTERDITE; null without a record.</summary>
    public string? Authorisation { get; init; }

    /// <summary>Whether the caller is a declared treating doctor.</summary>
    public bool? Treating { get; init; }

    /// <summary>Why the question was refused; null where it was answered.</summary>
    public Hl7Complaint? Refused { get; init; }

    /// <summary>OK, NF or AE.</summary>
    public string ResponseCode => Refused is not null ? "AE" : Patient is null ? "NF" : "OK";

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        Header.Open(xml);
        Hl7Complaint.Acknowledge(xml, Refused, Query.Header.Id);
        xml.Raw("<controlActProcess classCode=\"CACT\" moodCode=\"EVN\">"u8);
        Attention(xml);
        if (Patient is { } patient)
        {
            Subject(xml, patient, Custodian);
        }

        xml.Raw("<queryAck>"u8);
        Hl7Writer.Identifier(xml, "queryId"u8, Query.QueryId);
        Hl7Writer.Coded(xml, "queryResponseCode"u8, ResponseCode);
        xml.Raw("</queryAck>"u8);
        Query.WriteQuery(xml);
        xml.Raw("</controlActProcess>"u8);
        Header.Close(xml);
    }

    /// <summary>Reads from the reader's element; <c>patients.…</c> for the first defect.</summary>
    public static PatientQueryAnswer Read(XmlReader reader)
    {
        using var tape = Hl7Walk.Tape(reader);
        var header = Hl7Header.Read(tape.Root, DmpCodes.GetDemographicsAnswer);
        var act = tape.Root.Required("controlActProcess");
        var query = act.Required("queryByParameter");
        var (authorisation, treating) = Attention(tape.Root, act);
        return new PatientQueryAnswer(
            header,
            new PatientQuery(header, "", query.Required("queryId").Identifier(),
                query.Required("parameterList").Required("patientIdentifier").Required("value").Identifier()),
            CustodianOf(act))
        {
            Patient = Subjects(act).FirstOrDefault(),
            Authorisation = authorisation,
            Treating = treating,
            Refused = Hl7Complaint.Of(tape.Root),
        };
    }

    internal static void Subject(Utf8XmlWriter xml, Hl7Patient patient, Ii custodian)
    {
        xml.Raw("<subject typeCode=\"SUBJ\" contextConductionInd=\"false\"><registrationEvent classCode=\"REG\" moodCode=\"EVN\">"u8)
            .Raw("<statusCode code=\"active\"/><subject1 typeCode=\"SBJ\">"u8);
        Hl7Writer.Patient(xml, patient);
        xml.Raw("</subject1><custodian typeCode=\"CST\"><assignedEntity classCode=\"ASSIGNED\">"u8);
        Hl7Writer.Identifier(xml, "id"u8, custodian);
        xml.Raw("</assignedEntity></custodian></registrationEvent></subject>"u8);
    }

    internal static IEnumerable<Hl7Patient> Subjects(TapeElement act)
        => act.All("subject").Select(subject => Hl7PatientReader.Read(
            subject.At("registrationEvent", "subject1", "patient") ?? throw Hl7Walk.Missing("subject1/patient")));

    internal static Ii CustodianOf(TapeElement act)
    {
        foreach (var subject in act.All("subject"))
        {
            if (subject.At("registrationEvent", "custodian", "assignedEntity", "id") is { } id)
            {
                return id.Identifier();
            }
        }

        return new Ii("0.0");
    }

    private void Attention(Utf8XmlWriter xml)
    {
        if (Authorisation is { } state)
        {
            xml.Raw("<attentionLine><keyWordText"u8).Attribute("code"u8, DmpCodes.Authorisation)
                .Attribute("codeSystem"u8, DmpCodes.AuthorisationKeySystem)
                .Raw(">AUTORISATION</keyWordText><value xsi:type=\"CV\""u8).Attribute("code"u8, state)
                .Attribute("codeSystem"u8, DmpCodes.AuthorisationSystem).Raw("/></attentionLine>"u8);
        }

        if (Treating is { } treating)
        {
            xml.Raw("<attentionLine><keyWordText"u8).Attribute("code"u8, DmpCodes.TreatingStatus)
                .Attribute("codeSystem"u8, DmpCodes.TreatingSystem)
                .Raw(">STATUT_MT</keyWordText><value xsi:type=\"BL\""u8).Attribute("value"u8, treating ? "true" : "false")
                .Raw("/></attentionLine>"u8);
        }
    }

    // The standard puts attention lines beside the control act, samples inside it.
    private static (string? Authorisation, bool? Treating) Attention(TapeElement message, TapeElement act)
    {
        string? state = null;
        bool? treating = null;
        foreach (var line in message.All("attentionLine").Concat(act.All("attentionLine")))
        {
            switch (line.One("keyWordText")?.Value("code"))
            {
                case DmpCodes.Authorisation:
                    state = line.One("value")?.Value("code");
                    break;
                case DmpCodes.TreatingStatus:
                    treating = line.One("value")?.Value("value") == "true";
                    break;
            }
        }

        return (state, treating);
    }
}
