using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Shared;

/// <summary>Words that not everybody knows, each in one or two short sentences.</summary>
internal static class Lexicon
{
    /// <summary>In the order of the alphabet: how it is called on a page, its heading, what it means.</summary>
    public static IReadOnlyList<(string Key, string Word, string Meaning)> Words =>
    [
        ("aidant", T("Aidant"), T("Une personne que vous choisissez pour vous aider avec votre carnet. Elle a son propre identifiant, un début et une fin.")),
        ("cle", T("Clé d’accès"), T("Une clé gardée par votre téléphone ou votre ordinateur. Elle s’ouvre avec votre doigt, votre visage ou le code de l’appareil. On dit aussi « passkey ».")),
        ("code", T("Code à usage unique"), T("Des chiffres envoyés par SMS ou par e-mail à chaque connexion. Ils servent une fois, pendant dix minutes.")),
        ("confiance", T("Personne de confiance"), T("La personne qui dit ce que vous voulez pour vos soins si vous ne pouvez plus le dire. Vous la choisissez par écrit.")),
        ("directives", T("Directives anticipées"), T("Ce que vous voulez, ou refusez, pour votre fin de vie si vous ne pouvez plus le dire. Vous pouvez les changer à tout moment.")),
        ("empreinte", T("Empreinte"), T("Un long nombre calculé à partir d’un fichier. Un seul signe changé dans le fichier donne une autre empreinte.")),
        ("espace", T("Espace"), T("Une partie de votre carnet : les documents d’un même sujet, par exemple les analyses ou les ordonnances.")),
        ("habilitation", T("Habilitation"), T("Ce qu’un métier a le droit de lire. Un dentiste ne lit pas les mêmes documents qu’un médecin.")),
        ("ins", T("INS"), T("Identité nationale de santé : votre numéro de sécurité sociale, votre nom de naissance, vos prénoms, votre date et votre lieu de naissance.")),
        ("masquer", T("Masquer"), T("Cacher un document aux professionnels, sauf à son auteur et à votre médecin traitant. Vous pouvez le montrer de nouveau.")),
        ("oppose", T("S’opposer"), T("Dire que l’on ne veut pas de carnet. Aucun n’est alors ouvert ; on peut changer d’avis.")),
        ("representant", T("Représentant légal"), T("Un parent pour son enfant, ou un tuteur nommé par un juge. Il agit à la place de la personne, et chaque geste laisse une trace à son nom.")),
        ("rpps", T("Numéro RPPS"), T("Le numéro de chaque professionnel de santé : onze chiffres. Deux personnes du même nom n’ont pas le même numéro.")),
        ("samu", T("SAMU (centre 15)"), T("Les médecins qui répondent au 15 et envoient les secours. Ils peuvent lire votre carnet pour vous soigner à temps, sauf si vous refusez.")),
        ("trace", T("Trace"), T("La ligne qui dit qui est entré, quand, et ce qu’il a fait. Personne ne peut l’effacer.")),
        ("traitant", T("Médecin traitant"), T("Le médecin que vous avez déclaré à votre caisse. Il voit aussi les documents masqués.")),
        ("urgence", T("Urgence (bris de glace)"), T("Un professionnel entre sans votre accord parce que votre santé est en danger. Il dit pourquoi, vous êtes prévenu, et cela est contrôlé. Vous pouvez le refuser d’avance.")),
    ];

    public static (string Key, string Word, string Meaning) Of(string key) => Words.First(one => one.Key == key);
}
