using Carnet.Wire.Cda;

namespace Carnet.Server.Demo;

/// <summary>The document types, settings and places that the demo documents use.</summary>
/// <remarks>Labels as in JDV_J07, JDV_J04, JDV_J02 and JDV_J142.</remarks>
internal static class DemoTypes
{
    /// <summary>Carnet as keeper of what patients write themselves, in our own arc.</summary>
    public static readonly CdaOrganization Keeper = new([new CdaId(DemoNumbers.Oid("keeper"), null)], "Carnet", null);

    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["11488-4"] = "CR ou fiche de consultation ou de visite",
        ["11490-0"] = "Lettre de liaison à la sortie d'un établissement de soins",
        ["11502-2"] = "CR d'examens biologiques",
        ["11506-3"] = "CR ou fiche de suivi de soins par auxiliaire médical",
        ["11526-1"] = "CR d'anatomie et de cytologie pathologiques",
        ["15507-7"] = "CR de passage aux urgences",
        ["34112-3"] = "CR hospitalier (séjour)",
        ["47420-5"] = "CR de bilan fonctionnel",
        ["59283-2"] = "CR d'examen de l'enfant",
        ["96349-6"] = "Lettre d'adressage",
        ["60591-5"] = "Synthèse médicale",
        ["68599-0"] = "Synthèse psychiatrique",
        ["74207-2"] = "Document de liaison d'urgence",
        ["18748-4"] = "CR d'imagerie médicale",
        ["57833-6"] = "Prescription de produits de santé",
        ["PRESC-KINE"] = "Prescription d'actes de kinésithérapie",
        ["60593-1"] = "Dispensation médicamenteuse",
        ["80771-9"] = "Projet d'accueil individualisé",
        ["PROT_ALD"] = "Protocole de soins ALD",
        ["11369-6"] = "Historique des vaccinations",
        ["87273-9"] = "Note de vaccination",
        ["89601-9"] = "Certificat médical",
        ["REMB"] = "Données de remboursement",
        ["EXPPAT_3"] = "Directives anticipées",
        ["DOCPAT07"] = "Certificat déposé par le patient",
    };

    /// <summary>Type of a document: LOINC where it looks like LOINC, else TRE_A05.</summary>
    public static CdaCode Type(string code) => new(code,
        char.IsAsciiDigit(code[0]) ? CdaOids.Loinc : CdaOids.FrenchTypes, Labels[code]);

    public static CdaCode Setting(DemoStructure structure) => structure.Kind switch
    {
        "hospital" => Setting("ETABLISSEMENT", "Etablissement de santé"),
        "ehpad" => Setting("ESSMS", "Etablissement ou Service Social ou Médico-Social"),
        "samu" => Setting("SAMU_SMUR", "SAMU/SMUR"),
        "insurer" => Setting("AMO", "Organisme d'assurance maladie obligatoire"),
        _ => Setting("AMBULATOIRE", "Ambulatoire"),
    };

    public static CdaCode Facility(DemoStructure structure)
        => new(structure.Sector, CdaOids.Facilities, structure.Sector switch
        {
            "SA01" => "Etablissement public de santé",
            "SA07" => "Cabinet individuel",
            "SA08" => "Cabinet de groupe",
            "SA17" => "Etablissement pour personnes âgées",
            "SA24" => "Organisme de sécurité sociale",
            "SA25" => "Laboratoire de biologie médicale",
            "SA33" => "Pharmacie d'officine",
            "SA42" => "Appareillage médical",
            _ => "Services de Prévention et de Santé au Travail (SPST)",
        });

    public static CdaCode Encounter(string typeCode, DemoStructure structure) => (typeCode, structure.Kind) switch
    {
        ("15507-7", _) => new("EMER", CdaOids.ActCodes, "Passage aux urgences (établissement)"),
        ("34112-3" or "11490-0", _) => new("IMP", CdaOids.ActCodes, "Hospitalisation (établissement, y compris HAD)"),
        (_, "hospital") => new("EXTERNE", CdaOids.FrenchEncounters, "Acte et consultation externe (établissement)"),
        (_, "insurer") => new("VR", CdaOids.ActCodes, "Virtuelle"),
        _ => new("AMB", CdaOids.ActCodes, "Ambulatoire (hors établissement)"),
    };

    public static CdaOrganization Organization(DemoStructure structure)
        => new([new CdaId(CdaOids.Structure, structure.IdNst)], structure.Name, Setting(structure));

    private static CdaCode Setting(string code, string label) => new(code, CdaOids.PracticeSettings, label);
}
