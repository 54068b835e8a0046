using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Carnet.Domain.Common;

namespace Carnet.Domain.Documents;

/// <summary>One of the 102 kinds of document that a shared record takes.</summary>
/// <param name="Code">LOINC or TRE_A05 code.</param>
/// <param name="CodeSystem">OID of the code system.</param>
/// <param name="ClassCode">One of the eleven classes of TRE_A03; follows from the code.</param>
/// <param name="Space">Where a person finds it.</param>
/// <param name="Label">French label.</param>
/// <remarks>Source: rule F-1; NOS ASS_X16, JDV_J07; DMP 3.5.</remarks>
public sealed record DocumentType(string Code, string CodeSystem, string ClassCode, DocumentSpace Space, string Label)
{
    /// <summary>Reimbursement history, fed by the insurer alone.</summary>
    public const string Reimbursements = "REMB";

    /// <summary>Typed by the person: wishes, directives and every <c>DOCPAT</c>.</summary>
    public bool IsPatients => Code.StartsWith("DOCPAT", StringComparison.Ordinal)
        || Code.StartsWith("EXPPAT_", StringComparison.Ordinal);
}

/// <summary>The set of types, loaded once from <c>document-types.csv</c>.</summary>
public static class DocumentTypes
{
    /// <summary>OID of LOINC.</summary>
    public const string Loinc = "2.16.840.1.113883.6.1";

    /// <summary>OID of TRE_A05, the French complement to LOINC.</summary>
    public const string TreA05 = "1.2.250.1.213.1.1.4.12";

    /// <summary>OID of TRE_A03, the classes.</summary>
    public const string ClassSystem = "1.2.250.1.213.1.1.4.1";

    private static readonly FrozenDictionary<string, DocumentType> ByCode = EmbeddedData
        .Lines("Documents.document-types.csv")
        .Select(cells => new DocumentType(cells[0], cells[1], cells[2], Enum.Parse<DocumentSpace>(cells[3]), cells[4]))
        .ToFrozenDictionary(type => type.Code, StringComparer.Ordinal);

    public static IReadOnlyCollection<DocumentType> All => ByCode.Values;

    /// <summary>The type with this code, whatever its system.</summary>
    public static bool TryFind(string? code, [NotNullWhen(true)] out DocumentType? type)
    {
        type = null;
        return code is not null && ByCode.TryGetValue(code, out type);
    }

    public static string ClassLabel(string classCode) => classCode switch
    {
        "10" => "Compte rendu",
        "11" => "Synthèse",
        "31" => "Imagerie médicale",
        "42" => "Prescription",
        "43" => "Dispensation",
        "44" => "Plan et protocole de soins",
        "45" => "Traitement administré",
        "52" => "Certificat, déclaration",
        "60" => "Données de remboursement",
        "90" => "Autres documents déposés par le patient",
        "95" => "Document de gestion",
        _ => classCode,
    };
}
