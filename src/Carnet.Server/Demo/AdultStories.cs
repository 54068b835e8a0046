namespace Carnet.Server.Demo;

/// <summary>Adults whose records show one rule each.</summary>
internal static class AdultStories
{
    private const string Doctor = "claire-kerscaven";

    /// <summary>Bastien hid what touches his mind from professionals; a letter came as PDF.</summary>
    public static void Masked(DemoPile pile)
    {
        pile.Add(Doctor, "11488-4", 350, DemoTexts.Consultation("Consultation", "Troubles du sommeil.",
            "Examen sans particularité.", "Orientation vers un psychiatre."), DemoMarks.Masked);
        pile.Add(Doctor, "96349-6", 349, DemoTexts.Pdf("Lettre d’adressage", "Merci de recevoir ce patient",
            "pour un avis spécialisé."),
            DemoMarks.Masked);
        pile.Add(Doctor, "57833-6", 300, DemoTexts.Prescription("Ordonnance",
            ["Sertraline 50 mg, comprimé", "1 le matin", "3 mois"]),
            DemoMarks.Masked);
        pile.Add("rose-mezgouezan", "18748-4", 140, DemoTexts.Imaging("Radiographie du genou gauche", "Chute à vélo.",
            "Face et profil.", "Pas de trait de fracture.", "Examen normal."));
        pile.Add("jade-ploudirec", "47420-5", 110, DemoTexts.Note("Bilan fonctionnel du genou", "Bilan",
            "Flexion 130 degrés, extension complète. Marche sans aide."));
        pile.Add("luc-goulvenec", "57833-6", 90, DemoTexts.Note("Renouvellement de correction", "Équipement",
            "Verres unifocaux, œil droit −1,50, œil gauche −1,25."));
        pile.AddByPatient("DOCPAT07", 15, DemoTexts.Note("Certificat de plongée", "Certificat",
            "Certificat de 2024, numérisé par mes soins."));
    }

    public static void Blocked(DemoPile pile)
    {
        pile.Add(Doctor, "11488-4", 600, DemoTexts.Consultation("Consultation", "Prise de poids.", "IMC 31.",
            "Bilan sanguin et avis."));
        pile.Add("hugo-lannuzic", "11502-2", 590, DemoTexts.Biology("Bilan thyroïdien", "TSH élevée.",
            ("Hormonologie", [["TSH", "6,8", "mUI/L", "0,4 - 4", ""], ["T4 libre", "11", "pmol/L", "12 - 22", ""]])));
        pile.Add("nadia-benkerlou", "11488-4", 560, DemoTexts.Consultation("Consultation d’endocrinologie",
            "Hypothyroïdie.",
            "Thyroïde palpable, sans nodule.", "Lévothyroxine 50 µg."));
        pile.Add(Doctor, "57833-6", 120, DemoTexts.Prescription("Ordonnance",
            ["Lévothyroxine 75 µg, comprimé", "1 le matin à jeun", "3 mois"]));
        pile.Add("irene-stangalard", "89601-9", 60, DemoTexts.Note("Attestation de suivi", "Santé au travail",
            "Visite d’information et de prévention faite ce jour."));
    }

    /// <summary>Aristide must not learn by himself what the pathologist found.</summary>
    public static void EmergencyRefused(DemoPile pile)
    {
        pile.Add(Doctor, "11488-4", 90, DemoTexts.Consultation("Consultation", "Lésion pigmentée du dos.",
            "Lésion de 9 mm, bords irréguliers.", "Exérèse et examen anatomopathologique."));
        pile.Add(Doctor, "87273-9", 80, DemoTexts.Vaccinations("Rappel de vaccin",
            ["cette année", "dTP", "Tétanos", "Rappel"]));
        pile.Add("hugo-lannuzic", "11502-2", 30, DemoTexts.Biology("Bilan préopératoire", "Bilan normal.",
            ("Hémostase", [["TP", "98", "%", "70 - 120", ""], ["TCA", "1,02", "ratio", "< 1,20", ""]])));
        pile.Add("paul-auffretic", "11526-1", 6, DemoTexts.Note("Examen anatomopathologique", "Conclusion",
            "Mélanome à extension superficielle, Breslow 0,6 mm, exérèse complète.", "À annoncer en consultation."),
            DemoMarks.HiddenFromPatient);
    }

    public static void NursingHome(DemoPile pile)
    {
        const string Coordinator = "denis-coatmeurec";
        pile.Add(Coordinator, "60591-5", 720, DemoTexts.Synthesis("Synthèse médicale à l’entrée",
            ["Insuffisance cardiaque", "Arthrose"],
            ["Prothèse de hanche droite (2011)"], ["Aucune connue"], [["Furosémide 40 mg", "1 le matin", "2018"]]));
        var first = pile.Add(Coordinator, "74207-2", 400, Liaison("Marche avec un déambulateur."));
        pile.Add(Coordinator, "74207-2", 50, Liaison("Fauteuil roulant depuis l’été."), replaces: first);
        pile.Add("hugo-lannuzic", "11502-2", 48, DemoTexts.Biology("Ionogramme", "Contrôle sous diurétique.",
            ("Biochimie", [["Potassium", "3,6", "mmol/L", "3,5 - 5,1", "3,9"],
                ["Créatinine", "102", "µmol/L", "45 - 84", "98"]])));
        pile.Add("sami-rozmeur", "11506-3", 40, DemoTexts.PlainText("Transmission infirmière",
            "Pansement du talon gauche refait ce matin.\nPlaie propre, 2 cm sur 1 cm.\nProchain soin dans deux jours.\n"));
        pile.Add(Coordinator, "57833-6", 35, DemoTexts.Prescription("Ordonnance",
            ["Furosémide 40 mg, comprimé", "1 le matin", "28 jours"],
            ["Paracétamol 1 g, comprimé", "3 par jour si douleur", "28 jours"]));
        pile.Add("elise-pennarstank", "60593-1", 34, DemoTexts.Dispensation("Préparation des doses",
            ["Furosémide 40 mg", "28 comprimés", "Pilulier"]));
        pile.AddByPatient("EXPPAT_3", 380, DemoTexts.Note("Directives anticipées", "Mes volontés",
            "Je ne souhaite pas de réanimation si mon état est sans espoir.", "Ma nièce Armelle parle pour moi."));
    }

    public static void Closed(DemoPile pile)
    {
        pile.Add(Doctor, "11488-4", 900, DemoTexts.Consultation("Consultation", "Angine.",
            "Amygdales rouges, test négatif.", "Paracétamol."));
        pile.Add(Doctor, "57833-6", 900, DemoTexts.Prescription("Ordonnance",
            ["Paracétamol 1 g, comprimé", "3 par jour", "5 jours"]));
        pile.Add("anna-landivinec", "11488-4", 700, DemoTexts.Consultation("Consultation de suivi", "Suivi annuel.",
            "Examen normal.", "Revoir dans un an."));
    }

    public static void Deceased(DemoPile pile)
    {
        pile.Add(Doctor, "60591-5", 1000, DemoTexts.Synthesis("Synthèse médicale",
            ["Bronchopneumopathie obstructive", "Cardiopathie ischémique"],
            ["Pontage coronaire (2009)"], ["Iode : urticaire"], [["Aspirine 75 mg", "1 à midi", "2009"]]));
        pile.Add("paul-auffretic", "11488-4", 800, DemoTexts.Consultation("Consultation de cardiologie", "Dyspnée.",
            "Râles des bases.", "Majoration des diurétiques."));
        pile.Add("rose-mezgouezan", "18748-4", 640, DemoTexts.Imaging("Scanner thoracique", "Dyspnée.",
            "Sans injection, allergie à l’iode.",
            "Emphysème diffus. Épanchement gauche minime.", "Pas de lésion suspecte."));
        pile.Add("yann-kerbratiz", "15507-7", 420, DemoTexts.Consultation("Passage aux urgences",
            "Détresse respiratoire.", "Saturation 82 %.", "Réanimation."));
        pile.Add("paul-auffretic", "34112-3", 410, DemoTexts.Stay("Compte rendu d’hospitalisation", 10,
            "Détresse respiratoire.",
            "Aggravation malgré la ventilation. Décès le dixième jour, entouré de ses proches.",
                ["Ventilation non invasive", "Scanner thoracique"],
            "Famille informée, médecin traitante prévenue."));
        pile.AddByInsurer("REMB", 400, DemoTexts.Reimbursements("dernier mois", 7, "Pharmacie", "Hospitalisation"));
    }

    private static DemoBody Liaison(string mobility) => DemoTexts.Note("Dossier de liaison d’urgence", "L’essentiel",
        "Insuffisance cardiaque, arthrose. Pas d’allergie connue.", mobility,
            "Prévenir la nièce, au numéro connu de l’établissement.");
}
