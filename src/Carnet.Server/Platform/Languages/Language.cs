using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text;
using Carnet.Domain.Notices;

namespace Carnet.Server.Platform.Languages;

/// <summary>In which words a person is spoken to: a language, and plain or easy to read.</summary>
/// <remarks>
/// The French sentence of the source is the key; a table holds what is said instead, and what it lacks stays French. The
/// language of a request flows with it, so that no use case carries it around; where nobody chose one it is French, as in
/// every answer to a machine and every file. A message leaves later, without a request: it is written in the language that
/// its reader chose, see <see cref="MessageLanguage"/>.
/// </remarks>
internal sealed class Language
{
    private const string Prefix = "Carnet.Server.Platform.Languages.";

    private static readonly AsyncLocal<StrongBox<Language>?> Chosen = new();

    private string? _name;

    private Language(
        string code, bool isEasy, FrozenDictionary<string, string> sentences, FrozenDictionary<string, string> ofAnother)
        => (Code, IsEasy, Sentences, OfAnother) = (code, isEasy, sentences, ofAnother);

    public static Language French { get; } =
        new("fr", isEasy: false, FrozenDictionary<string, string>.Empty, Load("AnotherFrench"));

    public static Language English { get; } = new("en", isEasy: false, Load("English"), Load("AnotherEnglish"));

    /// <summary>« Facile à lire et à comprendre »: short sentences, one idea in a line.</summary>
    public static Language EasyFrench { get; } =
        new("fr", isEasy: true, Load("EasyFrench"), Load("AnotherEasyFrench"));

    /// <summary>The pictures and the large letters of the easy pages, with the ordinary English words.</summary>
    public static Language EasyEnglish { get; } =
        new("en", isEasy: true, English.Sentences, English.OfAnother);

    /// <summary>The one of this request; set by the door that knows whom it serves.</summary>
    public static Language Current
    {
        get => Chosen.Value?.Value ?? French;
        set => Chosen.Value = new StrongBox<Language>(value);
    }

    /// <summary>Changes the one of this request for all that follows, also after the caller has returned.</summary>
    /// <remarks>A gate of a page learns who asks, and the page is written when the gate is through.</remarks>
    public static void Turn(Language language)
    {
        if (Chosen.Value is { } request)
        {
            request.Value = language;
        }
    }

    /// <summary>For the <c>lang</c> attribute.</summary>
    public string Code { get; }

    public bool IsEasy { get; }

    /// <summary>By the French sentence.</summary>
    public FrozenDictionary<string, string> Sentences { get; }

    /// <summary>The same for who reads another person's record: <c>{name}</c> and <c>{ofname}</c> are that person.</summary>
    public FrozenDictionary<string, string> OfAnother { get; }

    public bool IsEnglish => Code == "en";

    /// <summary>The <c>lang</c> of what people wrote in French, in a page that is not (WCAG 3.1.2); null in a French page.</summary>
    public string? OfContent => IsEnglish ? "fr" : null;

    /// <summary>The <c>lang</c> of a sentence of ours that may have no English, a defect of a message for example; null else.</summary>
    public string? OfSentence(string french) => IsEnglish && !Sentences.ContainsKey(french) ? "fr" : null;

    public static Language Of(bool english, bool easy) => (english, easy) switch
    {
        (false, false) => French,
        (false, true) => EasyFrench,
        (true, false) => English,
        (true, true) => EasyEnglish,
    };

    /// <summary>This language for who acts for somebody else: where a sentence would say « votre carnet », it names them.</summary>
    /// <param name="name">As a letter addresses them.</param>
    public Language About(string name) => new(Code, IsEasy, Sentences, OfAnother)
    {
        // A name comes from a register: a sign that has a meaning in a sentence would break it.
        _name = string.Concat(name.Where(sign => sign is not ('{' or '}' or '[' or ']' or '`'))),
    };

    public static Language Of(MessageLanguage language) => language is MessageLanguage.English ? English : French;

    /// <summary>What somebody who reads this wants their messages in.</summary>
    public MessageLanguage OfMessages => IsEnglish ? MessageLanguage.English : MessageLanguage.French;

    /// <summary>The sentence in this language; itself where it has nothing else for it.</summary>
    public string Say(string french, params ReadOnlySpan<object?> arguments)
    {
        var said = _name is { } name && Named(french) is { } sentence
            ? sentence.Replace("{ofname}", OfName(name), StringComparison.Ordinal).Replace("{name}", name, StringComparison.Ordinal)
            : Sentences.GetValueOrDefault(french, french);
        return arguments.IsEmpty ? said : string.Format(CultureInfo.InvariantCulture, said, arguments);
    }

    // An easy sentence that has no version of its own for another names nobody, and serves both.
    private string? Named(string french) => OfAnother.TryGetValue(french, out var theirs) ? theirs
        : IsEasy && !IsEnglish && !Sentences.ContainsKey(french) ? French.OfAnother.GetValueOrDefault(french)
        : null;

    // « d’Inès », « de Zoé », « d’Yves », « de Yann ».
    private static string OfName(string name)
    {
        var plain = name.Normalize(NormalizationForm.FormD).Where(char.IsAsciiLetter).Take(2).Select(char.ToLowerInvariant).ToArray();
        var vowel = plain is ['a' or 'e' or 'i' or 'o' or 'u' or 'h', ..]
            || (plain is ['y', var second] && second is not ('a' or 'e' or 'i' or 'o' or 'u'));
        return (vowel ? "d’" : "de ") + name;
    }

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
