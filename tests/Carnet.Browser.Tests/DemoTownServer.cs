using Carnet.Server.Demo;
using Carnet.Server.Features.Notices;
using Microsoft.Playwright;

namespace Carnet.Browser.Tests;

/// <summary>The one demo town of all tests, on a free port, with one Chromium; it is filled once and stopped at the very end.</summary>
/// <remarks>
/// Its people are shared: who changes a record takes a person of their own (<see cref="MoveInAsync"/>). Inès and the others of the
/// demo are only read.
/// </remarks>
public sealed class DemoTownServer : IAsyncLifetime
{
    private DemoTownHouse _house = null!;

    /// <summary>Folder of the source tree.</summary>
    public static string Repository { get; } = FindRepository(new DirectoryInfo(AppContext.BaseDirectory));

    public static DemoPatient Ines => DemoPeople.Patients.Single(patient => patient.Slug == "ines-rozenvel");

    public string Address => _house.Address;

    /// <summary>The portals' address by its name.</summary>
    public string NamedAddress => Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    internal Newcomers Newcomers => _house.Newcomers;

    public async Task InitializeAsync()
    {
        if (new BrowserFactAttribute().Skip is null)
        {
            _house = await DemoTownHouse.StandingAsync();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A fresh window: no cookie.</summary>
    public Task<IBrowserContext> OpenAsync(int width = 1280, bool dark = false, string? site = null, bool scripts = true, bool contrast = false) => _house.Chromium.NewContextAsync(new()
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
    public Task<IBrowserContext> OpenWithCardAsync(string professional, bool dark = false) => _house.Chromium.NewContextAsync(new()
    {
        BaseURL = _house.CardAddress,
        IgnoreHTTPSErrors = true,
        ClientCertificates =
        [
            new() { Origin = _house.CardAddress, PfxPath = Path.Combine(_house.Folder, "demo", "cards", professional, "card.p12"), Passphrase = "carnet" },
        ],
        ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        Locale = "fr-FR",
        DeviceScaleFactor = 1,
    });

    /// <summary>Somebody new with the documents and choices of one of the demo, and a number and accounts of their own.</summary>
    public Task<DemoPatient> MoveInAsync(string like) => _house.Newcomers.MoveInAsync(like);

    /// <summary>Lets a window in without the pages of the login: the cookie of a session that has just begun.</summary>
    public async Task EnterAsync(IPage page, string login)
    {
        await page.Context.AddCookiesAsync([await SessionOfAsync(login, Address)]);
        await page.GotoAsync("/accueil");
    }

    public async Task<Cookie> SessionOfAsync(string login, string site) => new()
    {
        Name = "carnet",
        Value = await _house.Newcomers.OpenSessionAsync(login),
        Url = site,
        HttpOnly = true,
        SameSite = SameSiteAttribute.Strict,
    };

    /// <summary>The newest code that was sent to a telephone or an address and is not among those known; it is added to them.</summary>
    public async Task<string> CodeAsync(string address, HashSet<string> known)
    {
        for (var round = 0; round < 400; round++)
        {
            if ((await MessagesToAsync(address)).Select(message => DemoTownHouse.Code(message.Body))
                .FirstOrDefault(code => code.Length > 0 && !known.Contains(code)) is { } code)
            {
                known.Add(code);
                return code;
            }

            await Task.Delay(25);
        }

        throw new InvalidOperationException("No code came.");
    }

    /// <summary>Waits for a message, by how its subject begins.</summary>
    public async Task AwaitMessageAsync(string address, string subject)
    {
        for (var round = 0; round < 400; round++)
        {
            if ((await MessagesToAsync(address)).Any(message => message.Subject == subject))
            {
                return;
            }

            await Task.Delay(25);
        }

        throw new InvalidOperationException($"No message « {subject} » came.");
    }

    private async Task<IEnumerable<InboxMessage>> MessagesToAsync(string address)
        => (await _house.Inbox.ReadAsync(100, default)).Where(message => message.To.EndsWith(address.TrimStart('0'), StringComparison.Ordinal));

    private static string FindRepository(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Carnet.slnx"))
        ? folder.FullName
        : FindRepository(folder.Parent ?? throw new InvalidOperationException("The source tree was not found."));
}
