using Carnet.Wire.Xml;

namespace Carnet.Wire.Hl7v3;

/// <summary>Why a message was refused, as its acknowledgement says it.</summary>
/// <param name="Code">DMP code, for example <c>DMPFound</c>.</param>
/// <param name="Text">Our dotted code and a French sentence.</param>
/// <remarks>Source: HL7 v3 PRPA; DMP 2.3.</remarks>
public sealed record Hl7Complaint(string Code, string Text)
{
    /// <summary>The complaint of a message, or null where it acknowledges.</summary>
    internal static Hl7Complaint? Of(TapeElement message)
    {
        foreach (var acknowledgement in message.All("acknowledgement"))
        {
            foreach (var detail in acknowledgement.All("acknowledgementDetail"))
            {
                return new Hl7Complaint(
                    detail.One("code")?.Value("code") ?? "", detail.One("text")?.TextOf() ?? "");
            }

            return (acknowledgement.One("typeCode")?.Value("code") ?? acknowledgement.Value("typeCode")) is "AE" or "AR" or "CE" or "CR"
                ? new Hl7Complaint("", "")
                : null;
        }

        return null;
    }

    /// <summary>AA, or AE with the complaint.</summary>
    internal static void Acknowledge(Utf8XmlWriter xml, Hl7Complaint? complaint, Ii message)
    {
        xml.Raw("<acknowledgement>"u8).Raw(complaint is null ? "<typeCode code=\"AA\"/>"u8 : "<typeCode code=\"AE\"/>"u8)
            .Raw("<targetMessage>"u8);
        Hl7Writer.Identifier(xml, "id"u8, message);
        xml.Raw("</targetMessage>"u8);
        if (complaint is not null)
        {
            xml.Raw("<acknowledgementDetail typeCode=\"E\"><code"u8).Attribute("code"u8, complaint.Code).Raw("/><text>"u8)
                .Text(complaint.Text).Raw("</text></acknowledgementDetail>"u8);
        }

        xml.Raw("</acknowledgement>"u8);
    }
}
