using System.Buffers;
using System.Globalization;
using System.Text;
using Carnet.Wire.Soap;

namespace Carnet.Bench.Messages;

/// <summary>Whole HTTP/1.1 requests as bytes, so that sending one costs nothing but sending.</summary>
internal static class HttpRequestBytes
{
    private const string Root = "/si-dmp-server/v2/services/";
    private const string Boundary = "banc0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>A SOAP message without parts.</summary>
    public static byte[] Soap(string service, string action, byte[] security, Action<IBufferWriter<byte>> body)
        => Post(service, $"{SoapContentType.Plain}; action=\"{action}\"", Envelope(action, security, body));

    /// <summary>A SOAP message with one part.</summary>
    public static byte[] Mtom(
        string service, string action, byte[] security, Action<IBufferWriter<byte>> body, string contentId, byte[] part)
    {
        var writer = new MtomWriter(Boundary);
        using var message = new MemoryStream(part.Length + (16 * 1024));
        // Everything is in memory, so the task has ended when it is returned.
        writer.WriteAsync(message, Envelope(action, security, body),
            [new MtomAttachment(contentId, "text/xml", _ => new(new MemoryStream(part)))], CancellationToken.None)
            .GetAwaiter().GetResult();
        return Post(service, $"{writer.ContentType}; action=\"{action}\"", message.GetBuffer().AsSpan(0, (int)message.Length));
    }

    /// <summary>A request that any door refuses before it does anything: the cost of TLS and HTTP alone.</summary>
    public static byte[] Empty { get; } = Encoding.ASCII.GetBytes($"GET {Root}registry HTTP/1.1\r\nHost: localhost\r\n\r\n");

    /// <summary>The envelope alone.</summary>
    public static byte[] Envelope(string action, byte[] security, Action<IBufferWriter<byte>> body)
    {
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        SoapEnvelopeWriter.Write(
            output, new SoapHeaders(action, $"urn:uuid:{Guid.CreateVersion7()}", null, null, security), body);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Post(string service, string contentType, ReadOnlySpan<byte> body)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST {Root}{service} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n"));
        return [.. head, .. body];
    }
}
