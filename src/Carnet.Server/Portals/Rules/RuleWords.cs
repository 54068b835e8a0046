using Carnet.Domain.Access;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Rules;

/// <summary>The rules in the words of people.</summary>
internal static class RuleWords
{
    /// <summary>What is shown to everybody, by its word in addresses.</summary>
    public static IReadOnlyList<(string Word, RuleKind Kind)> Kinds { get; } =
        [("habilitations", RuleKind.Habilitations), ("droits", RuleKind.Rights)];

    public static string Name(RuleKind kind) => kind is RuleKind.Habilitations
        ? T("Qui lit quel type de document")
        : T("Qui fait quoi, et dans quelles circonstances");

    public static string Act(Transaction act) => act switch
    {
        Transaction.TestExistence => T("Savoir si un carnet existe"),
        Transaction.ReadAdministrativeData => T("Lire les données administratives"),
        Transaction.DeclareAuthorised => T("Déclarer que la personne est d’accord"),
        Transaction.RemoveOwnAuthorisation => T("Retirer sa propre autorisation"),
        Transaction.RemoveOwnTreatingRole => T("Renoncer au rôle de médecin traitant"),
        Transaction.ListOwnPatients => T("Lister les carnets où l’on est autorisé"),
        Transaction.SearchByTraits => T("Chercher un carnet sans numéro, par les traits d’identité"),
        Transaction.ContextualWeb => T("Ouvrir le site des professionnels depuis son logiciel"),
        Transaction.ContextualWebReinforced => T("Ouvrir le site des professionnels, identifié par l’établissement"),
        Transaction.ListAuthorisations => T("Lister les professionnels autorisés"),
        Transaction.Feed => T("Déposer un document"),
        Transaction.FeedByEmployee => T("Déposer un document pour sa structure"),
        Transaction.FindMetadata => T("Voir la liste des documents"),
        Transaction.FindReference => T("Trouver la référence d’un document"),
        Transaction.Read => T("Lire un document"),
        Transaction.ReadMasked => T("Lire un document masqué"),
        Transaction.ReadHiddenFromPatient => T("Lire un document que la personne ne voit pas encore"),
        Transaction.ReadOtherStatus => T("Lire un document archivé ou remplacé"),
        Transaction.Mask => T("Masquer un document"),
        Transaction.Unmask => T("Démasquer un document"),
        Transaction.MakeVisible => T("Rendre un document visible à la personne"),
        Transaction.Archive => T("Archiver un document"),
        Transaction.Delete => T("Supprimer un document"),
    };

    public static string Condition(RightCondition condition) => condition switch
    {
        RightCondition.None => T("Oui"),
        RightCondition.ToTheStructure => T("Oui, pour sa structure"),
        RightCondition.SameStructure => T("Oui, pour les personnes de sa structure"),
        RightCondition.NewSinceDate => T("Oui, les nouveautés depuis une date"),
        RightCondition.ImputedToStructure => T("Oui, au nom de la structure"),
        RightCondition.ToPrepareDeletion => T("Oui, pour préparer une suppression"),
        RightCondition.OwnDocumentsOnly => T("Oui, ses propres documents"),
        RightCondition.IfMaskedAllowedInEmergency => T("Oui, si la personne l’a permis en urgence"),
        RightCondition.OwnDocuments => T("Oui, ses propres documents"),
        RightCondition.DocumentsOfStructure => T("Oui, les documents de sa structure"),
    };

    /// <summary>A column of the rights: who, and in which circumstances.</summary>
    public static string Column(string column)
    {
        var own = column.StartsWith("air.", StringComparison.Ordinal) ? column[4..] : column;
        var who = own.Split('.')[0] switch
        {
            "ps" => T("Professionnel non médecin"),
            "md" => T("Médecin"),
            "mdt" => T("Médecin du travail"),
            "mt" => T("Médecin traitant"),
            "cpe" => T("Employé d’une structure"),
            "es" => T("Établissement, par son certificat"),
            _ => T("Personnel d’établissement"),
        };
        var mode = own.Split('.') switch
        {
            [_, "r"] => T(", régulation du SAMU"),
            [_, "b"] => T(", bris de glace"),
            _ => "",
        };
        return who + mode + (own == column ? "" : T(", identifié par l’établissement"));
    }

    public static string Section(string section) => section switch
    {
        HabilitationMatrix.AnyQualification => "",
        "A" => T("titulaire d’officine"),
        "D" or "DA" or "DM" => T("adjoint ou remplaçant (section {0})", section),
        "G" => T("biologiste"),
        "H" => T("d’établissement"),
        "M" => T("militaire"),
        _ when section.StartsWith('E') => T("outre-mer (section {0})", section),
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
        return T(Trades.ProfessionName(role)) + (words.Length == 0 ? "" : $", {words}");
    }
}
