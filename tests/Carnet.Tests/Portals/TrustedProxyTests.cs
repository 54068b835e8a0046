using System.Net;
using Carnet.Server.Platform.Hosting;
using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

/// <summary>Behind a proxy that ends TLS: what the browser sees is believed of the proxies that were named, of nobody else.</summary>
public sealed class TrustedProxyTests
{
    private static readonly (string Name, string Value)[] FromProxy =
        [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "carnet.example"), ("X-Forwarded-For", "203.0.113.9")];

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/24")]
    public async Task A_named_proxy_gives_the_browsers_scheme_and_host_to_passkeys_cookies_and_HSTS(string proxy)
    {
        await using var house = await House.OpenAsync(proxy);
        using var answer = await house.AskAsync("/connexion/cle", FromProxy);
        Assert.Contains("carnet.example", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Contains("max-age", answer.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));

        // Without the headers the same proxy has taken a browser without TLS.
        using var plain = await house.AskAsync("/connexion/cle");
        AssertUntouched(plain, await plain.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Only_the_value_that_the_proxy_wrote_itself_counts()
    {
        await using var house = await House.OpenAsync("127.0.0.1");
        using var answer = await house.AskAsync("/connexion/cle", ("X-Forwarded-Proto", "http, https"),
            ("X-Forwarded-Host", "evil.example, carnet.example"), ("X-Forwarded-For", "127.0.0.1, 203.0.113.9"));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains("carnet.example", page, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", page, StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("192.0.2.0/24")]
    public async Task The_same_headers_from_elsewhere_change_nothing(string? proxy)
    {
        await using var house = await House.OpenAsync(proxy);
        using var answer = await house.AskAsync("/connexion/cle", FromProxy);
        AssertUntouched(answer, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.7/33")]
    public void A_proxy_that_cannot_be_meant_refuses_to_start(string proxy)
    {
        var answer = new PortalOptionsValidation().Validate(null, new PortalOptions { TrustedProxies = ["10.0.0.7", proxy] });
        Assert.Contains($"Carnet:Portal:TrustedProxies:1 is \"{proxy}\"", answer.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_and_networks_of_both_families_are_taken()
        => Assert.True(new PortalOptionsValidation().Validate(
            null, new PortalOptions { TrustedProxies = ["10.0.0.7", "10.1.0.0/16", "::1", "fd00:1::/64"] }).Succeeded);

    private static void AssertUntouched(HttpResponseMessage answer, string page)
    {
        Assert.DoesNotContain("carnet.example", page, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.All(answer.Headers.GetValues("Set-Cookie"),
            cookie => Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    private sealed class House(PortalServer server) : IAsyncDisposable
    {
        public static async Task<House> OpenAsync(string? proxy)
        {
            var server = new PortalServer
            {
                More = proxy is null ? new Dictionary<string, string?>() : new() { ["Carnet:Portal:TrustedProxies:0"] = proxy },
            };
            await server.InitializeAsync();
            return new House(server);
        }

        public async Task<HttpResponseMessage> AskAsync(string path, params (string Name, string Value)[] headers)
        {
            using var browser = server.Browse();
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            foreach (var (name, value) in headers)
            {
                request.Headers.Add(name, value);
            }

            var answer = await browser.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return answer;
        }

        public async ValueTask DisposeAsync() => await server.DisposeAsync();
    }
}
