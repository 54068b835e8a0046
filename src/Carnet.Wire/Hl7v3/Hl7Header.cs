using Carnet.Wire.Xml;

namespace Carnet.Wire.Hl7v3;

/// <summary>What stands at the head of every message: its number, its time, who sends it to whom.</summary>
/// <param name="Interaction">For example <c>PRPA_IN201307UV02</c>.</param>
/// <param name="Id">Number of the message.</param>
/// <param name="CreationTime">yyyyMMddHHmmss, UTC.</param>
/// <param name="Sender">The sending device.</param>
/// <param name="Receiver">The receiving device.</param>
/// <remarks>Source: HL7 v3 PRPA; DMP A.2.</remarks>
public sealed record Hl7Header(string Interaction, Ii Id, string CreationTime, Ii Sender, Ii Receiver)
{
    /// <summary>The head of an answer to this message.</summary>
    public Hl7Header Answer(string interaction, Ii id, string creationTime) => new(interaction, id, creationTime, Receiver, Sender);

    internal static Hl7Header Read(TapeElement message, string interaction)
    {
        if (!message.Is(interaction, Hl7Walk.Namespace))
        {
            throw new WireFormatException("patients.interaction", $"L'interaction « {interaction} » est attendue.");
        }

        var named = message.Required("interactionId").Identifier();
        if (named.Extension != interaction)
        {
            throw new WireFormatException("patients.interaction", "L'élément « interactionId » nomme une autre interaction.");
        }

        return new Hl7Header(
            interaction,
            message.Required("id").Identifier(),
            message.One("creationTime").Instant("creationTime") ?? throw Hl7Walk.Missing("creationTime"),
            Device(message, "sender"), Device(message, "receiver"));
    }

    internal void Open(Utf8XmlWriter xml)
    {
        xml.Raw("<"u8).Text(Interaction).Raw(" xmlns=\"urn:hl7-org:v3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""u8)
            .Raw(" ITSVersion=\"XML_1.0\">"u8);
        Hl7Writer.Identifier(xml, "id"u8, Id);
        xml.Raw("<creationTime"u8).Attribute("value"u8, CreationTime).Raw("/>"u8);
        Hl7Writer.Identifier(xml, "interactionId"u8, new Ii(Hl7Walk.InteractionRoot, Interaction));
        xml.Raw("<processingCode code=\"P\"/><processingModeCode code=\"T\"/><acceptAckCode code=\"AL\"/>"u8);
        Device(xml, "receiver"u8, "RCV"u8, Receiver);
        Device(xml, "sender"u8, "SND"u8, Sender);
    }

    internal void Close(Utf8XmlWriter xml) => xml.Raw("</"u8).Text(Interaction).Raw(">"u8);

    private static Ii Device(TapeElement message, string name)
    {
        // A receiver may name several devices; the first speaks.
        foreach (var end in message.All(name))
        {
            return end.Required("device").All("id").Select(id => id.Identifier()).FirstOrDefault() ?? throw Hl7Walk.Missing("device/id");
        }

        throw Hl7Walk.Missing(name);
    }

    private static void Device(Utf8XmlWriter xml, ReadOnlySpan<byte> name, ReadOnlySpan<byte> code, Ii device)
    {
        xml.Raw("<"u8).Raw(name).Raw(" typeCode=\""u8).Raw(code).Raw("\"><device classCode=\"DEV\" determinerCode=\"INSTANCE\">"u8);
        Hl7Writer.Identifier(xml, "id"u8, device);
        xml.Raw("</device></"u8).Raw(name).Raw(">"u8);
    }
}
