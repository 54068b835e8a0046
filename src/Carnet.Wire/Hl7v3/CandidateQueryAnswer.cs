using System.Buffers;
using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Hl7v3;

/// <summary>PRPA_IN201306UV02: those who could be meant, each with its percentage, best first.</summary>
/// <param name="Query">The question, which is sent back.</param>
/// <param name="Custodian">Number of the registry that keeps the records.</param>
/// <remarks>Source: HL7 v3 PRPA; IHE ITI TF-2 3.47; DMP 1.2 TD0.5.</remarks>
public sealed record CandidateQueryAnswer(
    Hl7Header Header, CandidateQuery Query, Ii Custodian, IReadOnlyList<Hl7Patient> Candidates)
{
    /// <summary>Why the question was refused; null where it was answered.</summary>
    public Hl7Complaint? Refused { get; init; }

    /// <summary>OK, NF or AE.</summary>
    public string ResponseCode => Refused is not null ? "AE" : Candidates.Count == 0 ? "NF" : "OK";

    public void WriteTo(IBufferWriter<byte> output)
    {
        var xml = new Utf8XmlWriter(output);
        Header.Open(xml);
        Hl7Complaint.Acknowledge(xml, Refused, Query.Header.Id);
        xml.Raw("<controlActProcess classCode=\"CACT\" moodCode=\"EVN\"><code code=\"PRPA_TE201306UV02\""u8)
            .Attribute("codeSystem"u8, Hl7Walk.InteractionRoot).Raw("/>"u8);
        foreach (var candidate in Candidates)
        {
            PatientQueryAnswer.Subject(xml, candidate, Custodian);
        }

        xml.Raw("<queryAck>"u8);
        Hl7Writer.Identifier(xml, "queryId"u8, Query.QueryId);
        Hl7Writer.Coded(xml, "queryResponseCode"u8, ResponseCode);
        xml.Raw("<resultTotalQuantity value=\""u8).Number(Candidates.Count).Raw("\"/><resultCurrentQuantity value=\""u8)
            .Number(Candidates.Count).Raw("\"/><resultRemainingQuantity value=\"0\"/></queryAck>"u8);
        Query.WriteQuery(xml);
        xml.Raw("</controlActProcess>"u8);
        Header.Close(xml);
    }

    /// <summary>Reads from the reader's element; <c>patients.…</c> for the first defect.</summary>
    public static CandidateQueryAnswer Read(XmlReader reader)
    {
        using var tape = Hl7Walk.Tape(reader);
        var header = Hl7Header.Read(tape.Root, DmpCodes.FindCandidatesAnswer);
        var act = tape.Root.Required("controlActProcess");
        var query = act.Required("queryAck");
        return new CandidateQueryAnswer(
            header, new CandidateQuery(header, query.Required("queryId").Identifier()), PatientQueryAnswer.CustodianOf(act),
            [.. PatientQueryAnswer.Subjects(act)])
        {
            Refused = Hl7Complaint.Of(tape.Root),
        };
    }
}
