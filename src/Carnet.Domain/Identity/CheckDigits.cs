using System.Buffers;

namespace Carnet.Domain.Identity;

/// <summary>The two check-digit rules of French health identifiers.</summary>
internal static class CheckDigits
{
    /// <summary>A to Z, a to z and 0 to 9.</summary>
    public const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static readonly SearchValues<char> LettersAndDigits = SearchValues.Create(Alphanumeric);

    /// <summary>Luhn over decimal digits, the last one being the check digit.</summary>
    public static bool Luhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            if (!char.IsAsciiDigit(digits[i]))
            {
                return false;
            }

            var digit = digits[i] - '0';
            var doubled = (digits.Length - i) % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return digits.Length > 0 && sum % 10 == 0;
    }

    /// <summary>The two-digit key of a NIR or NIA: 97 − (number mod 97), Corsica 2A as 19 and 2B as 18.</summary>
    /// <returns>The key 1 to 97, or null where the 13 characters are not a number.</returns>
    public static int? NirKey(ReadOnlySpan<char> thirteen)
    {
        if (thirteen.Length != 13)
        {
            return null;
        }

        long number = 0;
        for (var i = 0; i < 13; i++)
        {
            var digit = (i, thirteen[i]) switch
            {
                (6, 'A') when thirteen[5] == '2' => 9,
                (6, 'B') when thirteen[5] == '2' => 8,
                (_, >= '0' and <= '9') => thirteen[i] - '0',
                _ => -1,
            };
            if (digit < 0)
            {
                return null;
            }

            // 2A counts as 19 and 2B as 18, so the "2" before the letter becomes a 1.
            var corsica = i == 5 && thirteen[6] is 'A' or 'B';
            number = (number * 10) + (corsica ? 1 : digit);
        }

        return 97 - (int)(number % 97);
    }
}
