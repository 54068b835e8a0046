using System.Buffers;

namespace Carnet.Wire.Xds;

/// <summary>The written form of an ISO object identifier: digits and dots, at most 64 characters.</summary>
/// <remarks>Source: IHE ITI TF-3 4.2.3.1.4.</remarks>
public static class Oid
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("^ '\t\r\n");

    /// <summary>True for <c>1.2.250</c> and its like; false for leading zeros, empty arcs or a first arc over
    /// 2.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is < 3 or > 64 || text[0] is < '0' or > '2' || text[1] != '.')
        {
            return false;
        }

        var arc = 0;
        for (var i = 2; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == '.')
            {
                if (arc == 0 || (arc > 1 && text[i - arc] == '0'))
                {
                    return false;
                }

                arc = 0;
            }
            else if (char.IsAsciiDigit(text[i]))
            {
                arc++;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True for the identifier of a document: an OID or a UUID, with or without <c>^</c> and an extension of
    /// 1 to 64 characters.</summary>
    /// <remarks>
    /// The standard asks for an OID and at most 16 characters; real French CDA carry UUID roots and extensions of 18,
    /// and their id must be the uniqueId as it stands. Source: IHE ITI TF-3 4.2.3.2.26, HL7 CDA R2.
    /// </remarks>
    public static bool IsUniqueId(ReadOnlySpan<char> text)
    {
        var caret = text.IndexOf('^');
        return caret < 0
            ? IsValid(text) || Guid.TryParseExact(text, "D", out _)
            : IsUniqueId(text[..caret]) && text.Length - caret - 1 is >= 1 and <= 64
                && text[(caret + 1)..].IndexOfAny(Forbidden) < 0;
    }
}
