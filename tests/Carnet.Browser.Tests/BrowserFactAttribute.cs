namespace Carnet.Browser.Tests;

/// <summary>A test that needs Chromium and the Playwright driver; elsewhere it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    // The shell is the same engine without the window that nobody looks at.
    private static readonly string[] Known = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

    /// <summary>The first that is installed; the last of the known ones where none is.</summary>
    public static string Chromium { get; } = Known.FirstOrDefault(File.Exists) ?? Known[^1];

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
