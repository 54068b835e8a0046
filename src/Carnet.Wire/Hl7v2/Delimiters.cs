namespace Carnet.Wire.Hl7v2;

/// <summary>The five signs that MSH-1 and MSH-2 declare; printable ASCII, all different.</summary>
/// <remarks>Source: HL7 v2.5 §2.5.4.</remarks>
public sealed record Delimiters(byte Field, byte Component, byte Repetition, byte Escape, byte Subcomponent)
{
    /// <summary><c>|^~\&amp;</c>, which answers are written with.</summary>
    public static Delimiters Usual { get; } = new((byte)'|', (byte)'^', (byte)'~', (byte)'\\', (byte)'&');

    /// <summary>Reads the start of a message, which must be <c>MSH</c> and five signs.</summary>
    /// <exception cref="WireFormatException">It is something else; code <c>mllp.msh</c>.</exception>
    public static Delimiters Read(ReadOnlySpan<byte> message)
    {
        if (message.Length < 9 || !message.StartsWith("MSH"u8))
        {
            throw Wrong();
        }

        var signs = message[3..8];
        for (var i = 0; i < signs.Length; i++)
        {
            if (signs[i] is <= (byte)' ' or >= 0x7F || char.IsAsciiLetterOrDigit((char)signs[i])
                || signs[(i + 1)..].Contains(signs[i]))
            {
                throw Wrong();
            }
        }

        return new Delimiters(signs[0], signs[1], signs[2], signs[3], signs[4]);
    }

    private static WireFormatException Wrong() => new(
        "mllp.msh", "Le message ne commence pas par un segment MSH et ses cinq séparateurs (MSH|^~\\&).");
}
