using Carnet.Domain.Common;
using Carnet.Server.Endpoints.Soap;
using Carnet.Wire.Hl7v2;

namespace Carnet.Server.Endpoints.Hl7v2;

/// <summary>The one table of this door: from failure codes to MSA-1 and to the segment ERR.</summary>
/// <remarks>
/// AR where the sender, the kind of message or we ourselves are the reason, AE where the content is. ERR-5 carries our
/// code and the nearest one of the national system. Source: HL7 v2.5 tables 0008 and 0357; DMP 2.3.
/// </remarks>
internal static class Hl7v2Errors
{
    public static AcknowledgmentCode Code(Failure failure) => failure.Code switch
    {
        "mllp.message-type" or "mllp.event" or "mllp.version" or "mllp.processing-id" or "mllp.control-id" or "mllp.certificate"
            or "mllp.unavailable" or "mllp.error" or "mllp.frame" or "mllp.too-large" or "mllp.truncated" or "mllp.msh"
            or "mllp.character-set" => AcknowledgmentCode.AR,
        var other when other.StartsWith("tls.", StringComparison.Ordinal) || other.StartsWith("suspended.", StringComparison.Ordinal)
            || other.StartsWith("directory.", StringComparison.Ordinal) => AcknowledgmentCode.AR,
        _ => AcknowledgmentCode.AE,
    };

    public static ErrorSegment Segment(Failure failure, char severity = 'E')
    {
        var (condition, location) = failure.Code switch
        {
            "mllp.message-type" => (200, "MSH^1^9"),
            "mllp.event" => (201, "MSH^1^9"),
            "mllp.processing-id" => (202, "MSH^1^11"),
            "mllp.version" => (203, "MSH^1^12"),
            "mllp.control-id" => (101, "MSH^1^10"),
            "mllp.character-set" => (103, "MSH^1^18"),
            "mllp.encoding" => (102, "MSH^1^18"),
            "mllp.msh" or "mllp.segment" or "mllp.segment-missing" => (100, ""),
            "mllp.base64" or "mllp.attachment" => (102, "OBX^^5"),
            "mllp.no-document" => (101, "OBX^^5"),
            "mllp.ins-missing" => (101, "PID^1^3"),
            "mllp.ins-several" or "ins.invalid" => (102, "PID^1^3"),
            "mllp.identity-status" => (103, "PID^1^32"),
            "mllp.traits-missing" => (101, "PID^1^5"),
            "document.traits-mismatch" => (204, "PID^1^5"),
            "record.unknown" or "record.closed" => (204, "PID^1^3"),
            "mllp.author-missing" => (101, "TXA^1^9"),
            "mllp.type-missing" or "document.unknown-type" => (103, "OBX^^3"),
            "mllp.number-missing" or "mllp.cancel-what" => (101, "TXA^1^12"),
            "mllp.parent-missing" => (101, "TXA^1^13"),
            "document.replaces-unknown" or "document.unknown" => (204, ""),
            "document.duplicate-id" or "document.other-content" or "submission.duplicate-id" => (205, ""),
            _ => (207, ""),
        };
        return new ErrorSegment(location, condition, severity, failure.Code, Dmp(failure), failure.Detail);
    }

    private static string? Dmp(Failure failure)
        => failure.Code.StartsWith("mllp.", StringComparison.Ordinal) ? null : SoapErrors.Hl7Code(failure);
}
