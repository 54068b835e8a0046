namespace Carnet.Server.Demo;

/// <summary>The patients of the demo town, each with a story.</summary>
/// <remarks>
/// The surnames exist nowhere else: a search for them in a data folder must find nothing. Mail goes to a reserved
/// domain,
/// telephone numbers are in the range kept for fiction.
/// </remarks>
public static class DemoPeople
{
    private const string Doctor = "claire-kerscaven";

    public static IReadOnlyList<DemoPatient> Patients { get; } =
    [
        Person(1, "ines-rozenvel", "ROZENVEL", ["Inès", "Marie"], "KERGUENEC", true, new(1958, 3, 12),
            Open([Doctor, "paul-auffretic", "nadia-benkerlou", "sami-rozmeur", "elise-pennarstank", "hugo-lannuzic"]),
            "Malade chronique : 60 documents en trois ans, 24 mois de remboursements."),
        Person(2, "lila-brandivec", "BRANDIVEC", ["Lila", "Jeanne"], "BRANDIVEC", true, new(2011, 9, 14),
            Open([Doctor, "anna-landivinec"]) with { InSecret = ["anna-landivinec"] },
            "Adolescente : des soins tenus secrets à l’égard de ses parents.",
            Parent(2, "muriel-brandivec", "BRANDIVEC", "Muriel"), Parent(3, "erwan-brandivec", "BRANDIVEC", "Erwan")),
        Person(3, "noe-quistremad", "QUISTREMAD", ["Noé"], "QUISTREMAD", false, new(2018, 5, 2), Open([Doctor]),
            "Enfant de parents séparés : deux représentants qui ne voient rien l’un de l’autre.",
            Parent(4, "sonia-valdeguen", "VALDEGUEN", "Sonia"), Parent(5, "marc-quistremad", "QUISTREMAD", "Marc")),
        Person(4, "maelle-penfoulic", "PENFOULIC", ["Maëlle", "Rose"], "PENFOULIC", true, new(2021, 4, 2),
            Open([Doctor]),
            "Jumelle de Malo.", Parent(6, "gwen-penfoulic", "PENFOULIC", "Gwen")),
        Person(5, "malo-penfoulic", "PENFOULIC", ["Malo", "Jean"], "PENFOULIC", false, new(2021, 4, 2), Open([Doctor]),
            "Jumeau de Maëlle.", Parent(6, "gwen-penfoulic", "PENFOULIC", "Gwen")),
        Person(6, "bastien-landouarec", "LANDOUAREC", ["Bastien", "Guy"], "LANDOUAREC", false, new(1984, 11, 30),
            Open([Doctor, "jade-ploudirec", "luc-goulvenec"]), "A masqué plusieurs documents aux professionnels."),
        Person(7, "solene-gwerzennou", "GWERZENNOU", ["Solène"], "GWERZENNOU", true, new(1991, 7, 19),
            Open([Doctor]) with { Blocked = ["nadia-benkerlou"] }, "A bloqué sa diabétologue."),
        Person(8, "aristide-morvaleg", "MORVALEG", ["Aristide", "Louis"], "MORVALEG", false, new(1972, 1, 8),
            Open([Doctor]) with { BreakGlassAllowed = false, SamuAllowed = false },
            "Refuse l’entrée en urgence ; un résultat l’attend chez son médecin."),
        Person(9, "honorine-tressignau", "TRESSIGNAU", ["Honorine", "Anne"], "COZLANNEC", true, new(1935, 12, 24),
            Open([Doctor, "denis-coatmeurec", "sami-rozmeur"]), "Vit en EHPAD, sans téléphone ni courriel.")
            with { Email = "", Phone = "" },
        Person(10, "theodore-kerivoalic", "KERIVOALIC", ["Théodore"], "KERIVOALIC", false, new(1966, 6, 6),
            new DemoChoices(DemoRecordState.OpposedNeverOpened, null, [], []), "S’est opposé à l’ouverture."),
        Person(11, "oceane-plouzennig", "PLOUZENNIG", ["Océane", "Lou"], "PLOUZENNIG", true, new(1999, 2, 28),
            Open([Doctor]) with { State = DemoRecordState.Closed }, "A fermé son carnet."),
        Person(12, "gaston-lezardreg", "LEZARDREG", ["Gaston", "Yves"], "LEZARDREG", false, new(1941, 8, 15),
            Open([Doctor]) with { State = DemoRecordState.ClosedByDeath }, "Décédé ; le carnet est fermé et scellé."),
        Person(13, "yuna-bodermadec", "BODERMADEC", ["Yuna"], "BODERMADEC", true, new(1995, 10, 3),
            Open([]) with { TreatingPhysician = null }, "Vient d’ouvrir son carnet, encore vide."),
        Person(14, "corentin-guivarchal", "GUIVARCHAL", ["Corentin", "Alan"], "GUIVARCHAL", false, new(1988, 4, 17),
            new DemoChoices(DemoRecordState.NotOpened, null, [], []), "N’a pas encore de carnet : il peut l’ouvrir en ligne, ou s’y opposer."),
        Person(15, "nell-landouarec", "LANDOUAREC", ["Nell", "Anaïs"], "LANDOUAREC", true, new(2017, 6, 21),
            new DemoChoices(DemoRecordState.NotOpened, null, [], []) { ChildOf = "bastien-landouarec" },
            "N’a pas encore de carnet : son père, Bastien, peut l’ouvrir en ligne, ou s’y opposer."),
    ];

    public static DemoPatient Patient(string slug) => Patients.First(patient => patient.Slug == slug);

    private static DemoChoices Open(string[] authorised) => new(DemoRecordState.Open, Doctor, authorised, []);

    private static DemoPatient Person(int order, string slug, string birthName, string[] given, string used,
        bool female,
        DateOnly birth, DemoChoices choices, string story, params DemoRepresentative[] representatives)
        => new(slug, DemoNumbers.Ins(female, birth, order), birthName, given, used, female ? "F" : "M", birth, "29019",
            slug,
            Password(order), Mail(slug), Phone(order), representatives, choices, story);

    private static DemoRepresentative Parent(int order, string slug, string family, string given)
        => new(slug, family, given, "parent", slug, Password(100 + order), Mail(slug), Phone(50 + order));

    private static string Mail(string slug) => $"{slug}@kerlann.example";

    private static string Phone(int order) => FormattableString.Invariant($"06399800{order:00}");

    // Easy to type on a telephone, long enough for the rule, and worthless outside the demo.
    private static string Password(int order)
    {
        string[] first = ["bruyere", "galet", "goeland", "menhir", "dundee", "ajonc", "sterne"];
        string[] second = ["violette", "tranquille", "lunaire", "salee", "joyeuse"];
        return FormattableString.Invariant($"{first[order % first.Length]}-{second[order % second.Length]}-{order + 210}-kerlann");
    }
}
