using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Endpoints.Soap;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Trail;
using Carnet.Wire;
using Carnet.Wire.Hl7v2;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Endpoints.Hl7v2;

/// <summary>Serves connections of the HL7 v2 door: one message at a time, its answer before the next.</summary>
/// <remarks>
/// A sender within a message must keep a rate; what is not a frame, is too large or breaks off is answered where it can
/// be, traced as a knock, and ends the connection. Source: HL7 v2.5 (Minimal Lower Layer Protocol); control C-60.
/// </remarks>
internal sealed partial class HospitalConnections(
    IServiceScopeFactory scopes, IOptions<Hl7v2Options> options, TimeProvider clock, ILogger<HospitalConnections> logger)
    : IHospitalConnections
{
    private const int BytesPerSecond = 240;

    private int _open;

    public async Task ServeAsync(ConnectionContext connection)
    {
        try
        {
            if (Interlocked.Increment(ref _open) <= options.Value.MaxConnections)
            {
                await RunAsync(connection);
            }
            else
            {
                LogFull(options.Value.MaxConnections);
            }
        }
        catch (Exception cause) when (cause is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            LogCut(cause.GetType().Name);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task RunAsync(ConnectionContext connection)
    {
        var certificate = connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        if (await StrangerAsync(certificate) is { } defect)
        {
            await RefuseAsync(connection, null, defect);
            return;
        }

        var frames = new MllpReader(connection.Transport.Input, options.Value.MaxMessageBytes);
        var goesOn = true;
        while (goesOn)
        {
            try
            {
                using var idle = new CancellationTokenSource(options.Value.Idle, clock);
                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, connection.ConnectionClosed);
                if (!await frames.WaitAsync(waiting.Token))
                {
                    return;
                }

                var bytes = await ReadAsync(frames, connection.ConnectionClosed);
                goesOn = await AnswerAsync(connection, bytes, certificate!);
            }
            catch (WireFormatException malformed)
            {
                await RefuseAsync(connection, null, SoapErrors.Of(malformed));
                return;
            }
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(MllpReader frames, CancellationToken closed)
    {
        var grace = options.Value.Grace;
        using var silence = new CancellationTokenSource(grace, clock);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, closed);
        var start = clock.GetTimestamp();
        return await frames.ReadAsync(
            bytes =>
            {
                // Silence ends the patience at once, a trickle when it has fallen below the rate.
                if (bytes < (clock.GetElapsedTime(start) - grace).TotalSeconds * BytesPerSecond)
                {
                    silence.Cancel();
                }
                else
                {
                    silence.CancelAfter(grace);
                }
            },
            reading.Token);
    }

    private async Task<bool> AnswerAsync(ConnectionContext connection, ReadOnlyMemory<byte> bytes, X509Certificate2 certificate)
    {
        Hl7v2Message message;
        try
        {
            message = Hl7v2Message.Read(bytes);
        }
        catch (WireFormatException malformed)
        {
            // The frame was whole, so the next message may follow.
            await RefuseAsync(connection, null, SoapErrors.Of(malformed));
            return true;
        }

        Outcome<MessageTaken> outcome;
        try
        {
            await using var scope = scopes.CreateAsyncScope();

            // A message that has come whole is carried out whole: the sender who hangs up gets no half deposit.
            outcome = await scope.ServiceProvider.GetRequiredService<HospitalDesk>()
                .TakeAsync(message, certificate, CancellationToken.None);
        }
        catch (WireFormatException malformed)
        {
            await RefuseAsync(connection, message.Header, SoapErrors.Of(malformed));
            return true;
        }
        catch (LedgerUnavailableException)
        {
            outcome = Hl7v2Failures.Unavailable;
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            LogDefect(cause.GetType().Name, cause.StackTrace);
            outcome = Hl7v2Failures.Defect;
        }

        await SendAsync(connection, message.Header, outcome.Match(
            taken => Answer(AcknowledgmentCode.AA, [.. taken.Warnings.Select(warning => Hl7v2Errors.Segment(warning, 'W'))]),
            failure => Answer(Hl7v2Errors.Code(failure), [Hl7v2Errors.Segment(failure)])));
        return outcome is Outcome<MessageTaken>.Done or Outcome<MessageTaken>.Failed({ Code: not "mllp.certificate" });
    }

    private async Task<Failure?> StrangerAsync(X509Certificate2? certificate)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<HospitalCaller>().DefectAsync(certificate, CancellationToken.None);
    }

    private async Task RefuseAsync(ConnectionContext connection, MessageHeader? header, Failure failure)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<Scribe>().WriteAsync(
                HospitalCaller.Nobody, new Happening(TraceAct.Knock, TraceOutcome.Refused, failure.Code), CancellationToken.None);
        }

        await SendAsync(connection, header, Answer(Hl7v2Errors.Code(failure), [Hl7v2Errors.Segment(failure)]));
    }

    private Acknowledgment Answer(AcknowledgmentCode code, IReadOnlyList<ErrorSegment> errors)
    {
        var now = clock.GetUtcNow();
        return new Acknowledgment(code, Convert.ToHexString(Guid.CreateVersion7(now).ToByteArray(bigEndian: true).AsSpan(0, 10)), now, errors);
    }

    private static async Task SendAsync(ConnectionContext connection, MessageHeader? to, Acknowledgment answer)
        => await connection.Transport.Output.WriteAsync(answer.Write(to));

    // The text of an exception may hold what it stumbled over; its type and place do not.
    [LoggerMessage(LogLevel.Error, "An HL7 v2 message failed with {Kind} at {Place}")]
    private partial void LogDefect(string kind, string? place);

    [LoggerMessage(LogLevel.Information, "An HL7 v2 sender was cut off: {Kind}")]
    private partial void LogCut(string kind);

    [LoggerMessage(LogLevel.Warning, "An HL7 v2 connection was closed: {Connections} are open already")]
    private partial void LogFull(int connections);
}
