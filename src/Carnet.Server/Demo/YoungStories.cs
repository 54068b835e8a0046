namespace Carnet.Server.Demo;

/// <summary>Children and a teenager.</summary>
internal static class YoungStories
{
    private const string Doctor = "claire-kerscaven";

    /// <summary>What Lila keeps to herself is hidden from her parents, the payment too.</summary>
    public static void Teenager(DemoPile pile)
    {
        pile.Add(Doctor, "11488-4", 400, DemoTexts.Consultation("Certificat et consultation de sport",
            "Certificat pour le handball.",
            "Croissance régulière. Auscultation normale.", "Pas de contre-indication ce jour."));
        pile.Add(Doctor, "11369-6", 390, DemoTexts.Vaccinations("Historique des vaccinations",
            ["2022", "dTcaP", "Diphtérie, tétanos, coqueluche, poliomyélite", "Rappel"],
                ["2023", "HPV", "Papillomavirus", "1 et 2"]));
        pile.Add("anna-landivinec", "11488-4", 45, DemoTexts.Consultation("Consultation de contraception",
            "Demande de contraception, secret demandé.", "Pression artérielle 110/65. Pas de contre-indication.",
            "Pilule œstroprogestative. Revoir dans trois mois."), DemoMarks.HiddenFromRepresentatives);
        pile.Add("anna-landivinec", "57833-6", 45, DemoTexts.Prescription("Ordonnance de contraception",
            ["Lévonorgestrel et éthinylestradiol 100/20", "1 par jour", "3 mois"]),
                DemoMarks.HiddenFromRepresentatives);
        pile.Add("hugo-lannuzic", "11502-2", 38, DemoTexts.Biology("Dépistage", "Recherches négatives.",
            ("Microbiologie", [["Chlamydia trachomatis", "Non détecté", "", "Non détecté", ""]])),
            DemoMarks.HiddenFromRepresentatives);
        pile.AddByInsurer("REMB", 30, DemoTexts.Reimbursements("consultation et pharmacie", 3, "Consultation",
            "Pharmacie"),
            DemoMarks.HiddenFromRepresentatives);
    }

    public static void Child(DemoPile pile)
    {
        pile.Add(Doctor, "59283-2", 330, DemoTexts.Consultation("Examen de l’enfant", "Examen systématique.",
            "Taille 124 cm, poids 24 kg. Vision et audition normales.", "Développement harmonieux."));
        pile.Add(Doctor, "11369-6", 329, DemoTexts.Vaccinations("Historique des vaccinations",
            ["2019", "ROR", "Rougeole, oreillons, rubéole", "2"], ["2024", "dTcaP", "Rappel des six ans", "Rappel"]));
        pile.Add(Doctor, "80771-9", 200, DemoTexts.Note("Projet d’accueil individualisé", "À l’école",
            "Allergie à l’arachide. Trousse d’urgence en classe et à la cantine."));
        pile.Add(Doctor, "57833-6", 60, DemoTexts.Prescription("Ordonnance",
            ["Adrénaline 150 µg, stylo", "Si réaction grave", "2 stylos"]));
    }

    public static void Twin(DemoPile pile)
    {
        pile.Add(Doctor, "59283-2", 500, DemoTexts.Consultation("Examen de l’enfant", "Examen de la quatrième année.",
            "Croissance dans les courbes. Langage conforme à l’âge.", "Rien à signaler."));
        pile.Add(Doctor, "11369-6", 499, DemoTexts.Vaccinations("Historique des vaccinations",
            ["2021", "Hexavalent", "Six maladies", "1, 2 et rappel"],
                ["2022", "ROR", "Rougeole, oreillons, rubéole", "1 et 2"]));
        pile.Add(Doctor, "11488-4", 25, DemoTexts.Consultation("Consultation pour fièvre", "Fièvre depuis deux jours.",
            "Otite moyenne droite. Bon état général.", "Paracétamol. Revoir si la fièvre dure."));
    }
}
