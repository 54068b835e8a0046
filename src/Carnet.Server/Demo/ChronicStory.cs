using System.Globalization;

namespace Carnet.Server.Demo;

/// <summary>Inès: atrial fibrillation, diabetes, hypertension; 60 documents in three years and 24 months of
/// payments.</summary>
internal static class ChronicStory
{
    private const string Doctor = "claire-kerscaven";
    private const string Cardiologist = "paul-auffretic";
    private const string Quarter = "Suivi trimestriel";

    private static readonly string[] Remarks =
    [
        "Pas de plainte nouvelle. Marche trois fois par semaine.",
        "Quelques palpitations le soir, sans malaise.",
        "Fatigue depuis deux semaines, sommeil court.",
        "Bon état général. Le régime est suivi.",
    ];

    public static void Tell(DemoPile pile, DateOnly asOf)
    {
        for (var quarter = 12; quarter >= 1; quarter--)
        {
            Quarterly(pile, quarter, 10 + ((quarter - 1) * 91));
        }

        for (var half = 6; half >= 1; half--)
        {
            pile.Add(Cardiologist, "11488-4", 40 + ((half - 1) * 182),
                DemoTexts.Consultation("Consultation de cardiologie",
                "Surveillance d’une fibrillation atriale permanente.",
                FormattableString.Invariant($"Pouls irrégulier à {66 + (half * 2)} par minute. Pression artérielle 13{half}/78. Pas d’œdème."),
                "Anticoagulation bien conduite. Bisoprolol inchangé. Revoir dans six mois."));
        }

        Dispensations(pile);
        Imaging(pile);
        Syntheses(pile);
        Stay(pile);
        Others(pile);
        Payments(pile, asOf);
    }

    private static void Quarterly(DemoPile pile, int quarter, int daysAgo)
    {
        var hemoglobin = DemoTexts.Decimal(6.6 + (quarter % 5 * 0.2));
        var before = DemoTexts.Decimal(6.6 + ((quarter + 1) % 5 * 0.2));
        pile.Add("hugo-lannuzic", "11502-2", daysAgo + 5, DemoTexts.Biology("Examens de biologie médicale",
            "Équilibre glycémique stable. Fonction rénale conservée.",
            ("Biochimie",
            [
                ["Hémoglobine A1c", hemoglobin, "%", "4 - 6", before],
                ["Créatinine", DemoTexts.Decimal(74 + (quarter % 4 * 3)), "µmol/L", "45 - 84", "77"],
                ["Potassium", DemoTexts.Decimal(4.1 + (quarter % 3 * 0.2)), "mmol/L", "3,5 - 5,1", "4,3"],
                ["Sodium", "140", "mmol/L", "136 - 145", "139"],
            ]),
            ("Hématologie", [["Hémoglobine", "13,1", "g/dL", "12 - 16", "13,3"],
                ["Plaquettes", "231", "G/L", "150 - 400", "228"]])));
        pile.Add(Doctor, "11488-4", daysAgo, DemoTexts.Consultation("Consultation de médecine générale", Quarter,
            FormattableString.Invariant($"{Remarks[quarter % 4]} Poids 7{quarter % 6} kg. Pression artérielle 13{quarter % 8}/80."),
            "Traitement reconduit. Biologie avant la prochaine consultation."));
        if (quarter <= 10)
        {
            pile.Add(Doctor, "57833-6", daysAgo, DemoTexts.Prescription("Ordonnance de traitement au long cours",
                ["Apixaban 5 mg, comprimé", "1 matin et soir", "3 mois"],
                ["Bisoprolol 2,5 mg, comprimé", "1 le matin", "3 mois"],
                ["Metformine 1000 mg, comprimé", "1 matin et soir", "3 mois"],
                ["Atorvastatine 20 mg, comprimé", "1 le soir", "3 mois"]));
        }
    }

    private static void Dispensations(DemoPile pile)
    {
        for (var rank = 4; rank >= 1; rank--)
        {
            pile.Add("elise-pennarstank", "60593-1", 8 + ((rank - 1) * 91),
                DemoTexts.Dispensation("Délivrance à l’officine",
                ["Apixaban 5 mg", "3 boîtes de 60", "Renouvellement"],
                ["Bisoprolol 2,5 mg", "3 boîtes de 30", "Générique délivré"],
                ["Metformine 1000 mg", "6 boîtes de 30", "Générique délivré"]));
        }
    }

    private static void Imaging(DemoPile pile)
    {
        (int Days, string Title, string Technique, string Finding)[] studies =
        [
            (900, "Échocardiographie transthoracique", "Échographie par voie transthoracique.",
                "Oreillette gauche dilatée. Fraction d’éjection à 58 %."),
            (610, "Radiographie du thorax", "Incidence de face.",
                "Pas de foyer. Silhouette cardiaque à la limite supérieure."),
            (300, "Scanner cérébral sans injection", "Acquisition hélicoïdale.",
                "Pas d’hémorragie. Séquelle lacunaire ancienne."),
            (80, "Échographie-Doppler des troncs supra-aortiques", "Échographie-Doppler.",
                "Plaques sans sténose significative."),
        ];
        foreach (var (days, title, technique, finding) in studies)
        {
            pile.Add("rose-mezgouezan", "18748-4", days,
                DemoTexts.Imaging(title, "Fibrillation atriale, diabète de type 2.",
                technique, finding, "Pas d’anomalie récente."));
        }
    }

    private static void Syntheses(DemoPile pile)
    {
        string[] problems = ["Fibrillation atriale permanente (2021)", "Diabète de type 2 (2016)",
            "Hypertension artérielle (2009)"];
        string[][] treatments =
        [
            ["Apixaban 5 mg", "1 matin et soir", "2021"], ["Bisoprolol 2,5 mg", "1 le matin", "2021"],
            ["Metformine 1000 mg", "1 matin et soir", "2016"], ["Atorvastatine 20 mg", "1 le soir", "2012"],
        ];
        string? previous = null;
        foreach (var days in new[] { 800, 420, 70 })
        {
            previous = pile.Add(Doctor, "60591-5", days, DemoTexts.Synthesis("Volet de synthèse médicale",
                days < 400 ? [.. problems, "Accident ischémique transitoire (10 mois)"] : problems,
                ["Appendicectomie (1971)", "Fracture du poignet droit (2004)"],
                ["Pénicilline : œdème du visage (2011), grave"], treatments), replaces: previous);
        }
    }

    private static void Stay(DemoPile pile)
    {
        pile.Add("yann-kerbratiz", "15507-7", 302, DemoTexts.Consultation("Passage aux urgences",
            "Trouble de la parole pendant vingt minutes, résolu.",
                "Examen neurologique normal. NIHSS 0. Pression artérielle 162/88.",
            "Hospitalisation en cardiologie pour bilan d’un accident ischémique transitoire."));
        pile.Add(Cardiologist, "34112-3", 298, DemoTexts.Stay("Compte rendu d’hospitalisation", 4,
            "Accident ischémique transitoire chez une patiente anticoagulée.",
            "Séjour sans récidive. Observance discutée : deux prises oubliées la veille.",
            ["Scanner cérébral", "Holter de 24 heures", "Échocardiographie"],
            "Pilulier. Consultation de cardiologie à un mois. Appeler le 15 au moindre trouble de la parole."));
        pile.Add(Cardiologist, "11490-0", 298, DemoTexts.Note("Lettre de liaison à la sortie", "Synthèse du séjour",
            "Votre patiente est sortie ce jour après quatre jours d’hospitalisation.",
            "Traitement à la sortie : inchangé. Résultats attendus : aucun."));
    }

    private static void Others(DemoPile pile)
    {
        pile.Add(Doctor, "PRESC-KINE", 120, DemoTexts.Note("Ordonnance de kinésithérapie", "Actes prescrits",
            "Douze séances de rééducation de l’épaule gauche."), DemoMarks.Masked);
        pile.Add("jade-ploudirec", "11506-3", 75, DemoTexts.Note("Bilan de kinésithérapie", "Bilan",
            "Douze séances faites. Élévation 140 degrés. Douleur 2 sur 10."));
        pile.Add("sami-rozmeur", "11506-3", 20, DemoTexts.Note("Fiche de suivi infirmier", "Suivi",
            "Glycémies capillaires entre 1,10 et 1,60 g/L. Pieds sans plaie."));
        pile.Add(Doctor, "PROT_ALD", 700, DemoTexts.Note("Protocole de soins ALD", "Affection de longue durée",
            "Diabète de type 2 et trouble du rythme grave. Soins liés à l’affection pris en charge à 100 %."));
        pile.Add("elise-pennarstank", "11369-6", 35, DemoTexts.Vaccinations("Historique des vaccinations",
            ["2023", "dTP", "Diphtérie, tétanos, poliomyélite", "Rappel"], ["2025", "Pneumocoque", "Pneumocoque", "1"],
            ["2025", "Grippe", "Grippe saisonnière", "Annuel"]));
        pile.Add("elise-pennarstank", "87273-9", 34, DemoTexts.Vaccinations("Vaccination contre la grippe",
            ["cette saison", "Grippe", "Grippe saisonnière", "Annuel"]));
    }

    private static void Payments(DemoPile pile, DateOnly asOf)
    {
        for (var month = 24; month >= 1; month--)
        {
            var first = new DateOnly(asOf.Year, asOf.Month, 1).AddMonths(-month);
            var name = first.ToString("MMMM yyyy", CultureInfo.GetCultureInfo("fr-FR"));
            var days = asOf.DayNumber - first.AddMonths(1).DayNumber;
            string[] lines = month % 3 == 1
                ? ["Consultation de médecine générale", "Pharmacie", "Examens de biologie"]
                : ["Pharmacie", "Soins infirmiers"];
            pile.AddByInsurer("REMB", days, DemoTexts.Reimbursements(name, month, lines));
        }
    }
}
