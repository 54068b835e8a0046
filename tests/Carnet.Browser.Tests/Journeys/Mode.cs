namespace Carnet.Browser.Tests.Journeys;

/// <summary>In which colours the browser paints: light, dark, or those that the system forces on a page.</summary>
internal enum Colours
{
    Light,
    Dark,
    Contrast,
}

/// <summary>How somebody comes: whether their browser runs scripts, with what they act, how wide their screen is and in which colours.</summary>
internal sealed record Mode(bool Scripts, bool Keyboard, int Width, Colours Colours)
{
    public static IReadOnlyList<int> Widths { get; } = [360, 768, 1280];

    /// <summary>All thirty-six.</summary>
    public static IReadOnlyList<Mode> All { get; } =
    [
        .. from scripts in new[] { true, false }
           from keyboard in new[] { true, false }
           from width in Widths
           from colours in Enum.GetValues<Colours>()
           select new Mode(scripts, keyboard, width, colours),
    ];

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{(Scripts ? "script" : "no script")}, {(Keyboard ? "keyboard" : "pointer")}, {Width} px, {Name(Colours)}");

    private static string Name(Colours colours) => colours switch
    {
        Colours.Light => "light",
        Colours.Dark => "dark",
        Colours.Contrast => "high contrast",
    };
}
