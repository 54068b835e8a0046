using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Carnet.Server.Platform.Keys;

namespace Carnet.Server.Features.Accounts;

/// <summary>What a browser holds to prove a login or a session: 256 random bits. We keep its hash only.</summary>
internal readonly record struct Ticket(string Value)
{
    private const int Size = 32;

    public static Ticket Draw() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size)));

    /// <summary>SHA-256; no stretching is needed for what cannot be guessed.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes(Value));

    public override string ToString() => "ticket ***";
}

/// <summary>One-time codes: six digits, or twelve, kept as a keyed hash bound to their login.</summary>
internal sealed class Codes(RecordIds ids)
{
    private const int Longest = 12;

    /// <param name="longer">Where so many wrong ones were tried that six digits could be guessed.</param>
    public (string Code, byte[] Hash) Draw(byte[] pendingHash, bool longer = false)
    {
        var code = RandomNumberGenerator.GetString("0123456789", longer ? Longest : 6);
        return (code, Hash(pendingHash, code));
    }

    public bool IsRight(LoginAttemptRow attempt, string typed) => IsRight(attempt.PendingHash, attempt.CodeHash, typed);

    public bool IsRight(byte[] pendingHash, byte[] codeHash, string typed)
    {
        // People copy the spaces of the message with the digits.
        var digits = string.Concat(typed.Take(2 * Longest).Where(char.IsAsciiDigit));
        return CryptographicOperations.FixedTimeEquals(Hash(pendingHash, digits), codeHash);
    }

    private byte[] Hash(byte[] pendingHash, string code)
        => ids.Hash("login-code", $"{Convert.ToHexStringLower(pendingHash)}\n{code}");
}

/// <summary>Draws what is printed on paper: no letter or digit that is taken for another.</summary>
internal static class PaperSecrets
{
    private const string Signs = "23456789abcdefghjkmnpqrstuvwxyz";

    public static string Login() => Groups(2, 5);

    /// <summary>16 signs, 79 bits.</summary>
    public static string Password() => Groups(4, 4);

    private static string Groups(int count, int length) => string.Join(
        '-', Enumerable.Range(0, count).Select(_ => RandomNumberGenerator.GetString(Signs, length)));
}
