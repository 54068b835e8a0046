using System.Text;

namespace Carnet.Wire.Hl7v2;

/// <summary>How the bytes of a message become characters, as MSH-18 says.</summary>
/// <remarks>Source: HL7 v2.5 §2.15.9.18, table 0211.</remarks>
internal sealed class CharacterSet
{
    private static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    // ISO 8859-15 is 8859-1 with eight other signs, œ and € among them.
    private static readonly (char Old, char New)[] Latin9 =
        [('\u00A4', '€'), ('\u00A6', 'Š'), ('\u00A8', 'š'), ('\u00B4', 'Ž'), ('\u00B8', 'ž'), ('\u00BC', 'Œ'), ('\u00BD', 'œ'), ('\u00BE', 'Ÿ')];

    private readonly Encoding _encoding;
    private readonly bool _latin9;

    private CharacterSet(Encoding encoding, bool latin9 = false) => (_encoding, _latin9) = (encoding, latin9);

    /// <summary>UTF-8, and with it ASCII.</summary>
    public static CharacterSet Utf8 { get; } = new(Strict);

    /// <exception cref="WireFormatException">It is none of those that we read; code <c>mllp.character-set</c>.</exception>
    public static CharacterSet Of(string name) => name.ToUpperInvariant() switch
    {
        "" or "ASCII" or "UNICODE UTF-8" or "UTF-8" => Utf8,
        "8859/1" => new CharacterSet(Encoding.Latin1),
        "8859/15" => new CharacterSet(Encoding.Latin1, latin9: true),
        _ => throw new WireFormatException(
            "mllp.character-set", "Le jeu de caractères (MSH-18) n'est pas admis : UNICODE UTF-8, 8859/1 ou 8859/15."),
    };

    public string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = _encoding.GetString(bytes);
            return _latin9 ? Latin9.Aggregate(text, (now, pair) => now.Replace(pair.Old, pair.New)) : text;
        }
        catch (DecoderFallbackException)
        {
            throw new WireFormatException(
                "mllp.encoding", "Le message n'est pas écrit dans le jeu de caractères qu'il annonce (MSH-18).");
        }
    }
}
