using System.Net;
using System.Text;
using System.Text.Json;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Sms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Carnet.Tests.Platform.Sms;

/// <summary>docs/sms-gateway.md, against a gateway of our own that keeps to it.</summary>
public sealed class SmsGatewayTests
{
    [Fact]
    public async Task N_9_a_text_message_is_posted_with_its_number_and_the_secret_and_taken_once()
    {
        await using var gateway = await FakeGateway.StartAsync();
        using var client = gateway.Client();
        var id = Guid.CreateVersion7();
        Assert.Equal(SmsVerdict.Accepted, await client.SendAsync(id, "+33612345678", "Un document a été ajouté.", default));
        Assert.Equal(SmsVerdict.Accepted, await client.SendAsync(id, "+33612345678", "Un document a été ajouté.", default)); // 409

        var taken = Assert.Single(gateway.Taken);
        Assert.Equal((id.ToString(), "+33612345678", "Un document a été ajouté."), (taken.GetProperty("id").GetString(),
            taken.GetProperty("to").GetString(), taken.GetProperty("text").GetString()));
        Assert.Equal(3, taken.EnumerateObject().Count());
        Assert.All(gateway.Headers, headers => Assert.Equal(("Bearer un-secret", id.ToString()), headers));
    }

    [Theory]
    [InlineData(400, nameof(SmsVerdict.Refused))]
    [InlineData(410, nameof(SmsVerdict.Refused))]
    [InlineData(422, nameof(SmsVerdict.Refused))]
    [InlineData(401, nameof(SmsVerdict.Deferred))]
    [InlineData(403, nameof(SmsVerdict.Deferred))]
    [InlineData(404, nameof(SmsVerdict.Deferred))]
    [InlineData(429, nameof(SmsVerdict.Deferred))]
    [InlineData(500, nameof(SmsVerdict.Deferred))]
    [InlineData(503, nameof(SmsVerdict.Deferred))]
    [InlineData(302, nameof(SmsVerdict.Deferred))]
    public async Task N_9_each_answer_has_its_verdict_and_a_redirection_is_not_followed(int status, string verdict)
    {
        await using var gateway = await FakeGateway.StartAsync(status);
        using var client = gateway.Client();
        Assert.Equal(verdict, (await client.SendAsync(Guid.CreateVersion7(), "+33612345678", "x", default)).ToString());
        Assert.Single(gateway.Headers);
    }

    [Fact]
    public async Task N_9_a_gateway_that_is_away_is_tried_later()
    {
        var gateway = await FakeGateway.StartAsync();
        using var client = gateway.Client();
        await gateway.DisposeAsync();
        Assert.Equal(SmsVerdict.Deferred, await client.SendAsync(Guid.CreateVersion7(), "+33612345678", "x", default));
    }

    [Fact]
    public async Task N_9_the_channel_sends_the_body_to_the_international_number_and_knows_what_is_none()
    {
        await using var gateway = await FakeGateway.StartAsync();
        using var client = gateway.Client();
        var channel = new SmsChannel(client, Options.Create(gateway.Settings));
        var message = new OutboxMessage(new RecordId(Guid.CreateVersion7()), Channel.Sms, "06 12 34 56 78", "Objet", "Corps");
        Assert.True(channel.IsSetUp);
        Assert.Equal(Delivery.Taken, await channel.SendAsync(Guid.CreateVersion7(), default, message, default));
        Assert.Equal(Delivery.NoAddress, await channel.SendAsync(Guid.CreateVersion7(), default, message with { To = "poste 12" }, default));
        Assert.Equal("+33612345678", Assert.Single(gateway.Taken).GetProperty("to").GetString());
    }

    [Theory]
    [InlineData("http://sms.example.test/", "s", "Carnet:Sms:Address")]
    [InlineData("sms.example.test", "s", "Carnet:Sms:Address")]
    [InlineData("https://sms.example.test/", "", "Carnet:Sms:Secret")]
    [InlineData("https://sms.example.test/", "a\nb", "Carnet:Sms:Secret")]
    public void N_9_wrong_gateway_settings_are_named(string address, string secret, string key)
        => Assert.Contains(key, new SmsOptionsValidation().Validate(null, new SmsOptions { Address = address, Secret = secret }).FailureMessage, StringComparison.Ordinal);

    private sealed class FakeGateway(WebApplication app) : IAsyncDisposable
    {
        private readonly HashSet<string> _known = [];

        public List<JsonElement> Taken { get; } = [];

        public List<(string Secret, string Key)> Headers { get; } = [];

        public SmsOptions Settings => new() { Address = app.Urls.First() + "/sms", Secret = "un-secret" };

        public static async Task<FakeGateway> StartAsync(int? status = null)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var gateway = new FakeGateway(app);
            app.MapPost("/sms", async (HttpRequest request) =>
            {
                gateway.Headers.Add((request.Headers.Authorization.ToString(), request.Headers["Idempotency-Key"].ToString()));
                if (status is { } given)
                {
                    return given == 302 ? Results.Redirect("/sms") : Results.StatusCode(given);
                }

                using var reader = new StreamReader(request.Body, Encoding.UTF8);
                var message = JsonDocument.Parse(await reader.ReadToEndAsync()).RootElement;
                if (!gateway._known.Add(message.GetProperty("id").GetString()!))
                {
                    return Results.StatusCode((int)HttpStatusCode.Conflict);
                }

                gateway.Taken.Add(message);
                return Results.StatusCode((int)HttpStatusCode.Accepted);
            });
            await app.StartAsync();
            return gateway;
        }

        public SmsGateway Client() => new(Options.Create(Settings), TimeProvider.System);

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
