using System.Globalization;
using System.Numerics;
using Carnet.Domain.Identity;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>I-1, I-3, I-4: form and key of every national number.</summary>
public sealed class IdentifierTests
{
    [Theory]
    [InlineData("1800175000001", "1800175000001")]
    [InlineData("2690549588157", "2690549588157")]
    [InlineData("280012A000001", "2800119000001")]
    [InlineData("280012B000001", "2800118000001")]
    [InlineData("7990199999999", "7990199999999")]
    [Trait("rule", "I-1")]
    public void I_1_the_key_is_97_minus_the_remainder_with_2A_as_19_and_2B_as_18(string thirteen, string number)
    {
        var key = 97 - (int)(BigInteger.Parse(number, CultureInfo.InvariantCulture) % 97);
        for (var tried = 0; tried <= 99; tried++)
        {
            Assert.Equal(tried == key, Ins.TryCreate($"{thirteen}{tried:00}", Ins.NirOid, out _));
        }
    }

    [Theory]
    [InlineData("269054958815780")] // the example that the public pages on the NIR carry
    [Trait("rule", "I-1")]
    public void I_1_the_published_example_holds(string value) => Assert.True(Ins.TryCreate(value, Ins.NirOid, out _));

    [Theory]
    [InlineData("1.2.250.1.213.1.4.8", true)]
    [InlineData("1.2.250.1.213.1.4.9", true)]
    [InlineData("1.2.250.1.213.1.4.10", true)]
    [InlineData("1.2.250.1.213.1.4.11", true)]
    [InlineData("1.2.250.1.213.1.4.2", false)]
    [InlineData("1.2.250.1.213.1.4.80", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [Trait("rule", "I-1")]
    public void I_1_an_unknown_register_refuses(string? oid, bool known)
        => Assert.Equal(known, Ins.TryCreate(Sample.Ins(1).Value, oid, out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("26905495881578")]
    [InlineData("2690549588157800")]
    [InlineData("26905495881578 ")]
    [InlineData("A69054958815780")]
    [InlineData("26905C958815780")]
    [InlineData("269052C58815780")]
    [InlineData("26905A958815780")]
    [InlineData("2690549588157A0")]
    [InlineData("26905495881578O")]
    [InlineData("２６９０５４９５８８１５７８０")]
    [Trait("rule", "I-1")]
    public void I_1_a_wrong_form_refuses(string? value) => Assert.False(Ins.TryCreate(value, Ins.NirOid, out _));

    [Fact]
    [Trait("rule", "I-1")]
    public void I_1_a_letter_stands_for_Corsica_and_nowhere_else()
    {
        for (var place = 0; place < 13; place++)
        {
            foreach (var letter in "ABab")
            {
                var text = "2690529588157".Remove(place, 1).Insert(place, letter.ToString());
                var valid = Enumerable.Range(0, 100).Any(key => Ins.TryCreate($"{text}{key:00}", Ins.NirOid, out _));
                Assert.Equal(place == 6 && letter is 'A' or 'B', valid);
            }
        }
    }

    [Fact]
    [Trait("rule", "I-1")]
    public void I_1_the_text_of_an_INS_hides_its_number()
        => Assert.DoesNotContain(Sample.Ins(1).Value, $"{Sample.Ins(1)}", StringComparison.Ordinal);

    [Fact]
    [Trait("rule", "I-3")]
    public void I_3_every_single_wrong_digit_of_an_RPPS_is_noticed()
    {
        foreach (var rpps in Enumerable.Range(1, 50).Select(i => Sample.Ps(i * 7919).Value[1..]))
        {
            Assert.True(Rpps.TryCreate(rpps, out _));
            Assert.All(Changed(rpps), wrong => Assert.False(Rpps.TryCreate(wrong, out _)));
        }
    }

    [Theory]
    [InlineData("0123456789", PsIdNatKind.Adeli)]
    [InlineData("1123456789/1", PsIdNatKind.AdeliPractice)]
    [InlineData("3750000001/CPE-1", PsIdNatKind.FinessInternal)]
    [InlineData("4732829320/7", PsIdNatKind.SirenInternal)]
    [InlineData("573282932000074/7", PsIdNatKind.SiretInternal)]
    [InlineData("610000000010001/2", PsIdNatKind.RppsPractice)]
    [Trait("rule", "I-3")]
    public void I_3_a_prefix_says_where_the_number_comes_from(string value, PsIdNatKind kind)
    {
        Assert.True(PsIdNat.TryCreate(value, out var id));
        Assert.Equal(kind, id.Kind);
        Assert.Null(id.Rpps);
    }

    [Theory]
    [InlineData("2123456789")]
    [InlineData("7123456789")]
    [InlineData("9123456789")]
    [InlineData("8")]
    [InlineData("810000000001")] // an RPPS with a wrong key
    [InlineData("81000000000")]
    [InlineData("3750000001/é")]
    [InlineData("3750000001 x")]
    [InlineData("3750000001\n")]
    [InlineData("")]
    [InlineData(null)]
    [Trait("rule", "I-3")]
    public void I_3_another_prefix_form_or_key_refuses(string? value) => Assert.False(PsIdNat.TryCreate(value, out _));

    [Fact]
    [Trait("rule", "I-3")]
    public void I_3_prefix_8_carries_the_RPPS()
    {
        var id = Sample.Ps(42);
        Assert.Equal(id.Value[1..], id.Rpps?.Value);
        Assert.Equal(id, PsIdNat.Of(id.Rpps!.Value));
        Assert.False(PsIdNat.TryCreate("3" + new string('1', 64), out _));
    }

    [Theory]
    [InlineData("0123456789", true)]
    [InlineData("012345678901", true)]
    [InlineData("01234", false)]
    [InlineData("1750000000", false)]
    [InlineData("10B0127189", true)] // a test FINESS: no key where there is a letter
    [InlineData("12A0000147", true)]
    [InlineData("175000000", false)]
    [InlineData("2732829320", true)]
    [InlineData("2732829321", false)]
    [InlineData("373282932000074", true)]
    [InlineData("373282932000075", false)]
    [InlineData("335600000049837", true)] // La Poste: the Luhn rule of SIRET does not hold
    [InlineData("335600000112345", false)]
    [InlineData("5732829320", false)]
    [InlineData("8732829320", false)]
    [InlineData("1", false)]
    [InlineData(null, false)]
    [Trait("rule", "I-4")]
    public void I_4_a_structure_is_known_by_prefix_and_key(string? value, bool valid)
        => Assert.Equal(valid, StructIdNat.TryCreate(value, out _));

    [Fact]
    [Trait("rule", "I-4")]
    public void I_4_every_single_wrong_digit_of_FINESS_SIREN_SIRET_and_practice_is_noticed()
    {
        string[] numbers =
        [
            .. Enumerable.Range(1, 20).Select(i => "1" + Sample.Luhn($"{i * 4_999_999 % 100_000_000:00000000}")),
            .. Enumerable.Range(1, 20).Select(i => "2" + Sample.Luhn($"{i * 4_999_999 % 100_000_000:00000000}")),
            .. Enumerable.Range(1, 20).Select(i => "3" + Sample.Luhn($"{i * 499_999_999_999L:0000000000000}")),
        ];
        foreach (var number in numbers)
        {
            Assert.True(StructIdNat.TryCreate(number, out _), number);
            Assert.All(Changed(number[1..]), wrong => Assert.False(StructIdNat.TryCreate(number[0] + wrong, out _)));
        }

        var practice = "4" + Sample.Ps(1).Value[1..];
        Assert.True(StructIdNat.TryCreate(practice + "01", out _));
        Assert.True(StructIdNat.TryCreate(practice + "001", out _));
        Assert.False(StructIdNat.TryCreate(practice + "0001", out _));
        Assert.False(StructIdNat.TryCreate("4" + Changed(Sample.Ps(1).Value[1..]).First() + "01", out _));
    }

    private static IEnumerable<string> Changed(string number)
        => from place in Enumerable.Range(0, number.Length)
           from digit in "0123456789"
           where number[place] != digit
           select number.Remove(place, 1).Insert(place, digit.ToString());
}
