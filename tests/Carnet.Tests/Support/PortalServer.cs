using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Carnet.Server.Cli;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Support;

/// <summary>The real server on a free port of this machine, with only the portals door open.</summary>
public sealed class PortalServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("carnet-").FullName;

    /// <summary>Settings beside those of every test.</summary>
    internal IReadOnlyDictionary<string, string?> More { get; init; } = new Dictionary<string, string?>();

    internal WebApplication App { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        CardWorld.CopyTo(Path.Combine(_folder, "demo")); // making its keys takes longer than all the rest
        App = ServerComposition.Build(
            new Dictionary<string, string?>(More)
            {
                ["Carnet:Data:Directory"] = _folder,
                ["Carnet:Doors:Portals"] = "http://127.0.0.1:0",
                ["Carnet:Doors:Soap"] = "",
                ["Carnet:Doors:Operations"] = "",
            },
            demo: true, LightWork.Add);
        await ServerComposition.PrepareAsync(App, demo: true, default);
        await App.StartAsync();
        Address = new Uri(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async Task DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    internal Browser Browse() => new(Address, App.Services);
}

/// <summary>Somebody at the portal: keeps cookies, sends forms as a browser without scripts does.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
    private readonly HttpClient _client;

    private readonly IServiceProvider? _services;

    /// <param name="services">Of the server, so that messages of earlier tests can be waited for.</param>
    public Browser(Uri address, IServiceProvider? services = null)
        => (_client, _services) = (new HttpClient(_handler) { BaseAddress = address }, services);

    public CookieCollection Cookies => _handler.CookieContainer.GetAllCookies();

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(new Uri(path, UriKind.Relative));

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request);

    public async Task<IDocument> PageAsync(string path) => await ReadAsync(await GetAsync(path));

    /// <remarks>With ordinary spaces, as one reads aloud; that some of them hold signs at their words is a test of its own.</remarks>
    public static async Task<IDocument> ReadAsync(HttpResponseMessage response)
        => await new HtmlParser().ParseDocumentAsync(
            (await response.Content.ReadAsStringAsync()).Replace("&#xA0;", " ", StringComparison.Ordinal));

    /// <summary>Fills in the first form of a page that goes to an address, and sends it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var document = await PageAsync(page);
        var form = document.QuerySelector($"form[action='{action}']")
            ?? throw new InvalidOperationException($"{page} has no form to {action}");
        var values = form.QuerySelectorAll("input[type=hidden]")
            .Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!)).Concat(fields)
            .ToDictionary(field => field.Item1, field => field.Item2);
        return await PostAsync(action, values);
    }

    public async Task<HttpResponseMessage> PostAsync(string action, IReadOnlyDictionary<string, string> values)
    {
        using var content = new FormUrlEncodedContent(values);
        return await _client.PostAsync(new Uri(action, UriKind.Relative), content);
    }

    /// <summary>Fills in the first form of a page that goes to an address, with files, and sends it.</summary>
    public async Task<HttpResponseMessage> UploadAsync(
        string page, string action, (string Name, string Value)[] fields, params (string Field, string Name, byte[] Content)[] files)
    {
        var form = (await PageAsync(page)).QuerySelector($"form[action='{action}'][enctype='multipart/form-data']")
            ?? throw new InvalidOperationException($"{page} has no form with files to {action}");
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in form.QuerySelectorAll("input[type=hidden]")
            .Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!)).Concat(fields))
        {
            content.Add(new StringContent(value), name);
        }

        foreach (var (field, name, bytes) in files)
        {
            content.Add(new ByteArrayContent(bytes), field, name);
        }

        return await _client.PostAsync(new Uri(action, UriKind.Relative), content);
    }

    /// <summary>Identifier, password, code from the inbox; ends on the page after the login.</summary>
    public async Task<string> LogInAsync(string login, string password)
    {
        var before = await MessagesSoFarAsync();
        var started = await SubmitAsync("/connexion", "/connexion", ("identifiant", login), ("mot-de-passe", password));
        Assert.Equal("/connexion/code", started.Headers.Location?.OriginalString);
        var entered = await SubmitAsync(
            "/connexion/code", "/connexion/code", ("code", await NextCodeAsync(before)));
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        return entered.Headers.Location!.OriginalString;
    }

    /// <summary>How many messages lie in the inbox, once those are there that somebody else caused before.</summary>
    public async Task<int> MessagesSoFarAsync()
    {
        await using var db = await _services!.GetRequiredService<IDbContextFactory<CarnetDb>>().CreateDbContextAsync();
        for (var round = 0; round < 200; round++)
        {
            var now = _services!.GetRequiredService<TimeProvider>().GetUtcNow();
            if (!await db.Set<OutboxRow>().AnyAsync(row => row.SentAt == null && row.DueAt <= now))
            {
                break;
            }

            await Task.Delay(25);
        }

        return (await InboxAsync()).Count;
    }

    public async Task<string> NextCodeAsync(int before)
    {
        for (var round = 0; round < 200; round++)
        {
            var inbox = await InboxAsync();
            // Newest first; other messages may come with it.
            if (inbox.Take(inbox.Count - before).Select(message => SixDigits().Match(message.GetProperty("body").GetString()!))
                .FirstOrDefault(match => match.Success) is { } code)
            {
                return code.Value;
            }

            await Task.Delay(25);
        }

        throw new InvalidOperationException("No code came.");
    }

    public async Task<IReadOnlyList<JsonElement>> InboxAsync()
        => [.. JsonDocument.Parse(await _client.GetStringAsync(new Uri("/demo/inbox.json", UriKind.Relative)))
            .RootElement.EnumerateArray()];

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
