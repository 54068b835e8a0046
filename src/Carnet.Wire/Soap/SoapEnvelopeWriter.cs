using System.Buffers;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Soap;

/// <summary>The addressing of one message to write.</summary>
/// <param name="Action">URI of the transaction.</param>
/// <param name="MessageId"><c>urn:uuid:…</c>.</param>
/// <param name="To">Absolute URL, or the anonymous address; null for none.</param>
/// <param name="RelatesTo">Null in a request.</param>
/// <param name="Security">A whole wsse:Security element as UTF-8, written unchanged; empty for none.</param>
public sealed record SoapHeaders(
    string Action,
    string MessageId,
    string? To = null,
    string? RelatesTo = null,
    ReadOnlyMemory<byte> Security = default);

/// <summary>Writes the frame of a SOAP 1.2 message around a body that writes itself.</summary>
/// <remarks>Source: W3C soap12-part1 5, W3C ws-addr-soap 2.</remarks>
public static class SoapEnvelopeWriter
{
    /// <summary>Writes UTF-8 bytes; <paramref name="body"/> writes one element with its own namespaces.</summary>
    public static void Write(IBufferWriter<byte> output, SoapHeaders headers, Action<IBufferWriter<byte>> body)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(body);
        var xml = new Utf8XmlWriter(output);
        xml.Raw("<soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\""u8)
            .Raw(" xmlns:wsa=\"http://www.w3.org/2005/08/addressing\"><soap:Header>"u8)
            .Raw("<wsa:Action soap:mustUnderstand=\"true\">"u8).Text(headers.Action).Raw("</wsa:Action>"u8)
            .Raw("<wsa:MessageID>"u8).Text(headers.MessageId).Raw("</wsa:MessageID>"u8);
        if (headers.To is { } to)
        {
            xml.Raw("<wsa:To>"u8).Text(to).Raw("</wsa:To>"u8);
        }

        if (headers.RelatesTo is { } relatesTo)
        {
            xml.Raw("<wsa:RelatesTo>"u8).Text(relatesTo).Raw("</wsa:RelatesTo>"u8);
        }
        else
        {
            xml.Raw("<wsa:ReplyTo><wsa:Address>http://www.w3.org/2005/08/addressing/anonymous"u8)
                .Raw("</wsa:Address></wsa:ReplyTo>"u8);
        }

        xml.Raw(headers.Security.Span).Raw("</soap:Header><soap:Body>"u8);
        body(output);
        xml.Raw("</soap:Body></soap:Envelope>"u8);
    }
}
