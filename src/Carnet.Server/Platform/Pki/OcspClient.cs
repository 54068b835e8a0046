using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Pki;

/// <summary>Asks the responder of the configuration about certificates, and keeps each answer for a while.</summary>
/// <remarks>
/// The address is the operator's, never one that a certificate brings along: who shows a certificate does not make this
/// server call anybody. An answer counts until it says itself, and no longer than the setting. Source: RFC 6960; DMP 2.1.
/// </remarks>
internal sealed partial class OcspClient(IOptions<TrustOptions> options, TimeProvider clock, ILogger<OcspClient> logger) : IDisposable
{
    private const int MostAnswers = 20_000;
    private const int LargestAnswer = 64 * 1024;
    private const int NonceSize = 32;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FailureKept = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, Revocation State)> _kept = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _calls = new(8, 8);

    // No connection is kept: the responder may be about to close it, and a question lost so would refuse its holder.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    })
    {
        MaxResponseContentBufferSize = LargestAnswer,
    };

    public bool IsSetUp => !string.IsNullOrEmpty(options.Value.OcspResponder);

    /// <summary>What the responder says; unknown where it does not answer in time, or not so that it counts.</summary>
    public async ValueTask<Revocation> OfAsync(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken ct)
    {
        var key = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        if (_kept.TryGetValue(key, out var known) && known.Until > clock.GetUtcNow())
        {
            return known.State;
        }

        await _calls.WaitAsync(ct);
        try
        {
            // Asked by another call of the same holder meanwhile.
            if (_kept.TryGetValue(key, out known) && known.Until > clock.GetUtcNow())
            {
                return known.State;
            }

            if (_kept.Count >= MostAnswers)
            {
                _kept.Clear();
            }

            return (_kept[key] = await AskAsync(certificate, issuer, ct)).State;
        }
        finally
        {
            _calls.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _calls.Dispose();
    }

    private async Task<(DateTimeOffset Until, Revocation State)> AskAsync(
        X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken ct)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceSize);
        var bytes = await PostAsync(OcspAnswer.Ask(certificate, issuer, nonce), ct);
        var answer = bytes is null ? null : OcspAnswer.Read(bytes, certificate, issuer, nonce, clock.GetUtcNow());
        var now = clock.GetUtcNow();
        if (answer is null || answer.This > now + Skew || answer.Next + Skew < now || answer.This + options.Value.OcspFreshness + Skew < now)
        {
            LogUnanswered(bytes is null ? "no answer" : answer is null ? "an answer that does not count" : "an answer that is out of date");
            return (now + FailureKept, Revocation.Unknown);
        }

        var until = now + options.Value.OcspFreshness;
        return (answer.Next is { } next && next < until && next > now ? next : until, answer.Revoked ? Revocation.Revoked : Revocation.Good);
    }

    private async Task<byte[]?> PostAsync(byte[] question, CancellationToken ct)
    {
        using var waited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        waited.CancelAfter(options.Value.OcspTimeout);
        try
        {
            using var content = new ByteArrayContent(question);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/ocsp-request");
            using var response = await _http.PostAsync(new Uri(options.Value.OcspResponder!), content, waited.Token);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync(waited.Token) : null;
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException
            || (cause is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The OCSP responder gave {What}")]
    private partial void LogUnanswered(string what);
}
