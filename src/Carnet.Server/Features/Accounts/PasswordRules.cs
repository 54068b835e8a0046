using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;

namespace Carnet.Server.Features.Accounts;

/// <summary>Which new passwords are taken: long enough, not among the worst, without the identifier. No rule of signs.</summary>
/// <remarks>Source: OWASP ASVS 5.0 6.2.1 to 6.2.12.</remarks>
internal static class PasswordRules
{
    public const int Shortest = 15;
    public const int Longest = 128;

    private static readonly FrozenSet<string> Worst = Load();

    /// <summary>What is wrong with it, or null.</summary>
    public static Failure? Defect(string password, string login)
    {
        var length = new System.Globalization.StringInfo(password).LengthInTextElements;
        return password switch
        {
            _ when length < Shortest => AccountFailures.PasswordShort,
            _ when password.Length > Longest => AccountFailures.PasswordLong,
            _ when Fold(login) is { Length: >= 4 } name && Fold(password).Contains(name, StringComparison.Ordinal)
                => AccountFailures.PasswordIsLogin,
            _ when IsCommon(Fold(password)) => AccountFailures.PasswordCommon,
            _ => null,
        };
    }

    private static bool IsCommon(string folded) => folded.Length == 0 || Worst.Contains(folded)
        || Worst.Contains(folded.Trim("0123456789".ToCharArray())) || Repeats(folded);

    // One short piece written again and again ("azertyazertyazerty"), or few different signs in all.
    private static bool Repeats(string folded) => folded.Distinct().Count() < 5
        || Enumerable.Range(1, folded.Length / 2).Any(
            size => Enumerable.Range(size, folded.Length - size).All(i => folded[i] == folded[i - size])
                && (size <= 6 || Worst.Contains(folded[..size])));

    private static string Fold(string text)
        => TraitComparison.Fold(text).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    private static FrozenSet<string> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(
            "Carnet.Server.Features.Accounts.worst-passwords.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#').Select(Fold).ToFrozenSet(StringComparer.Ordinal);
    }
}
