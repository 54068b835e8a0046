using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Carnet.Domain.Identity;

/// <summary>How a prefix of <see cref="PsIdNat"/> says where a person's number comes from.</summary>
public enum PsIdNatKind
{
    Adeli = 0,
    AdeliPractice = 1,
    FinessInternal = 3,
    SirenInternal = 4,
    SiretInternal = 5,
    RppsPractice = 6,
    Rpps = 8,
}

/// <summary>National identifier of a professional or employee: a prefix digit and a number.</summary>
/// <remarks>Prefix 8 is followed by an RPPS, which is checked. Source: rule I-3; DMP 3.4 (OID 1.2.250.1.71.4.2.1).</remarks>
public readonly record struct PsIdNat
{
    /// <summary>OID of the naming space.</summary>
    public const string Oid = "1.2.250.1.71.4.2.1";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(CheckDigits.Alphanumeric + "/.-_");

    private PsIdNat(string value) => Value = value;

    /// <summary>The prefix digit and the number; at most 64 characters.</summary>
    public string Value { get; }

    public PsIdNatKind Kind => (PsIdNatKind)(Value[0] - '0');

    /// <summary>The RPPS, where the prefix says that it is one.</summary>
    public Rpps? Rpps => Kind is PsIdNatKind.Rpps && Identity.Rpps.TryCreate(Value[1..], out var rpps) ? rpps : null;

    public static PsIdNat Of(Rpps rpps) => new("8" + rpps.Value);

    public static bool TryCreate([NotNullWhen(true)] string? value, out PsIdNat id)
    {
        id = default;
        if (value is not { Length: >= 2 and <= 64 } || value[0] is not ('0' or '1' or '3' or '4' or '5' or '6' or '8')
            || value.AsSpan().ContainsAnyExcept(Allowed))
        {
            return false;
        }

        if (value[0] == '8' && !Identity.Rpps.IsValid(value.AsSpan(1)))
        {
            return false;
        }

        id = new PsIdNat(value);
        return true;
    }

    public override string ToString() => Value;
}
