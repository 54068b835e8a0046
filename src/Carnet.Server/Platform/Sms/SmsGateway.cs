using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Sms;

/// <summary>Section <c>Carnet:Sms</c>: the gateway that takes text messages; without an address there are none.</summary>
internal sealed class SmsOptions
{
    /// <summary>Where messages are posted; HTTPS, or HTTP on this machine. See docs/sms-gateway.md.</summary>
    public string? Address { get; set; }

    /// <summary>Bearer secret; best given as <c>Carnet__Sms__Secret_FILE</c>.</summary>
    public string? Secret { get; set; }

    /// <summary>Calling code of numbers that are written the national way. Default 33.</summary>
    public string Country { get; set; } = "33";

    /// <summary>For one message. Default 15 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    public bool IsSetUp => !string.IsNullOrEmpty(Address);
}

/// <summary>Refuses to start on a gateway that cannot be meant.</summary>
internal sealed class SmsOptionsValidation : IValidateOptions<SmsOptions>
{
    public ValidateOptionsResult Validate(string? name, SmsOptions options)
    {
        if (!options.IsSetUp)
        {
            return ValidateOptionsResult.Success;
        }

        List<string> wrong = [];
        if (!Uri.TryCreate(options.Address, UriKind.Absolute, out var address)
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            wrong.Add($"Carnet:Sms:Address is \"{options.Address}\"; allowed: an https:// address, or http:// on this machine.");
        }

        if (string.IsNullOrWhiteSpace(options.Secret) || options.Secret.Any(c => c is < '!' or > '~'))
        {
            wrong.Add("Carnet:Sms:Secret is missing or holds a sign that cannot travel in a header.");
        }

        if (options.Country.Length is < 1 or > 3 || !options.Country.All(char.IsAsciiDigit))
        {
            wrong.Add($"Carnet:Sms:Country is \"{options.Country}\"; allowed: one to three digits, e.g. 33.");
        }

        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(2))
        {
            wrong.Add("Carnet:Sms:Timeout must lie between 00:00:01 and 00:02:00.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}

/// <summary>What the gateway said of a message.</summary>
internal enum SmsVerdict
{
    Accepted,
    Deferred,
    Refused,
}

/// <summary>Posts a text message to the gateway; the contract is docs/sms-gateway.md.</summary>
/// <remarks>
/// Redirections are not followed: the secret and the number go to the configured address and nowhere else. What concerns
/// our settings (401, 403, 404) is deferred, so that a wrong secret loses no message.
/// </remarks>
internal sealed class SmsGateway : IDisposable
{
    private readonly IOptions<SmsOptions> _options;
    private readonly HttpClient _client;

    public SmsGateway(IOptions<SmsOptions> options, TimeProvider clock)
    {
        (_options, Clock) = (options, clock);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 16,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // the deadline below follows our clock
            MaxResponseContentBufferSize = 64 * 1024,
        };
    }

    private TimeProvider Clock { get; }

    /// <param name="to">E.164.</param>
    public async Task<SmsVerdict> SendAsync(Guid id, string to, string text, CancellationToken ct)
    {
        var options = _options.Value;
        using var deadline = new CancellationTokenSource(options.Timeout, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Address)
        {
            Content = JsonContent.Create(new { id, to, text }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Secret);
        request.Headers.Add("Idempotency-Key", id.ToString());
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted => SmsVerdict.Accepted,
                HttpStatusCode.Conflict => SmsVerdict.Accepted, // taken before, under this very number
                HttpStatusCode.BadRequest or HttpStatusCode.Gone or HttpStatusCode.UnprocessableEntity => SmsVerdict.Refused,
                _ => SmsVerdict.Deferred,
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return SmsVerdict.Deferred;
        }
        catch (HttpRequestException)
        {
            return SmsVerdict.Deferred;
        }
    }

    public void Dispose() => _client.Dispose();
}
