namespace Carnet.Server.Platform.Languages;

/// <summary>Says a French sentence where no page is written: what a command prints as well has ordinary spaces.</summary>
internal static class Spoken
{
    /// <summary>The sentence; itself where the language has nothing else for it.</summary>
    public static string T(string french) => Language.Current.Say(french);

    public static string T(string french, params ReadOnlySpan<object?> arguments) => Language.Current.Say(french, arguments);
}
