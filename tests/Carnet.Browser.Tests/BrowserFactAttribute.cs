namespace Carnet.Browser.Tests;

/// <summary>A test that needs Chromium and the Playwright driver; elsewhere it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public const string Chromium = "/usr/bin/chromium";

    public BrowserFactAttribute()
    {
        if (!File.Exists(Chromium))
        {
            Skip = $"{Chromium} is not installed.";
        }
        else if (!Directory.Exists(Path.Combine(AppContext.BaseDirectory, ".playwright")))
        {
            Skip = "The Playwright driver was not restored.";
        }
    }
}
