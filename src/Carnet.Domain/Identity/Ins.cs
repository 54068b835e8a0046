using System.Diagnostics.CodeAnalysis;

namespace Carnet.Domain.Identity;

/// <summary>National health identity of a person: 15 characters with key, and the OID of its register.</summary>
/// <remarks>
/// The text form hides the number, so that an INS written by mistake to a log says nothing; take <see cref="Value"/>
/// where the number itself is meant. Source: rule I-1; DMP 8.1.
/// </remarks>
public sealed record Ins
{
    /// <summary>INS-NIR.</summary>
    public const string NirOid = "1.2.250.1.213.1.4.8";

    /// <summary>INS-NIA, the register of persons who wait for a NIR.</summary>
    public const string NiaOid = "1.2.250.1.213.1.4.9";

    /// <summary>Test identities.</summary>
    public const string TestOid = "1.2.250.1.213.1.4.10";

    /// <summary>Demonstration identities.</summary>
    public const string DemoOid = "1.2.250.1.213.1.4.11";

    private Ins(string value, string oid) => (Value, Oid) = (value, oid);

    /// <summary>15 characters: 13 and the key; digits but for a Corsican department.</summary>
    public string Value { get; }

    /// <summary>One of the four known registers.</summary>
    public string Oid { get; }

    /// <summary>Checks form, key and register.</summary>
    public static bool TryCreate(string? value, string? oid, [NotNullWhen(true)] out Ins? ins)
    {
        ins = null;
        if (!IsKnownOid(oid) || value is not { Length: 15 })
        {
            return false;
        }

        var key = CheckDigits.NirKey(value.AsSpan(0, 13));
        if (key is null || !char.IsAsciiDigit(value[13]) || !char.IsAsciiDigit(value[14])
            || key != ((value[13] - '0') * 10) + value[14] - '0')
        {
            return false;
        }

        ins = new Ins(value, oid!);
        return true;
    }

    /// <summary>Whether a register is one that Carnet accepts; an unknown one refuses.</summary>
    public static bool IsKnownOid(string? oid) => oid is NirOid or NiaOid or TestOid or DemoOid;

    public override string ToString() => "INS ***";
}
