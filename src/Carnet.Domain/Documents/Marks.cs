using Carnet.Domain.Common;

namespace Carnet.Domain.Documents;

/// <summary>Visibility marks that stand beside the base confidentiality N.</summary>
/// <remarks>Source: rules V-2 to V-4; DMP 3.6 (TRE_A07, OID 1.2.250.1.213.1.1.4.13).</remarks>
[Flags]
public enum Marks
{
    None = 0,

    /// <summary>MASQUE_PS.</summary>
    MaskedToProfessionals = 1,

    /// <summary>INVISIBLE_PATIENT.</summary>
    HiddenFromPatient = 2,

    /// <summary>INVISIBLE_REPRESENTANTS_LEGAUX.</summary>
    HiddenFromRepresentatives = 4,
}

/// <summary>The marks in the words of their code system.</summary>
public static class MarkCodes
{
    /// <summary>OID of TRE_A07.</summary>
    public const string System = "1.2.250.1.213.1.1.4.13";

    /// <summary>OID of the HL7 base levels N, R and V.</summary>
    public const string BaseSystem = "2.16.840.1.113883.5.25";

    /// <summary>Reads codes; N, R and V are base levels and add no mark.</summary>
    public static Outcome<Marks> Read(IEnumerable<string> codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        var marks = Marks.None;
        foreach (var code in codes)
        {
            switch (code)
            {
                case "N" or "R" or "V":
                    break;
                case "MASQUE_PS":
                    marks |= Marks.MaskedToProfessionals;
                    break;
                case "INVISIBLE_PATIENT":
                    marks |= Marks.HiddenFromPatient;
                    break;
                case "INVISIBLE_REPRESENTANTS_LEGAUX":
                    marks |= Marks.HiddenFromRepresentatives;
                    break;
                default:
                    return DocumentFailures.UnknownMark;
            }
        }

        return marks;
    }

    /// <summary>The code and French label of each mark that is set.</summary>
    public static IEnumerable<(string Code, string Label)> Codes(Marks marks)
    {
        if (marks.HasFlag(Marks.MaskedToProfessionals))
        {
            yield return ("MASQUE_PS", "Masqué aux professionnels de santé");
        }

        if (marks.HasFlag(Marks.HiddenFromPatient))
        {
            yield return ("INVISIBLE_PATIENT", "Non visible par le patient");
        }

        if (marks.HasFlag(Marks.HiddenFromRepresentatives))
        {
            yield return ("INVISIBLE_REPRESENTANTS_LEGAUX", "Non visible par les représentants légaux du patient");
        }
    }
}
