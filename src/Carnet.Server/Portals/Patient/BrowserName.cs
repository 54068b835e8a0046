namespace Carnet.Server.Portals.Patient;

/// <summary>What a browser says it is, in a few words of ours: nothing that it sends is ever shown or stored.</summary>
internal static class BrowserName
{
    // The first that is found holds: most of them also name those whose pages they imitate.
    private static readonly (string Sign, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
            ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari")];

    private static readonly (string Sign, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("CrOS", "Chromebook"),
            ("Linux", "Linux")];

    /// <summary>For example « Firefox, Android »; « Un navigateur » where it says nothing that we know.</summary>
    public static string Of(string agent)
    {
        var (browser, system) = (Find(Browsers, agent), Find(Systems, agent));
        return (browser, system) switch
        {
            (null, null) => "Un navigateur",
            (null, _) => $"Un navigateur, {system}",
            (_, null) => browser,
            _ => $"{browser}, {system}",
        };
    }

    private static string? Find((string Sign, string Name)[] known, string agent)
        => Array.Find(known, one => agent.Contains(one.Sign, StringComparison.Ordinal)).Name;
}
