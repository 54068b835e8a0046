using System.Buffers;
using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Hl7v3;

/// <summary>
/// PRPA_IN201311UV02 opens a record (TD1.1); PRPA_IN201314UV02 changes, closes or reactivates one (TD1.2, TD1.3b, TD1.4).
/// </summary>
/// <param name="Reason">MODIF_DATA, FERM or REACTIV; null in an opening.</param>
/// <remarks>Source: HL7 v3 PRPA; DMP 1.2, 1.3, A.2.</remarks>
public sealed record PatientRegistration(Hl7Header Header, string? Reason, Hl7Patient Patient)
{
    /// <summary>National number of the professional who registers, where the message states it.</summary>
    public Ii? Author { get; init; }

    /// <summary>National number of the structure, where the message states it.</summary>
    public Ii? AuthorStructure { get; init; }

    /// <summary>Code of <c>detectedIssueEvent</c>: why a record is closed or opened again.</summary>
    public string? MotiveCode { get; init; }

    /// <summary>Free text beside it.</summary>
    public string? MotiveText { get; init; }

    /// <summary>Reads from the reader's element; <c>patients.…</c> for the first defect.</summary>
    public static PatientRegistration Read(XmlReader reader)
    {
        using var tape = Hl7Walk.Tape(reader);
        var interaction = tape.Root.LocalName is DmpCodes.Revise ? DmpCodes.Revise : DmpCodes.Add;
        var header = Hl7Header.Read(tape.Root, interaction);
        var act = tape.Root.Required("controlActProcess");
        var subject = act.Required("subject");
        var request = subject.One("registrationRequest") ?? subject.Required("registrationEvent");
        var author = (request.One("author") ?? act.One("authorOrPerformer"))?.One("assignedEntity");
        var issue = act.At("reasonOf", "detectedIssueEvent");
        return new PatientRegistration(
            header, ReasonOf(act, interaction), Hl7PatientReader.Read(request.Required("subject1").Required("patient")))
        {
            Author = author?.All("id").Select(id => id.Identifier()).FirstOrDefault(),
            AuthorStructure = author?.One("representedOrganization")?.All("id").Select(id => id.Identifier()).FirstOrDefault(),
            MotiveCode = issue?.One("code")?.Value("code"),
            MotiveText = issue?.One("text")?.TextOf(),
        };
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        Header.Open(xml);
        xml.Raw("<controlActProcess classCode=\"CACT\" moodCode=\"RQO\">"u8);
        if (Reason is { } reason)
        {
            xml.Raw("<reasonCode"u8).Attribute("code"u8, reason).Attribute("codeSystem"u8, DmpCodes.ReasonSystem).Raw("/>"u8);
        }

        xml.Raw("<subject typeCode=\"SUBJ\" contextConductionInd=\"false\"><registrationRequest classCode=\"REG\" moodCode=\"RQO\">"u8)
            .Raw("<statusCode code=\"active\"/><subject1 typeCode=\"SBJ\">"u8);
        Hl7Writer.Patient(xml, Patient);
        xml.Raw("</subject1>"u8);
        if (Author is { } author)
        {
            xml.Raw("<author typeCode=\"AUT\"><assignedEntity classCode=\"ASSIGNED\">"u8);
            Hl7Writer.Identifier(xml, "id"u8, author);
            if (AuthorStructure is { } structure)
            {
                xml.Raw("<representedOrganization classCode=\"ORG\" determinerCode=\"INSTANCE\">"u8);
                Hl7Writer.Identifier(xml, "id"u8, structure);
                xml.Raw("</representedOrganization>"u8);
            }

            xml.Raw("</assignedEntity></author>"u8);
        }

        xml.Raw("</registrationRequest></subject>"u8);
        if (MotiveCode is { } motive)
        {
            xml.Raw("<reasonOf typeCode=\"RSON\"><detectedIssueEvent classCode=\"ALRT\" moodCode=\"EVN\"><code"u8)
                .Attribute("code"u8, motive).Attribute("codeSystem"u8, DmpCodes.ClosingSystem).Raw("/>"u8);
            if (MotiveText is { } text)
            {
                xml.Raw("<text>"u8).Text(text).Raw("</text>"u8);
            }

            xml.Raw("</detectedIssueEvent></reasonOf>"u8);
        }

        xml.Raw("</controlActProcess>"u8);
        Header.Close(xml);
    }

    private static string? ReasonOf(TapeElement act, string interaction)
    {
        var code = act.One("reasonCode")?.Value("code");
        return interaction is DmpCodes.Add ? code
            : code is DmpCodes.ModifyData or DmpCodes.Close or DmpCodes.Reactivate ? code
            : throw new WireFormatException("patients.reason-change",
                "Le motif de l'appel (reasonCode) manque ou n'est pas admis : MODIF_DATA, FERM ou REACTIV.");
    }
}
