using System.Collections.Immutable;

namespace Carnet.Domain.Access;

/// <summary>How a trade is named to people.</summary>
/// <remarks>Source: NOS TRE_G15, TRE_R01; DMP 4.2.</remarks>
public static class Trades
{
    /// <summary>The professions that the rules may name: TRE_G15, and the users of a title and social workers next to them.</summary>
    public static ImmutableArray<string> Professions { get; } =
    [
        "10", "21", "26", "28", "31", "32", "35", "36", "37", "38", "39", "40", "41", "50", "60", "69", "70", "71", "72",
        "73", "80", "81", "82", "83", "84", "85", "86", "91", "92", "93", "94", "95", "96", "98",
    ];

    /// <summary>The French name of a professional's trade, the specialty first where it is a familiar one.</summary>
    public static string Of(Practitioner who)
    {
        ArgumentNullException.ThrowIfNull(who);
        return (who.Profession, who.Qualification) switch
        {
            ("10", "SM26" or "SM53" or "SM54") => "Médecin généraliste",
            ("10", "SM02") => "Médecin anesthésiste-réanimateur",
            ("10", "SM01") => "Médecin anatomo-pathologiste",
            ("10", "SM03") => "Médecin biologiste",
            ("10", "SM04") => "Médecin cardiologue",
            ("10", "SM15") => "Médecin dermatologue",
            ("10", "SM18") => "Médecin gériatre",
            ("10", "SM19" or "SM20") => "Médecin gynécologue",
            ("10", "SM24") => "Médecin gastro-entérologue",
            ("10", "SM25") => "Médecin du travail",
            ("10", "SM32") => "Médecin neurologue",
            ("10", "SM33" or "SM42") => "Médecin psychiatre",
            ("10", "SM38") => "Médecin ophtalmologue",
            ("10", "SM40") => "Médecin pédiatre",
            ("10", "SM41") => "Médecin pneumologue",
            ("10", "SM44") => "Médecin radiologue",
            ("10", "SM59") => "Médecin urgentiste",
            ("21", "G") => "Pharmacien biologiste",
            _ => ProfessionName(who.Profession),
        };
    }

    /// <summary>By what right somebody acts for another, in French.</summary>
    public static string Of(RepresentativeKind kind) => kind switch
    {
        RepresentativeKind.Parent => "Parent",
        RepresentativeKind.Guardian => "Tuteur",
        RepresentativeKind.Caregiver => "Aidant",
    };

    /// <summary>The French name of a TRE_G15 profession, or the code itself where it is unknown.</summary>
    public static string ProfessionName(string code) => code switch
    {
        "10" => "Médecin",
        "21" => "Pharmacien",
        "26" => "Audioprothésiste",
        "28" => "Opticien-lunetier",
        "31" => "Assistant dentaire",
        "32" => "Physicien médical",
        "35" => "Aide-soignant",
        "36" => "Ambulancier",
        "37" => "Auxiliaire de puériculture",
        "38" or "39" => "Préparateur en pharmacie",
        "40" => "Chirurgien-dentiste",
        "41" => "Assistant de service social",
        "50" => "Sage-femme",
        "60" => "Infirmier",
        "69" => "Infirmier psychiatrique",
        "70" => "Masseur-kinésithérapeute",
        "71" => "Ostéopathe",
        "72" => "Psychothérapeute",
        "73" => "Chiropracteur",
        "80" => "Pédicure-podologue",
        "81" => "Orthoprothésiste",
        "82" => "Podo-orthésiste",
        "83" => "Orthopédiste-orthésiste",
        "84" => "Oculariste",
        "85" => "Épithésiste",
        "86" => "Technicien de laboratoire médical",
        "91" => "Orthophoniste",
        "92" => "Orthoptiste",
        "93" => "Psychologue",
        "94" => "Ergothérapeute",
        "95" => "Diététicien",
        "96" => "Psychomotricien",
        "98" => "Manipulateur en électroradiologie",
        "R95_71" => "Ostéopathe",
        "R95_72" => "Psychothérapeute",
        "R95_73" => "Chiropracteur",
        "R95_93" => "Psychologue",
        "R94_41" => "Assistant de service social",
        _ when code.StartsWith("R94_", StringComparison.Ordinal) => "Professionnel du secteur social",
        _ when code.StartsWith("R85_", StringComparison.Ordinal) => "Professionnel à rôle",
        _ => code,
    };
}
