using System.Text;

namespace Carnet.Wire.Hl7v2;

/// <summary>MSA-1 in the original mode.</summary>
/// <remarks>Source: HL7 v2.5 table 0008.</remarks>
public enum AcknowledgmentCode
{
    /// <summary>Accepted.</summary>
    AA,

    /// <summary>The content is wrong; sending it again will not help.</summary>
    AE,

    /// <summary>Not taken: who sends, the kind of message, or we ourselves are the reason.</summary>
    AR,
}

/// <summary>The segment ERR: what is wrong, for the program and for people.</summary>
/// <param name="Location">Segment and field, e.g. <c>PID^1^3</c>; empty where there is none.</param>
/// <param name="Condition">Table 0357, e.g. 101 for a missing field.</param>
/// <param name="Severity">E, W or I.</param>
/// <param name="ApplicationCode">Our dotted code, e.g. <c>document.wrong-class</c>.</param>
/// <param name="DmpCode">The code of the national system that comes nearest; null without one.</param>
/// <param name="UserMessage">One French sentence.</param>
/// <remarks>Source: HL7 v2.5 §2.15.5.</remarks>
public sealed record ErrorSegment(
    string Location, int Condition, char Severity, string ApplicationCode, string? DmpCode, string UserMessage);

/// <summary>An answer ACK to one message.</summary>
/// <param name="ControlId">Our number of the answer; at most 20 characters.</param>
/// <remarks>Source: HL7 v2.5 §2.14.1.</remarks>
public sealed record Acknowledgment(
    AcknowledgmentCode Code, string ControlId, DateTimeOffset At, IReadOnlyList<ErrorSegment> Errors)
{
    private const string Application = "CARNET";

    /// <summary>The frame with the answer in UTF-8.</summary>
    /// <param name="to">Header of the message; null where none could be read.</param>
    public byte[] Write(MessageHeader? to)
    {
        var text = new StringBuilder(512).Append((char)MllpReader.StartBlock).Append(@"MSH|^~\&|");
        Append(text, to?.ReceivingApplication is { Length: > 0 } asked ? asked : Application, '|');
        Append(text, to?.ReceivingFacility ?? "", '|');
        Append(text, to?.SendingApplication ?? "", '|');
        Append(text, to?.SendingFacility ?? "", '|');
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{At.UtcDateTime:yyyyMMddHHmmss}+0000||ACK");
        if (to?.TriggerEvent is { Length: > 0 } trigger)
        {
            text.Append('^');
            Append(text, trigger, '^');
            text.Append("ACK");
        }

        text.Append('|');
        Append(text, ControlId, '|');
        Append(text, to?.ProcessingId is { Length: > 0 } processing ? processing : "P", '|');
        Append(text, to?.VersionId is { Length: > 0 } version ? version : "2.5", '|');
        text.Append("||||FRA|UNICODE UTF-8\rMSA|").Append(Code).Append('|');
        Append(text, to?.MessageControlId ?? "", '\r');
        foreach (var error in Errors)
        {
            Append(text, error);
        }

        text.Append((char)MllpReader.EndBlock).Append((char)MllpReader.CarriageReturn);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, ErrorSegment error)
    {
        text.Append("ERR||").Append(error.Location).Append('|')
            .Append(System.Globalization.CultureInfo.InvariantCulture, $"{error.Condition}^")
            .Append(ConditionText(error.Condition)).Append("^HL70357|").Append(error.Severity).Append('|');
        Append(text, error.ApplicationCode, '^');
        text.Append("^CARNET");
        if (error.DmpCode is { } dmp)
        {
            text.Append('^');
            Append(text, dmp, '^');
            text.Append("^DMPERRORCODE");
        }

        text.Append("|||");
        Append(text, error.UserMessage, '\r');
    }

    // A long text of the sender's is cut, so that an answer cannot be made to echo a message.
    private static void Append(StringBuilder text, string value, char after)
    {
        Escapes.Write(text, value.Length <= 512 ? value : value[..512]);
        text.Append(after);
    }

    private static string ConditionText(int condition) => condition switch
    {
        0 => "Message accepted",
        100 => "Segment sequence error",
        101 => "Required field missing",
        102 => "Data type error",
        103 => "Table value not found",
        200 => "Unsupported message type",
        201 => "Unsupported event code",
        202 => "Unsupported processing id",
        203 => "Unsupported version id",
        204 => "Unknown key identifier",
        205 => "Duplicate key identifier",
        _ => "Application internal error",
    };
}
