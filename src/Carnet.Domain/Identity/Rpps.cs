using System.Diagnostics.CodeAnalysis;

namespace Carnet.Domain.Identity;

/// <summary>Number of a professional in the shared directory: 11 digits, the last one by Luhn.</summary>
public readonly record struct Rpps
{
    private Rpps(string value) => Value = value;

    /// <summary>11 digits.</summary>
    public string Value { get; }

    public static bool TryCreate([NotNullWhen(true)] string? value, out Rpps rpps)
    {
        var valid = IsValid(value);
        rpps = valid ? new Rpps(value!) : default;
        return valid;
    }

    /// <summary>Whether the characters are such a number, without a copy of them.</summary>
    internal static bool IsValid(ReadOnlySpan<char> value) => value.Length == 11 && CheckDigits.Luhn(value);

    public override string ToString() => Value;
}
