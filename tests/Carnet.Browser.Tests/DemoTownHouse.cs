using System.Text.RegularExpressions;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Cli;
using Carnet.Server.Demo;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Notices;
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

[assembly: TestFramework("Carnet.Browser.Tests.TownFramework", "Carnet.Browser.Tests")]

namespace Carnet.Browser.Tests;

/// <summary>Pulls the shared town down when all tests are over.</summary>
public sealed class TownFramework : Xunit.Sdk.XunitTestFramework
{
    public TownFramework(Xunit.Abstractions.IMessageSink sink)
        : base(sink) => DisposalTracker.Add(new Wrecker());

    private sealed class Wrecker : IDisposable
    {
        public void Dispose() => DemoTownHouse.PullDownAsync().GetAwaiter().GetResult();
    }
}

/// <summary>The server and the browser behind <see cref="DemoTownServer"/>.</summary>
internal sealed partial class DemoTownHouse
{
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly Lazy<Task<DemoTownHouse>> Shared = new(() => new DemoTownHouse().BuildAsync());

    private WebApplication _app = null!;
    private IPlaywright _playwright = null!;

    public string Folder { get; } = Directory.CreateTempSubdirectory("carnet-").FullName;

    public string Address { get; private set; } = "";

    /// <summary>Where the software of professionals opens pages, with their card.</summary>
    public string CardAddress { get; private set; } = "";

    public IBrowser Chromium { get; private set; } = null!;

    public Newcomers Newcomers { get; private set; } = null!;

    public DemoInbox Inbox => _app.Services.GetRequiredService<DemoInbox>();

    public static Task<DemoTownHouse> StandingAsync() => Shared.Value;

    public static async Task PullDownAsync()
    {
        if (Shared.IsValueCreated)
        {
            var house = await Shared.Value;
            await house.Chromium.DisposeAsync();
            house._playwright.Dispose();
            await house._app.StopAsync();
            await house._app.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(house.Folder, recursive: true);
        }
    }

    /// <summary>The six digits of a message, or nothing.</summary>
    public static string Code(string body) => SixDigits().Match(body).Value;

    private async Task<DemoTownHouse> BuildAsync()
    {
        _app = ServerComposition.Build(
            new Dictionary<string, string?>
            {
                ["Carnet:Data:Directory"] = Folder,
                ["Carnet:Doors:Portals"] = "http://127.0.0.1:0",
                ["Carnet:Doors:Card"] = "https://127.0.0.1:0",
                ["Carnet:Doors:Soap"] = "",
                ["Carnet:Doors:Operations"] = "",
            },
            demo: true,
            services => services.AddSingleton(new PasswordWork(1_000))); // the browser is what takes the time here
        await ServerComposition.PrepareAsync(_app, demo: true, default);
        await _app.StartAsync();
        await _app.Services.GetRequiredService<DemoWorld>().FillAsync(default);
        await BreakGlassAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = addresses.Single(address => address.StartsWith("http:", StringComparison.Ordinal));
        CardAddress = addresses.Single(address => address.StartsWith("https:", StringComparison.Ordinal));
        Newcomers = new Newcomers(_app.Services);
        _playwright = await Playwright.CreateAsync();
        Chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = BrowserFactAttribute.Chromium, Args = Arguments });
        return this;
    }

    /// <summary>An emergency doctor enters, so that the history has what it must show first.</summary>
    private async Task BreakGlassAsync()
    {
        var ines = DemoTownServer.Ines;
        PsIdNat.TryCreate(DemoTown.Professional("yann-kerbratiz").PsIdNat, out var person);
        StructIdNat.TryCreate(DemoTown.Structure(DemoTown.Professional("yann-kerbratiz").Structure).IdNst, out var structure);
        Ins.TryCreate(ines.Ins, ines.InsOid, out var ins);
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

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
