using System.Collections.Frozen;

namespace Carnet.Wire.Cda;

/// <summary>The object identifiers that a French CDA header is made of.</summary>
/// <remarks>Source: CI-SIS Structuration minimale 1.16.</remarks>
public static class CdaOids
{
    public const string InsNir = "1.2.250.1.213.1.4.8";

    public const string InsNia = "1.2.250.1.213.1.4.9";

    public const string InsTest = "1.2.250.1.213.1.4.10";

    public const string InsDemo = "1.2.250.1.213.1.4.11";

    /// <summary>PS_IdNat: a digit for the kind, then RPPS, ADELI …</summary>
    public const string Professional = "1.2.250.1.71.4.2.1";

    /// <summary>Struct_IdNat: a digit for the kind, then FINESS, SIREN, SIRET …</summary>
    public const string Structure = "1.2.250.1.71.4.2.2";

    public const string Loinc = "2.16.840.1.113883.6.1";

    /// <summary>TRE_A05, the French document types that LOINC does not have.</summary>
    public const string FrenchTypes = "1.2.250.1.213.1.1.4.12";

    public const string Professions = "1.2.250.1.213.1.1.4.5";

    public const string PracticeSettings = "1.2.250.1.213.1.1.4.9";

    public const string Facilities = "1.2.250.1.71.4.2.4";

    public const string Confidentiality = "2.16.840.1.113883.5.25";

    public const string Gender = "2.16.840.1.113883.5.1";

    public const string ActCodes = "2.16.840.1.113883.5.4";

    public const string FrenchEncounters = "1.2.250.1.213.1.1.4.2.291";

    public const string Participations = "2.16.840.1.113883.5.88";

    public const string HealthLevelSevenFrance = "2.16.840.1.113883.2.8.2.1";

    public const string MinimalStructure = "1.2.250.1.213.1.1.1.1";

    /// <summary>XDS-SD, the document template of every level 1 body.</summary>
    public const string Unstructured = "1.3.6.1.4.1.19376.1.2.20";

    /// <summary>The four roots under which a patient id is an INS: NIR, NIA, test, demonstration.</summary>
    public static FrozenSet<string> InsRoots { get; } = new[] { InsNir, InsNia, InsTest, InsDemo }.ToFrozenSet();
}
