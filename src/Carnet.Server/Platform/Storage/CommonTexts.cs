using System.Text;

namespace Carnet.Server.Platform.Storage;

/// <summary>Codes, their systems and labels as strings that are made once.</summary>
/// <remarks>
/// The same few hundred stand in every description, so a list of fifty documents need not make a thousand new ones. A
/// text that falls on another's place takes it; what is lost is made again.
/// </remarks>
internal static class CommonTexts
{
    private const int Longest = 128;
    private static readonly Known?[] Places = new Known?[2048];

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var hash = new HashCode();
        hash.AddBytes(utf8);
        ref var place = ref Places[hash.ToHashCode() & (Places.Length - 1)];
        if (place is { } known && utf8.SequenceEqual(known.Utf8))
        {
            return known.Text;
        }

        var text = Encoding.UTF8.GetString(utf8);
        place = new Known(utf8.ToArray(), text);
        return text;
    }

    private sealed record Known(byte[] Utf8, string Text);
}
