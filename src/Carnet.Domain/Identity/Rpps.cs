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
        var valid = value is { Length: 11 } && CheckDigits.Luhn(value);
        rpps = valid ? new Rpps(value!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
