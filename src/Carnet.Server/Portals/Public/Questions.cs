namespace Carnet.Server.Portals.Public;

/// <summary>A paragraph, with the pages that its links lead to.</summary>
internal sealed record Paragraph(string Sentence, params string[] Addresses);

/// <summary>The questions that people ask, answered from the rules of the record.</summary>
/// <remarks>Each answer says what the rule says and nothing more; the numbers of the rules stand behind the lines.</remarks>
internal static class Questions
{
    // The first that fits; an address that none fits has no question of its own.
    private static readonly (string Path, string Id)[] Pages =
    [
        ("masquer", "masquer"), ("correction", "erreur"), ("/corrections", "erreur"), ("qui-le-voit", "qui"), ("/documents/ajouter", "qui"), ("/documents", "attente"),
        ("/acces", "traces"), ("/autorisations", "qui"), ("/volontes", "urgence"), ("/proches", "mineurs"), ("/accords", "mineurs"),
        ("/pour-qui", "mineurs"), ("/carnet/fermer", "duree"), ("/carnet/copie", "gratuit"), ("/messages", "telephone"),
        ("/coordonnees", "telephone"), ("/mot-de-passe", "identifiants"), ("/appareils", "identifiants"), ("/accueil", "qui"),
    ];

    /// <summary>The question that a page of the portal raises most; null where there is none.</summary>
    public static string? About(PathString page) => page.Value is { } path
        ? Pages.FirstOrDefault(one => one.Path[0] == '/'
            ? path.StartsWith(one.Path, StringComparison.Ordinal)
            : path.EndsWith(one.Path, StringComparison.Ordinal)).Id
        : null;

    /// <summary>Name in the address, question, paragraphs.</summary>
    public static IReadOnlyList<(string Id, string Question, IReadOnlyList<Paragraph> Answer)> All { get; } =
    [
        // L-1, L-7, L-8
        ("obligatoire", "Est-ce obligatoire ?",
        [
            new("Non. Sans carnet, vous êtes soigné et remboursé de la même façon."),
            new("Vous pouvez vous opposer à son ouverture, [ici même] ou à l’accueil de votre caisse. S’il est ouvert, vous pouvez le fermer à tout moment, depuis ses pages ou par un professionnel.", "/s-opposer"),
        ]),
        // Q18
        ("gratuit", "Est-ce gratuit ?",
        [
            new("Oui, pour tout le monde : l’ouvrir, le lire, le faire corriger, en prendre une copie, le fermer."),
        ]),
        //
        ("qui", "Qui voit ce que mon carnet contient ?",
        [
            new("Vous. Puis les professionnels que vous autorisez, et seulement les documents que leur métier leur permet : [les règles, métier par métier].", "/regles/habilitations"),
            new("Ajouter un document ne demande pas d’autorisation ; le lire en demande toujours une. L’auteur d’un document le revoit."),
            new("Vous pouvez bloquer quelqu’un par son nom, même s’il n’est jamais venu : il n’entre plus, pas même en urgence."),
        ]),
        //
        ("assureurs", "Mon assureur, mon employeur, ma banque peuvent-ils le lire ?",
        [
            new("Jamais. Ni la mutuelle, ni l’employeur, ni la banque, ni un laboratoire pharmaceutique. Votre caisse ajoute l’historique des remboursements et ne lit rien."),
            new("Le médecin du travail peut ajouter un document et n’en ouvre aucun. [Qui a quel droit]", "/regles/droits"),
        ]),
        // A-6, L-2
        ("urgence", "Et si je ne peux pas parler ?",
        [
            new("Si votre santé est en danger, un professionnel peut entrer sans votre accord. Il doit dire pourquoi, son entrée est signalée et vous êtes prévenu, ainsi que votre médecin traitant. Le médecin du SAMU peut aussi lire."),
            new("Vous pouvez refuser l’un et l’autre, à l’ouverture ou plus tard. Dans tous les cas les règles par métier restent les mêmes, et cet accès prend fin de lui-même."),
        ]),
        // V-2, V-7, V-8
        ("masquer", "Puis-je cacher un document ?",
        [
            new("Oui. Un document masqué n’est vu que de vous, de son auteur et de votre médecin traitant. Les autres ne voient pas qu’il existe. Vous pouvez aussi masquer d’avance tout ce qui sera ajouté."),
        ]),
        // V-3
        ("attente", "Pourquoi un résultat peut-il tarder à m’apparaître ?",
        [
            new("Un professionnel peut demander à vous annoncer lui-même un résultat. Vous êtes alors invité à le consulter, et le document s’ouvre au plus tard après un mois, de lui-même."),
        ]),
        // L-6, V-4, A-13, L-10
        ("mineurs", "Et mes enfants ?",
        [
            new("Toute personne peut en avoir un, à tout âge. Pour un mineur, le titulaire de l’autorité parentale consent à l’ouverture, à un accueil. Chaque parent a son propre identifiant et sa propre trace."),
            new("Un mineur peut demander qu’un soin reste secret : aucun de ses représentants ne le voit, ni dans les listes, ni dans les comptes, ni dans l’historique. À 18 ans, l’accès des parents s’arrête de lui-même."),
        ]),
        // L-3
        ("telephone", "Je n’ai ni téléphone ni adresse électronique.",
        [
            new("Le carnet sert quand même aux professionnels qui vous soignent. Vous le lisez avec l’aide d’un tiers que vous nommez aidant, ou vous en demandez une copie."),
            new("Les messages vous sont envoyés par lettre."),
        ]),
        // T-1, T-2, T-3
        ("traces", "Comment savoir qui est venu ?",
        [
            new("La page « Qui est entré » de votre carnet dit tout : qui, quand, par quel chemin, quels documents, et la raison donnée en urgence. Les refus y sont aussi."),
            new("Personne ne change cette liste, nous non plus. Vous pouvez prendre la preuve d’une ligne et [la vérifier ici].", "/verifier"),
        ]),
        // L-8, L-9
        ("duree", "Combien de temps est-ce gardé ?",
        [
            new("Tant que votre carnet est ouvert, rien n’y expire. Une fois fermé, il est scellé : plus personne ne le lit ni ne l’alimente. Il est gardé dix ans, pendant lesquels vous pouvez le faire rouvrir ou en demander une copie. Puis sa clé est détruite, et il devient illisible partout, sauvegardes comprises."),
        ]),
        // L-9, F-9
        ("erreur", "Un document est faux, ou n’est pas à moi.",
        [
            new("Depuis la page du document, demandez une correction à son auteur : la demande est suivie, sa réponse vous revient. Ce que vous avez ajouté vous-même, vous pouvez le détruire."),
            new("Une fois le carnet ouvert, on ne s’oppose à l’ajout d’un document que pour un motif légitime, que le professionnel note."),
        ]),
        // L-5
        ("identifiants", "J’ai perdu mon identifiant ou mon mot de passe.",
        [
            new("L’accueil de votre caisse vérifie qui vous êtes et vous remet un nouveau mot de passe provisoire, sur papier ou par e-mail. Le premier usage demande d’en choisir un autre."),
        ]),
    ];
}
