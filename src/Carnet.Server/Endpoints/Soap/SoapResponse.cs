using System.Buffers;
using System.Security.Cryptography;
using Carnet.Domain.Common;
using Carnet.Wire.Soap;
using Carnet.Wire.Xml;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>Writes answers and faults.</summary>
internal static class SoapResponse
{
    // Asked for in this size, a piece leaves as one TLS record; by default each 4 KiB would be encrypted and sent alone.
    private const int TlsRecord = 16 * 1024;
    private const int FrameSize = 2 * 1024;
    private const string BoundaryAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static Task WriteAsync(
        HttpResponse response, SoapEnvelope request, Outcome<SoapAnswer> outcome, CancellationToken ct) => outcome switch
        {
            Outcome<SoapAnswer>.Done(var answer) => WriteAsync(response, request, answer, ct),
            Outcome<SoapAnswer>.Failed(var failure) => WriteFaultAsync(response, request, failure, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>The answer as a message by itself, for the address that the request names; a failure becomes a fault.</summary>
    /// <param name="most">Bytes; a longer answer becomes a fault that says so.</param>
    public static async Task<(string ContentType, byte[] Message)> RenderAsync(
        SoapEnvelope request, Outcome<SoapAnswer> outcome, int most, CancellationToken ct)
    {
        if (outcome is Outcome<SoapAnswer>.Done(var answer))
        {
            using var envelope = Envelope(request, answer.Action, answer.Body, answer.Size);
            if (answer.Attachments is null)
            {
                return (SoapContentType.Plain, envelope.Memory.ToArray());
            }

            using var capped = new CappedStream(most);
            var writer = new MtomWriter(RandomNumberGenerator.GetString(BoundaryAlphabet, 40));
            try
            {
                await writer.WriteAsync(capped, envelope.Memory, answer.Attachments, ct);
                return (writer.ContentType, capped.ToArray());
            }
            catch (CappedException)
            {
                outcome = SoapFailures.AnswerTooLarge;
            }
        }

        var fault = SoapErrors.Fault(((Outcome<SoapAnswer>.Failed)outcome).Failure);
        using var failed = Envelope(request, SoapNames.FaultAction, fault.WriteTo, size: 2 * 1024);
        return (SoapContentType.Plain, failed.Memory.ToArray());
    }

    public static async Task WriteFaultAsync(
        HttpResponse response, SoapEnvelope? request, Failure failure, CancellationToken ct)
    {
        var fault = SoapErrors.Fault(failure);
        response.StatusCode = fault.Code is SoapFaultCode.Receiver
            ? failure == SoapFailures.Unavailable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError
            : StatusCodes.Status400BadRequest;
        if (response.StatusCode is StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = "5";
        }

        using var envelope = Envelope(request, SoapNames.FaultAction, fault.WriteTo, size: 2 * 1024);
        await WritePlainAsync(response, envelope.Memory, ct);
    }

    private static async Task WriteAsync(HttpResponse response, SoapEnvelope request, SoapAnswer answer, CancellationToken ct)
    {
        using var envelope = Envelope(request, answer.Action, answer.Body, answer.Size);
        if (answer.Attachments is null)
        {
            await WritePlainAsync(response, envelope.Memory, ct);
            return;
        }

        var writer = new MtomWriter(RandomNumberGenerator.GetString(BoundaryAlphabet, 40));
        response.ContentType = writer.ContentType;
        await writer.WriteAsync(response.Body, envelope.Memory, answer.Attachments, ct);
    }

    private static async Task WritePlainAsync(HttpResponse response, ReadOnlyMemory<byte> envelope, CancellationToken ct)
    {
        response.ContentType = SoapContentType.Plain;
        response.ContentLength = envelope.Length;
        var writer = response.BodyWriter;
        for (var left = envelope; !left.IsEmpty;)
        {
            var room = writer.GetMemory(TlsRecord);
            var piece = left[..Math.Min(left.Length, Math.Min(room.Length, TlsRecord))];
            piece.CopyTo(room);
            writer.Advance(piece.Length);
            left = left[piece.Length..];
        }

        await writer.FlushAsync(ct);
    }

    // On rented memory: an array of this size would be new on the large object heap for each answer, and each some
    // hundred of them would cost a collection of everything.
    private static PooledBytes Envelope(SoapEnvelope? request, string action, Action<IBufferWriter<byte>> body, int size)
    {
        var output = new PooledBytes(FrameSize + size);
        SoapEnvelopeWriter.Write(
            output, new SoapHeaders(action, $"urn:uuid:{Guid.CreateVersion7()}", request?.ReplyTo, request?.MessageId, default), body);
        return output;
    }
}
