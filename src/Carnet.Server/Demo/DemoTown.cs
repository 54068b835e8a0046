namespace Carnet.Server.Demo;

/// <summary>Structures and professionals of Kerlann, a town that exists nowhere.</summary>
public static class DemoTown
{
    public const string Hospital = "ch-kerlann";
    public const string Practice = "cabinet-du-bourg";
    public const string Pharmacy = "pharmacie-du-bourg";
    public const string Laboratory = "laboratoire-des-abers";
    public const string NursingHome = "ehpad-les-ajoncs";
    public const string Samu = "samu-kerlann";
    public const string Insurer = "caisse-kerlann";

    public static IReadOnlyList<DemoStructure> Structures { get; } =
    [
        new(Hospital, DemoNumbers.Finess(1), "Centre hospitalier de Kerlann", "hospital", "SA01"),
        new(Practice, DemoNumbers.Finess(2), "Cabinet médical du Bourg", "practice", "SA07"),
        new(Pharmacy, DemoNumbers.Finess(3), "Pharmacie du Bourg", "pharmacy", "SA33"),
        new(Laboratory, DemoNumbers.Finess(4), "Laboratoire des Abers", "laboratory", "SA25"),
        new(NursingHome, DemoNumbers.Finess(5), "EHPAD Les Ajoncs", "ehpad", "SA17"),
        new(Samu, DemoNumbers.Finess(6), "SAMU de Kerlann", "samu", "SA01"),
        new(Insurer, DemoNumbers.Finess(7), "Caisse d’assurance maladie de Kerlann", "insurer", "SA24"),
        new("imagerie-du-port", DemoNumbers.Finess(8), "Imagerie du Port", "practice", "SA08"),
        new("cabinet-soins-du-port", DemoNumbers.Finess(9), "Cabinet de soins du Port", "practice", "SA08"),
        new("optique-du-phare", DemoNumbers.Finess(10), "Optique du Phare", "practice", "SA42"),
        new("sante-travail-abers", DemoNumbers.Finess(11), "Santé au travail des Abers", "practice", "SA66"),
        new("cabinet-diabeto-port", DemoNumbers.Finess(12), "Cabinet de diabétologie du Port", "practice", "SA07"),
        new("maison-naissance-aber", DemoNumbers.Finess(13), "Cabinet de sages-femmes de l’Aber", "practice", "SA08"),
    ];

    /// <summary>Those with certificates of their own; in a practice the card is enough.</summary>
    public static IEnumerable<DemoStructure> Establishments
        => Structures.Where(structure => structure.Kind != "practice");

    public static IReadOnlyList<DemoProfessional> Professionals { get; } =
    [
        Doctor(1, "claire-kerscaven", "KERSCAVEN", "Claire", "SM26", "Qualifié en Médecine Générale (SM)", Practice,
            "Médecin traitante de presque toute la ville."),
        Doctor(2, "paul-auffretic", "AUFFRETIC", "Paul", "SM04", "Cardiologie et maladies vasculaires (SM)", Hospital,
            "Cardiologue à l’hôpital."),
        Doctor(3, "nadia-benkerlou", "BENKERLOU", "Nadia", "SM62", "Endocrinologie, diabétologie, nutrition (SM)",
            "cabinet-diabeto-port", "Diabétologue en ville, bloquée par une patiente."),
        Doctor(4, "yann-kerbratiz", "KERBRATIZ", "Yann", "SM59", "Médecine d'urgence (SM)", Hospital,
            "Urgentiste ; entre par bris de glace."),
        Doctor(5, "maud-trevidoul", "TREVIDOUL", "Maud", "SM59", "Médecine d'urgence (SM)", Samu,
            "Médecin régulatrice du SAMU ; entre par centre 15."),
        new("hugo-lannuzic", DemoNumbers.Rpps(6), "LANNUZIC", "Hugo", "21", "G", "Pharmacien biologiste", Laboratory,
            "Biologiste du laboratoire."),
        new("elise-pennarstank", DemoNumbers.Rpps(7), "PENNARSTANK", "Élise", "21", "A",
            "Pharmacien titulaire d'officine",
            Pharmacy, "Pharmacienne ; ouvre des carnets au comptoir."),
        new("sami-rozmeur", DemoNumbers.Rpps(8), "ROZMEUR", "Sami", "60", "", "Infirmier", "cabinet-soins-du-port",
            "Infirmier à domicile."),
        new("jade-ploudirec", DemoNumbers.Rpps(9), "PLOUDIREC", "Jade", "70", "", "Masseur-Kinésithérapeute",
            "cabinet-soins-du-port", "Kinésithérapeute du même cabinet."),
        new("luc-goulvenec", DemoNumbers.Rpps(10), "GOULVENEC", "Luc", "28", "", "Opticien-Lunetier",
            "optique-du-phare",
            "Opticien ; ne lit presque rien."),
        Doctor(11, "irene-stangalard", "STANGALARD", "Irène", "SM25", "Médecine du travail (SM)", "sante-travail-abers",
            "Médecin du travail ; dépose, ne lit aucun document."),
        Doctor(12, "tom-kervadoret", "KERVADORET", "Tom", "SM26", "Qualifié en Médecine Générale (SM)", Practice,
            "Remplaçant de la docteure Kerscaven.") with { Replaces = "claire-kerscaven" },
        Doctor(13, "rose-mezgouezan", "MEZGOUEZAN", "Rose", "SM74", "Radiologie et imagerie médicale (SM)",
            "imagerie-du-port",
            "Radiologue."),
        new("anna-landivinec", DemoNumbers.Rpps(14), "LANDIVINEC", "Anna", "50", "", "Sage-Femme",
            "maison-naissance-aber",
            "Sage-femme."),
        Doctor(15, "denis-coatmeurec", "COATMEUREC", "Denis", "SM18", "Gériatrie (SM)", NursingHome,
            "Médecin coordonnateur de l’EHPAD."),
    ];

    public static IReadOnlyList<DemoEmployee> Employees { get; } =
    [
        new("secretariat-ch-kerlann", $"3{DemoNumbers.Finess(1)}/0000001", "QUILLIVERN", "Nolwenn", Hospital,
            "Secrétaire médicale ; dépose pour l’hôpital."),
        new("accueil-caisse-kerlann", $"3{DemoNumbers.Finess(7)}/0000001", "BARADOZEC", "Karim", Insurer,
            "Agent d’accueil ; ouvre des carnets."),
    ];

    public static DemoStructure Structure(string slug) => Structures.First(structure => structure.Slug == slug);

    public static DemoProfessional Professional(string slug)
        => Professionals.First(professional => professional.Slug == slug);

    private static DemoProfessional Doctor(
        int order, string slug, string family, string given, string specialty, string label, string structure,
            string story)
        => new(slug, DemoNumbers.Rpps(order), family, given, "10", specialty, $"Médecin - {label}", structure, story);
}
