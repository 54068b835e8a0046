using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Carnet.Server.Platform.Pki;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Replies;

/// <summary>What the software said of its answer.</summary>
internal enum ReplyVerdict
{
    Taken,
    Later,
    Never,
}

/// <summary>Posts answers to the software that asked for them, over mutual TLS.</summary>
/// <remarks>
/// The receiver shows a certificate of the configured roots, never of the machine's; we show the server's. No redirection
/// is followed and no proxy asked, so that what the operator allowed is what is called. Source: IHE ITI TF-2 3.19, Appendix V.
/// </remarks>
internal sealed class ReplyPost : IDisposable
{
    private readonly IOptions<AsynchronousOptions> _options;
    private readonly TimeProvider _clock;
    private readonly Lazy<HttpClient> _http;

    public ReplyPost(IOptions<AsynchronousOptions> options, IOptions<TrustOptions> trust, ServerCertificate certificate, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _http = new(() => new HttpClient(Handler(trust.Value, certificate)) { Timeout = Timeout.InfiniteTimeSpan });
    }

    public bool IsSetUp => _options.Value.Endpoints.Count > 0;

    public async Task<ReplyVerdict> SendAsync(string address, string contentType, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        // What was allowed when it was queued may have been withdrawn since.
        if (!_options.Value.Endpoints.Any(endpoint => endpoint.Address == address))
        {
            return ReplyVerdict.Never;
        }

        using var deadline = new CancellationTokenSource(_options.Value.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(message) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        try
        {
            using var response = await _http.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response switch
            {
                { IsSuccessStatusCode: true } => ReplyVerdict.Taken,
                { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.Gone or HttpStatusCode.UnprocessableEntity } => ReplyVerdict.Never,
                _ => ReplyVerdict.Later,
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return ReplyVerdict.Later;
        }
        catch (HttpRequestException)
        {
            return ReplyVerdict.Later;
        }
    }

    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
    }

    private static SocketsHttpHandler Handler(TrustOptions trust, ServerCertificate certificate)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(CertificateTrust.Load(trust.Roots));
        policy.ExtraStore.AddRange(CertificateTrust.Load(trust.Intermediates));
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = policy,
                ClientCertificateContext = certificate.Context,
            },
        };
    }
}
