using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Replies;
using Carnet.Server.Platform.Trail;
using Carnet.Wire;
using Carnet.Wire.Soap;
using Carnet.Wire.Wsdl;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>Takes a SOAP message from its bytes to its answer: read, identify, dispatch, write.</summary>
/// <remarks>Whatever is wrong before the transaction is traced as a knock and answered with a fault.</remarks>
internal sealed partial class SoapDispatcher(
    IEnumerable<ISoapTransaction> transactions, VihfCaller vihf, ISoftwareRegister software, Scribe scribe,
    IUseCase<QueueAnswer, AnswerQueued> queue, IOptions<AsynchronousOptions> asynchronous, IOptions<FeedingOptions> feeding,
    ILogger<SoapDispatcher> logger)
{
    private static readonly Caller Nobody = new Caller.Unidentified { Origin = new Origin(Door.Soap) };

    public async Task HandleAsync(HttpContext http, WsdlService service)
    {
        var ct = http.RequestAborted;
        MtomReader? parts = null;
        SoapEnvelope? envelope = null;
        try
        {
            var packaging = SoapContentType.Packaging(http.Request.ContentType);
            if (packaging is SoapPackaging.Multipart)
            {
                parts = await MtomReader.OpenAsync(http.Request.Body, http.Request.ContentType!, Limits(), ct);
            }

            envelope = SoapEnvelope.Read(parts?.Root ?? await SoapBody.ReadAsync(http.Request, ct));
            var answer = await AnswerAsync(http, service, envelope, parts, ct);
            await (envelope.ReplyTo is { } address
                ? QueueAsync(http.Response, envelope, address, answer)
                : SoapResponse.WriteAsync(http.Response, envelope, answer, ct));
        }
        catch (WireFormatException malformed)
        {
            await RefuseAsync(http, envelope, SoapErrors.Of(malformed));
        }
        catch (SoapRefusedException refused)
        {
            await RefuseAsync(http, envelope, refused.Failure, refused.Caller);
        }
        catch (SpentTokenException)
        {
            await RefuseAsync(http, envelope, SoapFailures.Replayed);
        }
        catch (LedgerUnavailableException)
        {
            await SoapResponse.WriteFaultAsync(http.Response, envelope, SoapFailures.Unavailable, CancellationToken.None);
        }
        catch (BadHttpRequestException cut)
        {
            LogCut(cut.StatusCode);
            http.Abort();
        }
        catch (Exception cause) when (cause is not OperationCanceledException && !http.Response.HasStarted)
        {
            LogDefect(cause.GetType().Name, cause.StackTrace);
            await SoapResponse.WriteFaultAsync(http.Response, envelope, SoapFailures.Defect, CancellationToken.None);
        }
        finally
        {
            parts?.Dispose();
        }
    }

    private async Task<Outcome<SoapAnswer>> AnswerAsync(
        HttpContext http, WsdlService service, SoapEnvelope envelope, MtomReader? parts, CancellationToken ct)
    {
        var transaction = transactions.FirstOrDefault(known => known.Action == envelope.Action && known.Service == service)
            ?? throw new SoapRefusedException(SoapFailures.UnknownAction);
        if (transaction.Body != (envelope.BodyLocalName, envelope.BodyNamespaceUri)
            || SoapBody.ActionOf(http.Request) is { } declared && declared != envelope.Action)
        {
            throw new SoapRefusedException(SoapFailures.ActionMismatch);
        }

        return await vihf.IdentifyAsync(envelope.Bytes, Certificate(http), ct) switch
        {
            Outcome<IdentifiedCaller>.Done(var known) => (ReplyDefect(envelope, transaction, known)
                ?? await software.CheckAsync(known.Software, transaction.Profiles, ct)) is { } unfit
                ? throw new SoapRefusedException(unfit, known.Caller)
                : await transaction.AnswerAsync(new SoapCall(envelope, known.Caller, known.Patient, parts), ct),
            Outcome<IdentifiedCaller>.Failed(var failure) => throw new SoapRefusedException(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // Known by its token, the software has its answers sent where the operator allows it, and nowhere else.
    private Failure? ReplyDefect(SoapEnvelope envelope, ISoapTransaction transaction, IdentifiedCaller known)
        => envelope.ReplyTo is { } address
            && !(transaction.MayBeAsynchronous && asynchronous.Value.Allows(known.Software.Name, address))
            ? SoapFailures.ReplyToRefused
            : null;

    // Accepted (202) only once the answer is durable: from then on a crash loses it no more. The client's leaving changes
    // nothing, since it waits elsewhere.
    private async Task QueueAsync(HttpResponse response, SoapEnvelope envelope, string address, Outcome<SoapAnswer> answer)
    {
        var (type, message) = await SoapResponse.RenderAsync(
            envelope, answer, asynchronous.Value.MaxAnswerBytes, CancellationToken.None);
        await queue.RunAsync(Nobody, new QueueAnswer(address, type, message), CancellationToken.None);
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentLength = 0;
    }

    // Who was identified and is not admitted stands in the trail by name; their token stays unspent, it opened nothing.
    private async Task RefuseAsync(HttpContext http, SoapEnvelope? envelope, Failure failure, Caller? caller = null)
    {
        await scribe.WriteAsync(
            caller is null ? Nobody : caller with { Origin = caller.Origin with { Token = null } },
            new Happening(TraceAct.Knock, TraceOutcome.Refused, failure.Code), CancellationToken.None);
        if (!http.Response.HasStarted)
        {
            await SoapResponse.WriteFaultAsync(http.Response, envelope, failure, CancellationToken.None);
        }
    }

    private MtomLimits Limits() => MtomLimits.Default with
    {
        Parts = feeding.Value.MaxDocuments + 2,
        PartBytes = feeding.Value.MaxDocumentBytes + (1 << 20), // more, so that the size rule comes first and names the limit
    };

    // Kestrel has required and validated it; without one the connection would not exist.
    private static X509Certificate2 Certificate(HttpContext http)
        => http.Connection.ClientCertificate ?? throw new CryptographicException("No client certificate.");

    // The text of an exception may hold what it stumbled over; its type and place do not.
    [LoggerMessage(LogLevel.Error, "A SOAP call failed with {Kind} at {Place}")]
    private partial void LogDefect(string kind, string? place);

    [LoggerMessage(LogLevel.Information, "A sender was cut off with status {Status}")]
    private partial void LogCut(int status);
}

/// <summary>A message that is refused before its transaction begins.</summary>
/// <param name="caller">Who was refused, once their token was verified.</param>
internal sealed class SoapRefusedException(Failure failure, Caller? caller = null) : Exception(failure.Code)
{
    public Failure Failure { get; } = failure;

    public Caller? Caller { get; } = caller;
}
