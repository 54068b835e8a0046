using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Wire.Cda;
using Carnet.Wire.Hl7v2;

namespace Carnet.Server.Endpoints.Hl7v2;

/// <summary>The person whom PID names.</summary>
/// <param name="Traits">As stated, for comparison with the record.</param>
/// <param name="Cda">The same for a document that is made here.</param>
internal sealed record PatientOfMessage(Ins Ins, StatedTraits Traits, CdaPatient Cda)
{
    private const string Qualified = "VALI";

    /// <summary>Reads PID: the INS under its own OID, and the traits that go with it.</summary>
    /// <remarks>Source: rules I-1, I-2; CI-SIS (PAM FR: PID-5 type L is the name of birth, D the name in use; PID-11 BDL the place of birth).</remarks>
    public static Outcome<PatientOfMessage> Read(Segment pid)
    {
        var numbers = pid.Repetitions(3).Where(id => Ins.IsKnownOid(id[4, 2])).Select(id => (Value: id[1], Oid: id[4, 2])).Distinct().ToList();
        if (numbers.Count != 1)
        {
            return numbers.Count == 0 ? Hl7v2Failures.InsMissing : Hl7v2Failures.InsSeveral;
        }

        if (!Ins.TryCreate(numbers[0].Value, numbers[0].Oid, out var ins))
        {
            return RecordFailures.InvalidIns;
        }

        if (pid.Repetitions(32) is { Count: > 0 } statuses && statuses.All(status => status[1] is not (Qualified or "")))
        {
            return Hl7v2Failures.NotQualified;
        }

        var names = pid.Repetitions(5);
        var (birth, used) = (Find(names, "L"), Find(names, "D"));
        var (family, first, others) = (birth?[1] ?? "", birth?[2] ?? "", birth?[3] ?? "");
        var (born, sex) = (pid[7][1], pid[8][1]);
        if (family.Length == 0 || first.Length == 0 || born.Length < 8 || sex.Length == 0)
        {
            return Hl7v2Failures.TraitsMissing;
        }

        var place = pid.Repetitions(11).Where(address => address[7] == "BDL").Select(address => (string?)address[9]).FirstOrDefault();
        var code = sex is "M" or "F" ? sex : "UN";
        return new PatientOfMessage(
            ins,
            new StatedTraits(family, first, born[..8], sex switch { "M" => Sex.Male, "F" => Sex.Female, _ => Sex.Unknown },
                others.Length == 0 ? null : others),
            new CdaPatient([new CdaId(ins.Oid, ins.Value)], family, used?[1] is { Length: > 0 } usual ? usual : null,
                others.Length == 0 ? first : others, first, null, code, CdaTime.Parse(born[..8]),
                string.IsNullOrEmpty(place) ? null : place, null, null));
    }

    // A single name without a type is the one of birth, as older senders write it.
    private static FieldValue? Find(IReadOnlyList<FieldValue> names, string type)
    {
        foreach (var name in names)
        {
            if (name[7] == type || (type == "L" && names.Count == 1 && name[7].Length == 0))
            {
                return name;
            }
        }

        return null;
    }

    public override string ToString() => "patient ***";
}
