using System.Buffers;

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
        => throw new NotImplementedException();
}
