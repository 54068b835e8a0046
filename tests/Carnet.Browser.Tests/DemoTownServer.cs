using System.Text.Json;
using System.Text.RegularExpressions;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Cli;
using Carnet.Server.Demo;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Carnet.Browser.Tests;

/// <summary>The demo town on a free port, with one Chromium.</summary>
public sealed partial class DemoTownServer : IAsyncLifetime
{
    /// <summary>Folder of the source tree.</summary>
    public static string Repository { get; } = FindRepository(new DirectoryInfo(AppContext.BaseDirectory));

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("carnet-").FullName;
    private WebApplication _app = null!;
    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public string Address { get; private set; } = "";

    /// <summary>Where the software of professionals opens pages, with their card.</summary>
    public string CardAddress { get; private set; } = "";

    /// <summary>The portals' address by its name.</summary>
    public string NamedAddress => Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public static DemoPatient Ines => DemoPeople.Patients.Single(patient => patient.Slug == "ines-rozenvel");

    public async Task InitializeAsync()
    {
        if (new BrowserFactAttribute().Skip is not null)
        {
            return;
        }

        _app = ServerComposition.Build(
            new Dictionary<string, string?>
            {
                ["Carnet:Data:Directory"] = _folder,
                ["Carnet:Doors:Portals"] = "http://127.0.0.1:0",
                ["Carnet:Doors:Card"] = "https://127.0.0.1:0",
                ["Carnet:Doors:Soap"] = "",
                ["Carnet:Doors:Operations"] = "",
                ["Carnet:Accounts:CodesPerHour"] = "100", // the same few people come in for every test of a class
            },
            demo: true);
        await ServerComposition.PrepareAsync(_app, demo: true, default);
        await _app.StartAsync();
        await _app.Services.GetRequiredService<DemoWorld>().FillAsync(default);
        await BreakGlassAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = addresses.Single(address => address.StartsWith("http:", StringComparison.Ordinal));
        CardAddress = addresses.Single(address => address.StartsWith("https:", StringComparison.Ordinal));
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = BrowserFactAttribute.Chromium, Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
            _playwright!.Dispose();
            await _app.StopAsync();
            await _app.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>An emergency doctor enters, so that the history has what it must show first.</summary>
    private async Task BreakGlassAsync()
    {
        PsIdNat.TryCreate(DemoTown.Professional("yann-kerbratiz").PsIdNat, out var person);
        StructIdNat.TryCreate(DemoTown.Structure(DemoTown.Professional("yann-kerbratiz").Structure).IdNst, out var structure);
        Ins.TryCreate(Ines.Ins, Ines.InsOid, out var ins);
        var who = DemoTown.Professional("yann-kerbratiz");
        var caller = new Caller.Professional(
            new Practitioner(person, who.FamilyName, who.GivenName, who.Profession, who.Specialty, structure, "SA01"),
            AccessMode.BreakGlass, "Douleur thoracique, patiente confuse", Reinforced: false)
        {
            Origin = new Origin(Door.Soap),
        };
        await using var scope = _app.Services.CreateAsyncScope();
        var records = scope.ServiceProvider.GetRequiredService<IRecords>();
        await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<CarnetDb>>().CreateDbContextAsync();
        using var record = await records.FindAsync(db, scope.ServiceProvider.GetRequiredService<RecordIds>().Of(ins!), default);
        await scope.ServiceProvider.GetRequiredService<Scribe>().WriteAsync(
            caller, record!, new Happening(TraceAct.FindDocuments, TraceOutcome.Done, "ground.break-glass"));
    }

    /// <summary>A fresh window: no cookie.</summary>
    public Task<IBrowserContext> OpenAsync(int width = 1280, bool dark = false, string? site = null, bool scripts = true, bool contrast = false) => _chromium!.NewContextAsync(new()
    {
        BaseURL = site ?? Address,
        JavaScriptEnabled = scripts,
        ViewportSize = new() { Width = width, Height = width < 500 ? 740 : 900 },
        ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        ForcedColors = contrast ? ForcedColors.Active : ForcedColors.None,
        Locale = "fr-FR",
        DeviceScaleFactor = 1,
    });

    /// <summary>A window of a professional whose card is in its reader.</summary>
    public Task<IBrowserContext> OpenWithCardAsync(string professional, bool dark = false) => _chromium!.NewContextAsync(new()
    {
        BaseURL = CardAddress,
        IgnoreHTTPSErrors = true,
        ClientCertificates =
        [
            new() { Origin = CardAddress, PfxPath = Path.Combine(_folder, "demo", "cards", professional, "card.p12"), Passphrase = "carnet" },
        ],
        ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        Locale = "fr-FR",
        DeviceScaleFactor = 1,
    });

    public async Task LogInAsync(IPage page, DemoPatient patient)
    {
        await page.GotoAsync("/connexion");
        await page.GetByLabel("Identifiant").FillAsync(patient.Login);
        await page.GetByLabel("Mot de passe").FillAsync(patient.Password);
        var before = await CountAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continuer" }).ClickAsync();
        await page.GetByLabel("Code à six chiffres").FillAsync(await NextCodeAsync(before));
        await page.GetByRole(AriaRole.Button, new() { Name = "Entrer" }).ClickAsync();
        await page.WaitForURLAsync("**/accueil");
    }

    public async Task<int> CountAsync() => (await InboxAsync()).Count;

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

    private async Task<IReadOnlyList<JsonElement>> InboxAsync()
    {
        using var client = new HttpClient();
        return [.. JsonDocument.Parse(await client.GetStringAsync(new Uri($"{Address}/demo/inbox.json"))).RootElement.EnumerateArray()];
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();

    private static string FindRepository(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Carnet.slnx"))
        ? folder.FullName
        : FindRepository(folder.Parent ?? throw new InvalidOperationException("The source tree was not found."));
}
