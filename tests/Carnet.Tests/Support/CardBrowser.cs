using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AngleSharp.Dom;

namespace Carnet.Tests.Support;

/// <summary>A browser with a card in its reader, or the proxy of an establishment: cookies, forms, no scripts.</summary>
internal sealed class CardBrowser : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _client;

    public CardBrowser(Uri address, X509Certificate2 certificate)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(CardWorld.Root());
        _handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            CookieContainer = new CookieContainer(),
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = policy,
                ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            },
        };
        _client = new HttpClient(_handler) { BaseAddress = address };
    }

    public CookieContainer Cookies => _handler.CookieContainer;

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>As a browser that prefers a language asks.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, string preferred)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept-Language", preferred);
        return await _client.SendAsync(request);
    }

    public async Task<IDocument> PageAsync(string path) => await Browser.ReadAsync(await GetAsync(path));

    /// <summary>Sends a token as a software does: an envelope as the body.</summary>
    public async Task<HttpResponseMessage> PostEnvelopeAsync(string path, ReadOnlyMemory<byte> envelope)
    {
        using var content = new ReadOnlyMemoryContent(envelope);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/soap+xml; charset=utf-8");
        return await _client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await _client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    /// <summary>Fills in the form of a page that goes to an address, and sends it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var form = (await PageAsync(page)).QuerySelector($"form[action='{action}']")
            ?? throw new InvalidOperationException($"{page} has no form to {action}");
        return await PostAsync(action, [.. form.QuerySelectorAll("input[type=hidden]")
            .Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!)), .. fields]);
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }
}
