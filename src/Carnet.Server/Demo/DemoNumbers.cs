using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Carnet.Server.Demo;

/// <summary>Numbers with valid keys that belong to nobody, the same on every start.</summary>
public static class DemoNumbers
{
    /// <summary>INS of a person said to be born abroad, in a commune that does not exist.</summary>
    public static string Ins(bool female, DateOnly birth, int order)
    {
        var body = string.Create(CultureInfo.InvariantCulture,
            $"{(female ? 2 : 1)}{birth.Year % 100:00}{birth.Month:00}99999{order:000}");
        var key = 97 - (long.Parse(body, CultureInfo.InvariantCulture) % 97);
        return string.Create(CultureInfo.InvariantCulture, $"{body}{key:00}");
    }

    /// <summary>RPPS of the series 9970000, kept for tests.</summary>
    public static string Rpps(int order) => WithLuhn(string.Create(CultureInfo.InvariantCulture,
        $"9970000{order:000}"));

    /// <summary>FINESS of the department 99, which has none.</summary>
    public static string Finess(int order) => WithLuhn(string.Create(CultureInfo.InvariantCulture,
        $"990000{order:00}"));

    /// <summary>An OID made of a name: below 2.25, where no register is needed.</summary>
    public static string Oid(string name)
    {
        var uuid = SHA256.HashData(Encoding.UTF8.GetBytes("carnet-demo:" + name)).AsSpan(0, 16);
        return "2.25." + new BigInteger(uuid, isUnsigned: true,
            isBigEndian: true).ToString(CultureInfo.InvariantCulture);
    }

    private static string WithLuhn(string body)
    {
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
        {
            var digit = body[body.Length - 1 - i] - '0';
            digit = i % 2 == 0 ? digit * 2 : digit;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return body + (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
