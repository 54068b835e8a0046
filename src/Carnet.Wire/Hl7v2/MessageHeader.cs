namespace Carnet.Wire.Hl7v2;

/// <summary>The segment MSH.</summary>
/// <remarks>Source: HL7 v2.5 §2.15.9.</remarks>
public sealed class MessageHeader(Segment msh)
{
    public string SendingApplication => msh[3][1];

    public string SendingFacility => msh[4][1];

    public string ReceivingApplication => msh[5][1];

    public string ReceivingFacility => msh[6][1];

    /// <summary>When the message was made, as written.</summary>
    public string DateTimeOfMessage => msh[7][1];

    /// <summary>E.g. <c>MDM</c>.</summary>
    public string MessageCode => msh[9][1];

    /// <summary>E.g. <c>T02</c>.</summary>
    public string TriggerEvent => msh[9][2];

    /// <summary>The sender's number of the message; the acknowledgement repeats it.</summary>
    public string MessageControlId => msh[10][1];

    /// <summary>P, T or D.</summary>
    public string ProcessingId => msh[11][1];

    /// <summary>E.g. <c>2.5</c>.</summary>
    public string VersionId => msh[12][1];

    public string CharacterSet => msh[18][1];

    /// <summary>Name of the profile, e.g. <c>CISIS_CDA_HL7_V2</c>; empty without one.</summary>
    public string Profile => msh[21][2];
}
