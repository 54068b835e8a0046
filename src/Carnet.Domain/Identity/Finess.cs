using System.Diagnostics.CodeAnalysis;

namespace Carnet.Domain.Identity;

/// <summary>Number of an establishment: 9 characters, the last one by Luhn unless the number holds a letter.</summary>
/// <remarks>Corsican and test numbers hold a letter, and no public rule says how to compute their key.</remarks>
public readonly record struct Finess
{
    private Finess(string value) => Value = value;

    /// <summary>9 characters.</summary>
    public string Value { get; }

    public static bool TryCreate([NotNullWhen(true)] string? value, out Finess finess)
    {
        var valid = IsValid(value);
        finess = valid ? new Finess(value!) : default;
        return valid;
    }

    /// <summary>Whether the characters are such a number, without a copy of them.</summary>
    internal static bool IsValid(ReadOnlySpan<char> value)
        => value.Length == 9 && !value.ContainsAnyExcept(CheckDigits.LettersAndDigits)
            && (value.ContainsAnyExceptInRange('0', '9') || CheckDigits.Luhn(value));

    public override string ToString() => Value;
}
