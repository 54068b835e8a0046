using Carnet.Domain.Access;

namespace Carnet.Server.Portals.Rules;

/// <summary>The rules in the words of people.</summary>
internal static class RuleWords
{
    /// <summary>What is shown to everybody, by its word in addresses.</summary>
    public static IReadOnlyList<(string Word, RuleKind Kind)> Kinds { get; } =
        [("habilitations", RuleKind.Habilitations), ("droits", RuleKind.Rights)];

    public static string Name(RuleKind kind) => kind is RuleKind.Habilitations
        ? "Qui lit quel type de document"
        : "Qui fait quoi, et dans quelles circonstances";

    public static string Act(Transaction act) => act switch
    {
        Transaction.TestExistence => "Savoir si un carnet existe",
        Transaction.ReadAdministrativeData => "Lire les données administratives",
        Transaction.DeclareAuthorised => "Déclarer que la personne est d’accord",
        Transaction.RemoveOwnAuthorisation => "Retirer sa propre autorisation",
        Transaction.RemoveOwnTreatingRole => "Renoncer au rôle de médecin traitant",
        Transaction.ListOwnPatients => "Lister les carnets où l’on est autorisé",
        Transaction.SearchByTraits => "Chercher un carnet sans numéro, par les traits d’identité",
        Transaction.ContextualWeb => "Ouvrir le site des professionnels depuis son logiciel",
        Transaction.ContextualWebReinforced => "Ouvrir le site des professionnels, identifié par l’établissement",
        Transaction.ListAuthorisations => "Lister les professionnels autorisés",
        Transaction.Feed => "Déposer un document",
        Transaction.FeedByEmployee => "Déposer un document pour sa structure",
        Transaction.FindMetadata => "Voir la liste des documents",
        Transaction.FindReference => "Trouver la référence d’un document",
        Transaction.Read => "Lire un document",
        Transaction.ReadMasked => "Lire un document masqué",
        Transaction.ReadHiddenFromPatient => "Lire un document que la personne ne voit pas encore",
        Transaction.ReadOtherStatus => "Lire un document archivé ou remplacé",
        Transaction.Mask => "Masquer un document",
        Transaction.Unmask => "Démasquer un document",
        Transaction.MakeVisible => "Rendre un document visible à la personne",
        Transaction.Archive => "Archiver un document",
        Transaction.Delete => "Supprimer un document",
    };

    public static string Condition(RightCondition condition) => condition switch
    {
        RightCondition.None => "Oui",
        RightCondition.ToTheStructure => "Oui, pour sa structure",
        RightCondition.SameStructure => "Oui, pour les personnes de sa structure",
        RightCondition.NewSinceDate => "Oui, les nouveautés depuis une date",
        RightCondition.ImputedToStructure => "Oui, au nom de la structure",
        RightCondition.ToPrepareDeletion => "Oui, pour préparer une suppression",
        RightCondition.OwnDocumentsOnly => "Oui, ses propres documents",
        RightCondition.IfMaskedAllowedInEmergency => "Oui, si la personne l’a permis en urgence",
        RightCondition.OwnDocuments => "Oui, ses propres documents",
        RightCondition.DocumentsOfStructure => "Oui, les documents de sa structure",
    };

    /// <summary>A column of the rights: who, and in which circumstances.</summary>
    public static string Column(string column)
    {
        var own = column.StartsWith("air.", StringComparison.Ordinal) ? column[4..] : column;
        var who = own.Split('.')[0] switch
        {
            "ps" => "Professionnel non médecin",
            "md" => "Médecin",
            "mdt" => "Médecin du travail",
            "mt" => "Médecin traitant",
            "cpe" => "Employé d’une structure",
            "es" => "Établissement, par son certificat",
            _ => "Personnel d’établissement",
        };
        var mode = own.Split('.') switch
        {
            [_, "r"] => ", régulation du SAMU",
            [_, "b"] => ", bris de glace",
            _ => "",
        };
        return who + mode + (own == column ? "" : ", identifié par l’établissement");
    }

    public static string Section(string section) => section switch
    {
        HabilitationMatrix.AnyQualification => "",
        "A" => "titulaire d’officine",
        "D" or "DA" or "DM" => $"adjoint ou remplaçant (section {section})",
        "G" => "biologiste",
        "H" => "d’établissement",
        "M" => "militaire",
        _ when section.StartsWith('E') => $"outre-mer (section {section})",
        _ => section,
    };

    /// <summary>A row of a difference: a trade, or a transaction.</summary>
    public static string Row(RuleKind kind, string row)
    {
        if (kind is not RuleKind.Habilitations)
        {
            return Enum.GetValues<Transaction>().Where(act => FunctionalRights.CodeOf(act) == row).Select(Act).FirstOrDefault() ?? row;
        }

        var (role, section) = row.Split(';') is [var left, var right] ? (left, right) : (row, "");
        var words = Section(section);
        return Trades.ProfessionName(role) + (words.Length == 0 ? "" : $", {words}");
    }
}
