using System.Text.RegularExpressions;
using Carnet.Server.Demo;
using Microsoft.Playwright;

namespace Carnet.Browser.Tests.Journeys;

/// <summary>Somebody on their way: does each step as the mode of the run demands, and judges each page they come to.</summary>
internal sealed partial class Walker : IAsyncDisposable
{
    private const int MostArrows = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<IBrowserContext> _windows = [];
    private readonly HashSet<string> _codes = [];
    private readonly string _site;
    private IResponse? _answer;
    private int _expected = 200;

    private Walker(DemoTownServer town, Mode mode, string site) => (Town, Mode, _site) = (town, mode, site);

    public DemoTownServer Town { get; }

    public Mode Mode { get; }

    public IPage Page { get; private set; } = null!;

    /// <summary>Routes that were shown.</summary>
    public HashSet<string> Pages { get; } = new(StringComparer.Ordinal);

    /// <summary>What was wrong with the pages on the way.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Walker> BeginAsync(DemoTownServer town, Mode mode, string site)
    {
        var walker = new Walker(town, mode, site);
        await walker.TakeAnotherBrowserAsync();
        return walker;
    }

    /// <summary>Goes on in a browser that nobody has used, as another person would.</summary>
    public async Task TakeAnotherBrowserAsync()
    {
        var window = await Town.OpenAsync(
            Mode.Width, Mode.Colours is Colours.Dark, _site, Mode.Scripts, Mode.Colours is Colours.Contrast);
        _windows.Add(window);
        Page = await window.NewPageAsync();
        Page.Console += (_, message) =>
        {
            // An answer that something is to be corrected is noted by the browser as a failed load.
            if (message.Type is "error" or "warning" && !message.Text.Contains("status of 422", StringComparison.Ordinal)
                && !(_expected is not 200 && message.Text.Contains($"status of {_expected}", StringComparison.Ordinal)))
            {
                Complaints.Add($"{Page.Url}: {message.Text}");
            }
        };
        Page.PageError += (_, error) => Complaints.Add($"{Page.Url}: {error}");
        Page.Response += (_, response) => _answer = response.Request.IsNavigationRequest && response.Frame == Page.MainFrame ? response : _answer;
    }

    /// <summary>Comes in without the pages of the login, which other journeys walk.</summary>
    public async Task ComeInAsync(string login)
    {
        await Page.Context.AddCookiesAsync([await Town.SessionOfAsync(login, _site)]);
        await OpenAsync("/accueil");
    }

    /// <summary>Types an address.</summary>
    public Task OpenAsync(string path) => ArriveAsync(() => Page.GotoAsync(path));

    /// <summary>Follows a link or presses a button that leads to a page.</summary>
    public Task FollowAsync(string name) => ArriveAsync(() => PressAsync(name));

    /// <summary>The same where it hands over a file.</summary>
    public async Task<byte[]> SaveAsync(string name)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => PressAsync(name));
        await using var content = await download.CreateReadStreamAsync();
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    public async Task WriteAsync(string field, string text)
    {
        if (Mode.Keyboard)
        {
            await Keys.TabToAsync(Page, field);
            await Page.Keyboard.PressAsync("Control+A");
            await Page.Keyboard.TypeAsync(text);
        }
        else
        {
            await Field(field).FillAsync(text);
        }
    }

    /// <summary>A field for a day, whose parts stand in the order of the browser's language.</summary>
    public async Task DateAsync(string field, DateOnly day)
    {
        var value = day.ToString("yyyy-MM-dd", null);
        if (!Mode.Keyboard)
        {
            await Field(field).FillAsync(value);
            return;
        }

        foreach (var order in new[] { "MMddyyyy", "ddMMyyyy" })
        {
            await Keys.TabToAsync(Page, field);
            await Page.Keyboard.TypeAsync(day.ToString(order, null));
            if (await Field(field).InputValueAsync() == value)
            {
                return;
            }

            for (var part = 0; part < 3; part++)
            {
                await Page.Keyboard.PressAsync("ArrowLeft");
            }
        }

        Assert.Fail($"{field}: {value} cannot be typed.");
    }

    /// <summary>A radio button or a box, by its id.</summary>
    public async Task TickAsync(string id, bool on = true)
    {
        if (!Mode.Keyboard)
        {
            await Field(id).SetCheckedAsync(on);
            return;
        }

        await Keys.TabToAsync(Page, id);
        for (var step = 0; step < MostArrows && await Page.EvaluateAsync<string>("() => document.activeElement.id") != id; step++)
        {
            await Page.Keyboard.PressAsync("ArrowDown");
        }

        if (await Field(id).IsCheckedAsync() != on)
        {
            await Page.Keyboard.PressAsync("Space");
        }

        Assert.Equal(on, await Field(id).IsCheckedAsync());
    }

    /// <summary>One line of a list that unfolds.</summary>
    public async Task PickAsync(string field, string option)
    {
        if (!Mode.Keyboard)
        {
            await Field(field).SelectOptionAsync(new SelectOptionValue { Label = option });
            return;
        }

        await Keys.TabToAsync(Page, field);
        await Page.Keyboard.PressAsync("Home");
        for (var step = 0; step < MostArrows && await ChosenAsync(field) != option; step++)
        {
            await Page.Keyboard.PressAsync("ArrowDown");
        }

        Assert.Equal(option, await ChosenAsync(field));
    }

    /// <summary>Shows what is folded behind a line, or explains a word; no page is loaded.</summary>
    public Task UnfoldAsync(string line) => PressAsync(line);

    public async Task AttachAsync(string field, params FilePayload[] files)
    {
        var chooser = await Page.RunAndWaitForFileChooserAsync(async () =>
        {
            if (Mode.Keyboard)
            {
                await Keys.TabToAsync(Page, field);
                await Page.Keyboard.PressAsync("Enter");
            }
            else
            {
                await Field(field).ClickAsync();
            }
        });
        await chooser.SetFilesAsync(files);
    }

    public async Task SeesAsync(string words) => Assert.Contains(words, await WordsAsync("main"), StringComparison.Ordinal);

    public async Task SeesNotAsync(string words) => Assert.DoesNotContain(words, await WordsAsync("main"), StringComparison.Ordinal);

    public async Task IsAtAsync(string title) => Assert.Equal(title, await WordsAsync("h1"));

    /// <summary>Words as they are read: every blank is one.</summary>
    public async Task<string> WordsAsync(string selector)
        => Blanks().Replace(await Page.Locator(selector).First.InnerTextAsync(), " ").Trim();

    /// <summary>The code that was sent to a telephone or an address since this journey last asked.</summary>
    public async Task<string> CodeAsync(string address) => await Town.CodeAsync(address, _codes);

    /// <summary>The whole login, page by page, from the page that asks for the identifier.</summary>
    public async Task LogInAsync(DemoPatient person, string? password = null)
    {
        await WriteAsync("identifiant", person.Login);
        await WriteAsync("mot-de-passe", password ?? person.Password);
        await FollowAsync("Continuer");
        await WriteAsync("code", await CodeAsync(person.Phone));
        await FollowAsync("Entrer");
    }

    /// <summary>The words of the first link or button whose text begins and goes on like this.</summary>
    public async Task<string> ButtonAsync(string beginning, string rest)
        => Blanks().Replace(await Page.Locator("main button").Filter(new() { HasTextRegex = new Regex($@"^\s*{beginning}[\s\S]*{rest}", RegexOptions.IgnoreCase) }).First.InnerTextAsync(), " ").Trim();

    /// <summary>The title of the first document of a list that has these words in it.</summary>
    public async Task<string> TitleWithAsync(string words)
        => Blanks().Replace(await Page.Locator(".rows a.title").Filter(new() { HasText = words }).First.InnerTextAsync(), " ").Trim();

    /// <summary>The words of the link to a part of the document.</summary>
    public Task<string> ActAsync(string part) => WordsAsync($"main a[href$={part}]");

    /// <summary>The next page is answered with this status.</summary>
    public void Expects(int status) => _expected = status;

    /// <summary>Goes on in a browser that was left open.</summary>
    public void GoBackTo(IPage page) => Page = page;

    /// <summary>Gives the browser an authenticator, which says yes at once.</summary>
    public async Task PutAuthenticatorAsync()
    {
        var devtools = await Page.Context.NewCDPSessionAsync(Page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    public async Task<string> WhereAsync() => $"{Page.Url} « {await Page.TitleAsync()} » ({Mode})";

    public async ValueTask DisposeAsync()
    {
        foreach (var window in _windows)
        {
            await window.DisposeAsync();
        }
    }

    private ILocator Field(string id) => Page.Locator($"[id='{id}']");

    private Task<string> ChosenAsync(string field) => Page.EvaluateAsync<string>(
        "id => { const one = document.getElementById(id); return one.selectedOptions[0].text.trim(); }", field);

    private async Task PressAsync(string name)
    {
        if (Mode.Keyboard)
        {
            await Keys.TabToAsync(Page, name);
            await Page.Keyboard.PressAsync("Enter");
            return;
        }

        var words = string.Join(@"\s*", Blanks().Split(name).Select(Regex.Escape));
        await Page.Locator("a, button, summary")
            .Filter(new() { HasTextRegex = new Regex($@"^\s*{words}\s*$"), Visible = true }).First.ClickAsync();
    }

    private async Task ArriveAsync(Func<Task> act)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Note(object? sender, IPage page) => arrived.TrySetResult();
        Page.Load += Note;
        try
        {
            await act();
            await arrived.Task.WaitAsync(Patience);
        }
        finally
        {
            Page.Load -= Note;
        }

        await JudgeAsync();
    }

    private async Task JudgeAsync()
    {
        Pages.Add(Routes.Of(new Uri(Page.Url).AbsolutePath));
        var overflow = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 0)
        {
            Complaints.Add($"{Page.Url}: {overflow} px too wide at {Mode.Width}");
        }

        if (_answer?.Status != _expected && _answer is not { Status: 422 })
        {
            Complaints.Add($"{Page.Url}: answered with {_answer?.Status}");
        }

        _expected = 200;
        await PageJudge.ShootAsync(Page, $"way-{Routes.Of(new Uri(Page.Url).AbsolutePath)}-{await Page.Locator("h1").First.InnerTextAsync()}",
            Mode.Width, Mode.Colours is Colours.Dark, $"-{Mode.Colours}");

        // The pages that a link opens are judged by a sweep in every colour; those behind a form, or with a message, here.
        if (Mode.Scripts && await PageJudge.RulesOnceAsync(Page, Routes.Of(new Uri(Page.Url).AbsolutePath), Mode) is { } broken)
        {
            Complaints.AddRange(broken);
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
