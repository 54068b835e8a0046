using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;

namespace Carnet.Tests.Support;

/// <summary>Numbers that hold their keys and belong to nobody, and callers who carry them.</summary>
internal static class Sample
{
    private static int _people;

    public static Origin Soap { get; } = new(Door.Soap, "Logiciel de test 1.0");

    public static Caller.Desk Desk { get; } = new("Camille, accueil") { Origin = new Origin(Door.CommandLine) };

    public static Consent Consent { get; } = new("Camille, accueil", BreakGlassRefused: false, SamuRefused: false, MaskedInEmergency: false);

    public static IdentityTraits Traits { get; } = new(
        "LEFÈVRE", "Zoé Marie", "D'ORMESSON", Sex.Female, new DateOnly(1980, 1, 31), "75120");

    public static Ins NextIns() => Ins(Interlocked.Increment(ref _people));

    public static Ins Ins(int number)
    {
        var thirteen = 2_80_01_75_000_000L + number;
        return Carnet.Domain.Identity.Ins.TryCreate(
            string.Create(CultureInfo.InvariantCulture, $"{thirteen}{97 - (thirteen % 97):00}"),
            Carnet.Domain.Identity.Ins.TestOid, out var ins)
            ? ins
            : throw new ArgumentOutOfRangeException(nameof(number));
    }

    public static Opening Opening(Ins ins) => new(
        ins, Traits, new Contact("zoe@example.test", "06 12 34 56 78"), Consent, OpeningChannel.Desk);

    /// <summary>PS_IdNat of the n-th professional: 8 and an RPPS.</summary>
    public static PsIdNat Ps(int number) => PsIdNat.TryCreate("8" + Luhn($"10{number:00000000}"), out var id)
        ? id
        : throw new ArgumentOutOfRangeException(nameof(number));

    /// <summary>Struct_IdNat of the n-th establishment: 1 and a FINESS.</summary>
    public static StructIdNat Structure(int number) => StructIdNat.TryCreate("1" + Luhn($"75{number:000000}"), out var id)
        ? id
        : throw new ArgumentOutOfRangeException(nameof(number));

    public static Practitioner Practitioner(int number, string profession = "10", string? qualification = "SM26")
        => new(Ps(number), "NOM" + number, "Prénom", profession, qualification, Structure(number), "SA07");

    public static Caller.Professional Doctor(int number, AccessMode mode = AccessMode.Normal, string? reason = null)
        => As(Practitioner(number), mode, reason);

    public static Caller.Professional As(
        Practitioner who, AccessMode mode = AccessMode.Normal, string? reason = null, bool reinforced = false)
        => new(who, mode, mode is AccessMode.BreakGlass ? reason ?? "Patient inconscient" : reason, reinforced) { Origin = Soap };

    public static Caller.Patient Patient(RecordId record)
        => new(record, Guid.CreateVersion7()) { Origin = new Origin(Door.PatientPortal) };

    public static Caller.Representative Representative(RecordId record, Mandate mandate)
        => new(record, new RecordId(Guid.CreateVersion7()), Guid.CreateVersion7(), "Muriel TEST", mandate)
        {
            Origin = new Origin(Door.PatientPortal),
        };

    public static Caller.Establishment Establishment(int number, AccessMode mode = AccessMode.Normal)
        => new(Structure(number), "SA01", "Automate de dépôt", mode) { Origin = Soap };

    public static Caller.Employee Employee(int number)
        => PsIdNat.TryCreate($"3{Structure(number).Value[1..]}/CPE{number}", out var id)
            ? new(id, "Secrétaire", Structure(number), "SA07") { Origin = Soap }
            : throw new ArgumentOutOfRangeException(nameof(number));

    /// <summary>The digits with their check digit, written apart from the product's own check.</summary>
    public static string Luhn(string digits)
    {
        for (var check = 0; ; check++)
        {
            var sum = (digits + (char)('0' + check)).Reverse()
                .Select((c, i) => (i % 2 == 1 ? (c - '0') * 2 : c - '0').ToString(CultureInfo.InvariantCulture).Sum(d => d - '0')).Sum();
            if (sum % 10 == 0)
            {
                return digits + (char)('0' + check);
            }
        }
    }
}
