using System.Collections.Frozen;
using System.Reflection;
using System.Resources;

namespace Carnet.Server.Platform.Languages;

/// <summary>In which words a person is spoken to: a language, and plain or easy to read.</summary>
/// <remarks>
/// The French sentence of the source is the key; a table holds what is said instead, and what it lacks stays French. The
/// language of a request flows with it, so that no use case carries it around; where nobody chose one it is French, as in
/// every message to a machine, a file or a letter.
/// </remarks>
internal sealed class Language
{
    private const string Prefix = "Carnet.Server.Platform.Languages.";

    private static readonly AsyncLocal<Language?> Chosen = new();

    private Language(string code, bool isEasy, FrozenDictionary<string, string> sentences)
        => (Code, IsEasy, Sentences) = (code, isEasy, sentences);

    public static Language French { get; } = new("fr", isEasy: false, FrozenDictionary<string, string>.Empty);

    public static Language English { get; } = new("en", isEasy: false, Load("English"));

    /// <summary>« Facile à lire et à comprendre »: short sentences, one idea in a line.</summary>
    public static Language EasyFrench { get; } = new("fr", isEasy: true, Load("EasyFrench"));

    /// <summary>The pictures and the large letters of the easy pages, with the ordinary English words.</summary>
    public static Language EasyEnglish { get; } = new("en", isEasy: true, English.Sentences);

    /// <summary>The one of this request; set by the door that knows whom it serves.</summary>
    public static Language Current
    {
        get => Chosen.Value ?? French;
        set => Chosen.Value = value;
    }

    /// <summary>For the <c>lang</c> attribute.</summary>
    public string Code { get; }

    public bool IsEasy { get; }

    /// <summary>By the French sentence.</summary>
    public FrozenDictionary<string, string> Sentences { get; }

    public bool IsEnglish => Code == "en";

    /// <summary>The <c>lang</c> of what people wrote in French, in a page that is not (WCAG 3.1.2); null in a French page.</summary>
    public string? OfContent => IsEnglish ? "fr" : null;

    public static Language Of(bool english, bool easy) => (english, easy) switch
    {
        (false, false) => French,
        (false, true) => EasyFrench,
        (true, false) => English,
        (true, true) => EasyEnglish,
    };

    // One resource for each area of the site; a sentence that two of them hold is a defect, said at the start.
    private static FrozenDictionary<string, string> Load(string folder)
    {
        Dictionary<string, string> sentences = new(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"{Prefix}{folder}.", StringComparison.Ordinal)))
        {
            using var reader = new ResourceReader(assembly.GetManifestResourceStream(name)!);
            foreach (System.Collections.DictionaryEntry entry in reader)
            {
                sentences.Add((string)entry.Key, (string)entry.Value!);
            }
        }

        return sentences.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
