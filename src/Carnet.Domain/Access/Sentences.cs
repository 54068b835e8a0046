using System.Collections.Frozen;

namespace Carnet.Domain.Access;

/// <summary>What a reason says to people, in plain French: to the person whose record it is, and to the professional.</summary>
/// <remarks>
/// A part of a sentence, lower case, without a full stop, so that several make one: "… le lit : vous lui avez ouvert votre
/// carnet le 3 mars 2027 ; sa profession lit ce type de document". The words fit women and men alike. Holes: <c>{day}</c>,
/// the day on which it began or ended, with its preposition, and <c>{type}</c>. Source: rules, V-1 to V-6; J18.
/// </remarks>
public static class Sentences
{
    private const string OnDay = " le {day}";

    private static readonly FrozenDictionary<string, (string Person, string Professional)> ByFact = new Dictionary<string, (string, string)>
    {
        ["record.closed"] = ("votre carnet est fermé, plus personne ne le lit", "le dossier est fermé"),
        ["caller.owner"] = ("c’est votre carnet", "c’est son dossier"),
        ["caller.other-record"] = ("c’est le carnet de quelqu’un d’autre", "c’est le dossier de quelqu’un d’autre"),
        ["right.given"] = ("sa fonction permet cet acte", "votre fonction permet cet acte"),
        ["right.missing"] = ("sa fonction ne permet pas de lire un carnet", "votre fonction ne permet pas cet acte dans ce mode"),
        ["right.not-in-emergency"] = ("cela ne se fait pas en urgence", "cela ne se fait pas en urgence"),
        ["right.to-the-structure"] = ("pour l’équipe de l’établissement", "l’accord vaut pour votre structure"),
        ["structure.reference"] = ("l’établissement retrouve le numéro de ce qu’il a déposé, sans le lire",
            "votre structure retrouve le numéro de ce qu’elle a déposé"),
        ["structure.never-reads"] = ("un établissement dépose mais ne lit jamais", "une structure dépose mais ne lit jamais"),
        ["structure.other"] = ("un autre l’a déposé", "une autre structure l’a déposé"),
        ["caller.never-reads"] = ("ni assureur, ni employeur, ni banque ne lit un carnet, jamais", "ce type d’utilisateur ne lit jamais"),
        ["occupational.reads-nothing"] = ("la médecine du travail ne lit aucun document", "en médecine du travail on ne lit aucun document"),
        ["occupational.metadata-only"] = ("la médecine du travail voit la liste mais n’ouvre aucun document",
            "en médecine du travail on voit la liste sans ouvrir les documents"),
        ["feeding.free"] = ("ajouter un document ne demande pas votre accord", "déposer ne demande pas d’accord"),
        ["grant.blocked"] = ("vous avez bloqué son accès{day}, même en urgence", "la personne ne vous a pas autorisé"),
        ["grant.none"] = ("vous ne lui avez pas ouvert votre carnet", "la personne ne vous a pas autorisé"),
        ["grant.active"] = ("vous lui avez ouvert votre carnet{day}", "la personne vous a autorisé{day}"),
        ["grant.expired"] = ("votre autorisation a pris fin{day}", "la personne ne vous a pas autorisé"),
        ["grant.treating"] = ("c’est votre médecin traitant", "vous êtes son médecin traitant"),
        ["treating.not-physician"] = ("seul un médecin peut être médecin traitant", "seul un médecin peut être médecin traitant"),
        ["break-glass.refused"] = ("vous avez refusé l’accès en urgence", "la personne a refusé cet accès en urgence"),
        ["break-glass.reason"] = ("l’urgence n’a pas de raison écrite", "le bris de glace demande un motif d’au moins dix caractères"),
        ["break-glass.declared"] = ("en danger immédiat un professionnel peut entrer, il dit pourquoi et vous êtes prévenu",
            "vous avez déclaré une urgence"),
        ["break-glass.lasts"] = ("l’urgence déclarée dure encore", "votre urgence déclarée dure encore"),
        ["break-glass.over"] = ("son accès en urgence a pris fin{day}", "l’urgence déclarée est terminée, déclarez-la de nouveau"),
        ["samu.refused"] = ("vous avez refusé l’accès du SAMU", "la personne a refusé l’accès du SAMU"),
        ["samu.regulates"] = ("le médecin du SAMU peut entrer, et vous êtes prévenu", "vous régulez au SAMU"),
        ["team.stay"] = ("vous séjournez dans son établissement et avez accepté l’équipe{day}",
            "la personne séjourne dans votre établissement et a accepté l’équipe{day}"),
        ["team.other-structure"] = ("c’est le séjour d’un autre établissement", "c’est le séjour d’un autre établissement"),
        ["locum.replaces"] = ("remplace quelqu’un à qui vous avez ouvert votre carnet", "vous remplacez quelqu’un que la personne a autorisé"),
        ["author.own"] = ("c’est son propre document", "c’est votre document"),
        ["author.other"] = ("ne voit que ses propres documents", "sans accord vous ne voyez que vos propres documents"),
        ["matrix.reads"] = ("sa profession lit ce type de document{type}", "votre profession lit ce type de document"),
        ["matrix.absent"] = ("sa profession ne lit pas ce type de document{type}", "votre profession ne lit pas ce type de document"),
        ["masked.hidden"] = ("vous l’avez masqué aux professionnels, ou son auteur pour vous", "ce document n’existe pas pour vous"),
        ["masked.treating"] = ("il est masqué, mais pas pour votre médecin traitant", "il est masqué, sauf pour le médecin traitant"),
        ["masked.emergency-allowed"] = ("il est masqué, mais vous permettez de le lire en urgence",
            "il est masqué, mais la personne permet de le lire en urgence"),
        ["hidden.until-announced"] = ("il attend qu’un professionnel vous en parle", "il attend que la personne en soit informée"),
        ["hidden.not-professionals"] = ("cela ne limite pas les professionnels", "cela ne limite pas les professionnels"),
        ["hidden.no-right"] = ("sa fonction ne permet pas ces documents", "votre fonction ne permet pas ces documents"),
        ["quarantine.waits"] = ("il est examiné avant d’être montré à qui que ce soit", "ce document n’existe pas pour vous"),
        ["status.not-asked"] = ("ce n’est plus la version en vigueur", "ce n’est plus la version en vigueur"),
        ["status.deleted"] = ("son auteur l’a supprimé", "il est supprimé"),
        ["status.no-right"] = ("sa fonction ne permet pas les anciennes versions", "votre fonction ne permet pas les anciennes versions"),
        ["budget.spent"] = ("a déjà ouvert trop de carnets ce jour-là", "vous avez ouvert trop de dossiers différents aujourd’hui"),
        ["budget.stepped-up"] = ("a recueilli votre accord en votre présence", "vous avez recueilli l’accord de la personne présente"),
        ["change.author-alone"] = ("seul son auteur peut le changer ainsi", "seul son auteur peut le changer ainsi"),
        ["change.author"] = ("c’est son propre document", "c’est votre document"),
        ["change.treating"] = ("c’est votre médecin traitant", "vous êtes son médecin traitant"),
        ["change.person"] = ("c’est à vous d’en décider", "c’est à la personne d’en décider"),
        ["change.persons-own-alone"] = ("vous ne retirez que ce que vous avez écrit", "la personne ne retire que ce qu’elle a écrit"),
        ["change.patients-document"] = ("c’est votre document : vous et votre médecin traitant seuls le changez",
            "c’est un document de la personne : elle et son médecin traitant seuls le changent"),
        ["representative.acts"] = ("agit pour vous", "agit pour la personne"),
        ["representative.not-begun"] = ("n’agit pas encore pour vous", "n’agit pas encore pour la personne"),
        ["representative.ended"] = ("n’agit plus pour vous", "n’agit plus pour la personne"),
        ["representative.of-age"] = ("vous êtes majeur, vos parents n’agissent plus pour vous", "la personne est majeure"),
        ["representative.restricted"] = ("une décision de justice l’interdit", "une décision de justice l’interdit"),
        ["representative.beyond-extent"] = ("vous ne lui avez pas confié cela", "la personne ne lui a pas confié cela"),
        ["representative.both-parents"] = ("il faut l’accord des deux parents", "il faut l’accord des deux parents"),
        ["secret.hidden"] = ("vous l’avez caché à ceux qui agissent pour vous", "il est caché aux représentants"),
        ["secret.not-minor"] = ("le secret est réservé aux mineurs", "la connexion secrète est réservée aux mineurs"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every fact that has a sentence.</summary>
    public static IEnumerable<string> Facts => ByFact.Keys;

    /// <summary>Every sentence, with its holes: what a translation has to cover.</summary>
    public static IEnumerable<string> All => ByFact.Values.SelectMany(said => new[] { said.Person, said.Professional })
        .Append(OnDay).Distinct();

    /// <summary>To the person.</summary>
    /// <param name="day">E.g. <c>3 mars 2027</c>, or null.</param>
    /// <param name="type">The label of the document's type, or null.</param>
    /// <param name="speak">From the French sentence, holes and all, to what is said; null leaves it French.</param>
    public static string ForPerson(Reason reason, string? day = null, string? type = null, Func<string, string>? speak = null)
        => Fill(ByFact[reason.Fact].Person, day, type, speak);

    /// <summary>To the professional: never more than they may know, so blocked, expired and never asked are one.</summary>
    public static string ForProfessional(Reason reason, string? day = null, Func<string, string>? speak = null)
        => Fill(ByFact[reason.Fact].Professional, day, null, speak);

    private static string Fill(string sentence, string? day, string? type, Func<string, string>? speak)
    {
        speak ??= french => french;
        return speak(sentence)
            .Replace("{day}", day is null ? "" : speak(OnDay).Replace("{day}", day, StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{type}", type is null ? "" : $" ({type})", StringComparison.Ordinal);
    }
}
