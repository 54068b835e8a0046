using System.Diagnostics.CodeAnalysis;

namespace Carnet.Domain.Identity;

/// <summary>National identifier of a structure: a prefix digit that names the register, and the number.</summary>
/// <remarks>
/// 0 practice by ADELI, 1 FINESS, 2 SIREN, 3 SIRET, 4 practice by RPPS and rank. Source: rule I-4; DMP 3.4
/// (OID 1.2.250.1.71.4.2.2).
/// </remarks>
public readonly record struct StructIdNat
{
    /// <summary>OID of the naming space.</summary>
    public const string Oid = "1.2.250.1.71.4.2.2";

    private StructIdNat(string value) => Value = value;

    /// <summary>The prefix digit and the number; at most 32 characters.</summary>
    public string Value { get; }

    public static bool TryCreate([NotNullWhen(true)] string? value, out StructIdNat id)
    {
        id = default;
        if (value is not { Length: >= 2 and <= 32 } || value.AsSpan().ContainsAnyExcept(CheckDigits.LettersAndDigits))
        {
            return false;
        }

        var number = value.AsSpan(1);
        var valid = value[0] switch
        {
            '0' => number.Length is 9 or 11,
            '1' => Finess.IsValid(number),
            '2' => number.Length == 9 && CheckDigits.Luhn(number),
            // La Poste's establishments break the Luhn rule of SIRET; their SIREN tells them.
            '3' => number.Length == 14 && (CheckDigits.Luhn(number) || number.StartsWith("356000000", StringComparison.Ordinal)),
            '4' => number.Length is >= 13 and <= 14 && Rpps.IsValid(number[..11]),
            _ => false,
        };
        id = valid ? new StructIdNat(value) : default;
        return valid;
    }

    public override string ToString() => Value;
}
