using System.Xml;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Soap;

/// <summary>A SOAP 1.2 message whose frame has been checked: addressing, one header, one body, one element in
/// it.</summary>
/// <remarks>Source: W3C soap12-part1 5, W3C ws-addr-core 3.</remarks>
public sealed record SoapEnvelope(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Bytes of a request's envelope without its parts; an answer may list thousands of documents.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    public required string Action { get; init; }

    /// <summary>As sent, usually <c>urn:uuid:…</c>; null only in an answer.</summary>
    public string? MessageId { get; init; }

    public string? To { get; init; }

    /// <summary>Where the answer is wanted, an <c>https</c> address; null for the connection itself.</summary>
    /// <remarks>Source: W3C ws-addr-core 3.1; IHE ITI TF-2 Appendix V (asynchronous web services exchange).</remarks>
    public string? ReplyTo { get; init; }

    /// <summary>The MessageID that an answer answers.</summary>
    public string? RelatesTo { get; init; }

    /// <summary>True where a wsse:Security header is there.</summary>
    public bool HasSecurity { get; init; }

    public required string BodyLocalName { get; init; }

    public required string BodyNamespaceUri { get; init; }

    internal XmlLimits Limits { get; init; } = XmlLimits.Envelope;

    /// <summary>True where the body is a SOAP fault.</summary>
    public bool IsFault => BodyLocalName == "Fault" && BodyNamespaceUri == SoapNames.Envelope;

    /// <summary>Checks a request; <c>soap.…</c> or <c>xml.…</c> for the first defect.</summary>
    public static SoapEnvelope Read(ReadOnlyMemory<byte> bytes) => new SoapEnvelopeReader().Read(bytes, answer: false);

    /// <summary>Checks an answer, where MessageID may be absent.</summary>
    public static SoapEnvelope ReadAnswer(ReadOnlyMemory<byte> bytes)
        => new SoapEnvelopeReader().Read(bytes, answer: true);

    /// <summary>A reader that stands on the body's element; the caller disposes it.</summary>
    public XmlReader OpenBody()
    {
        var reader = SafeXml.Open(Bytes, Limits);
        while (reader.Read())
        {
            // Depth 1 rules out a Body that a header block hides.
            if (reader.Depth == 1 && reader.NodeType == XmlNodeType.Element && reader.LocalName == "Body"
                && reader.NamespaceURI == SoapNames.Envelope && XmlWalk.NextChild(reader, 1))
            {
                return reader;
            }
        }

        reader.Dispose();
        throw new WireFormatException("soap.body", "Le corps SOAP est vide.");
    }
}

/// <summary>Namespaces and fixed addresses of the frame.</summary>
public static class SoapNames
{
    public const string Envelope = "http://www.w3.org/2003/05/soap-envelope";
    public const string Envelope11 = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string Addressing = "http://www.w3.org/2005/08/addressing";
    public const string Anonymous = "http://www.w3.org/2005/08/addressing/anonymous";
    public const string FaultAction = "http://www.w3.org/2005/08/addressing/soap/fault";
    public const string Security =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
}
