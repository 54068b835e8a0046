using Carnet.Domain.Common;
using Carnet.Domain.Identity;

namespace Carnet.Server.Features.Governance;

/// <summary>One spelling for each suspended thing, so that what an operator types is what a call carries.</summary>
internal static class SuspensionSubjects
{
    private const int Longest = 400;

    /// <summary>The spelling that is stored and compared, or what is wrong with it.</summary>
    public static Outcome<string> Of(SuspensionKind kind, string typed)
    {
        var text = typed.Trim();
        return kind switch
        {
            SuspensionKind.Person => PsIdNat.TryCreate(text, out var person) ? person.Value : SuspensionFailures.WrongPerson,
            SuspensionKind.Structure => StructIdNat.TryCreate(text, out var structure)
                ? structure.Value
                : SuspensionFailures.WrongStructure,
            SuspensionKind.Software => text.Length is >= 2 and <= Longest && !text.StartsWith('/') && !text.EndsWith('/')
                && !text.Any(char.IsControl) ? Fold(text) : SuspensionFailures.WrongSoftware,
            SuspensionKind.Certificate => Certificate(text) ?? (Outcome<string>)SuspensionFailures.WrongCertificate,
        };
    }

    /// <summary>Software names are compared without regard to case.</summary>
    public static string Fold(string software) => software.ToUpperInvariant();

    public static string Certificate(string serial, string issuer) => $"{Hexadecimal(serial).TrimStart('0')}:{issuer}";

    private static string? Certificate(string text)
    {
        if (text.Split(':', 2) is [var serial, var issuer] && issuer.Contains('=', StringComparison.Ordinal))
        {
            return IsHexadecimal(serial) && text.Length <= Longest ? Certificate(serial, issuer.Trim()) : null;
        }

        var thumbprint = Hexadecimal(text);
        return thumbprint.Length == 40 && thumbprint.All(char.IsAsciiHexDigit) ? thumbprint : null;
    }

    private static bool IsHexadecimal(string text) => Hexadecimal(text) is { Length: > 0 and <= 64 } hex && hex.All(char.IsAsciiHexDigit);

    private static string Hexadecimal(string text)
        => string.Concat(text.Where(c => c is not (':' or ' ' or '-'))).ToUpperInvariant();
}
