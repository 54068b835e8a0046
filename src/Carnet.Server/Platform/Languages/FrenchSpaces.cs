using System.Buffers;

namespace Carnet.Server.Platform.Languages;

/// <summary>Keeps a sign at its word, so that no line of a page begins with « : » or ends with « « ».</summary>
/// <remarks>
/// The sentences of the source are written with ordinary spaces, which look like what they are. The thin space that
/// printers set before « ; », « ! » and « ? » is in too few fonts: the ordinary width serves for all of them.
/// </remarks>
internal static class FrenchSpaces
{
    private const char NoBreak = '\u00A0';
    private static readonly SearchValues<char> Signs = SearchValues.Create(":;!?»«");

    public static string Keep(string sentence)
        => sentence.AsSpan().IndexOfAny(Signs) < 0 ? sentence : string.Create(sentence.Length, sentence, Fill);

    private static void Fill(Span<char> kept, string sentence)
    {
        for (var i = 0; i < kept.Length; i++)
        {
            var bound = sentence[i] == ' '
                && ((i > 0 && sentence[i - 1] == '«') || (i + 1 < sentence.Length && sentence[i + 1] is ':' or ';' or '!' or '?' or '»'));
            kept[i] = bound ? NoBreak : sentence[i];
        }
    }
}
