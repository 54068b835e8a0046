using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Outbox;

namespace Carnet.Server.Features.Notices;

/// <summary>The words of messages. They travel in the open: no health information, no name, no number, no link.</summary>
/// <remarks>Two text messages long at most. Source: rules N-1 to N-8, L-7, L-10, F-10.</remarks>
internal static class NoticeTexts
{
    private const string NotYou = "Si ce n'est pas vous, dites-le tout de suite à l'accueil de votre caisse.";
    private const string History = "La page « Qui est entré » de votre carnet vous dit qui et quand.";
    private const string AsUsual = "Pour le lire, connectez-vous comme d'habitude.";

    /// <param name="detail">The code of a login, the last day of a campaign; nothing elsewhere.</param>
    public static (string Subject, string Body) Of(NoticeKind kind, string detail = "") => kind switch
    {
        NoticeKind.AsynchronousAnswer => throw new ArgumentOutOfRangeException(nameof(kind), "An answer to software has no words of ours."),
        NoticeKind.LoginCode => ("Votre code de connexion",
            $"{detail} est votre code de connexion à Carnet. Il sert une fois, pendant dix minutes. Ne le donnez à personne."),
        NoticeKind.IdentityCode => ("Votre code pour le site du carnet",
            $"{detail} est le code qui prouve votre identité sur le site du carnet. Il sert une fois, pendant dix minutes. Si vous "
            + "n'avez rien demandé, ne le donnez à personne."),
        NoticeKind.RecoveryCode => ("Votre code pour un nouveau mot de passe",
            $"{detail} est l'un des deux codes pour choisir un nouveau mot de passe dans Carnet ; l'autre arrive par un autre chemin. Si "
            + "vous n'avez rien demandé, ne le donnez à personne."),
        NoticeKind.RecordOpened => ("Votre carnet de santé est ouvert",
            "Votre carnet de santé numérique est ouvert. Vous avez reçu, ou recevrez, un identifiant et un mot de passe "
            + "provisoire. Si vous n'avez rien demandé, dites-le à l'accueil de votre caisse."),
        NoticeKind.RepresentedRecordOpened => ("Le carnet d'une personne que vous représentez",
            "Le carnet de santé numérique d'une personne que vous représentez vient d'être ouvert par quelqu'un qui la représente "
            + "aussi. Pour y avoir accès, ou pour le faire fermer, allez à l'accueil de votre caisse."),
        NoticeKind.FirstReading => ("Un nouveau lecteur dans votre carnet",
            "Un professionnel a consulté votre carnet de santé pour la première fois. " + History),
        NoticeKind.NewDocument => ("Du nouveau dans votre carnet",
            "Un document a été ajouté à votre carnet de santé. " + AsUsual),
        NoticeKind.DocumentSetAside => ("Votre document attend un contrôle",
            "Un document que vous avez ajouté à votre carnet est mis de côté, le temps d'un contrôle de sécurité. Vous "
            + "n'avez rien à faire."),
        NoticeKind.DocumentRejected => ("Votre document n'a pas été gardé",
            "Un document que vous avez ajouté à votre carnet n'a pas passé le contrôle de sécurité et n'a pas été gardé. "
            + "Vérifiez votre appareil, puis ajoutez-en une autre copie."),
        NoticeKind.RectificationAnswered => ("Une réponse à votre demande de correction",
            "L'auteur d'un document de votre carnet a répondu à votre demande de correction. " + AsUsual),
        NoticeKind.EmergencyAccess => ("Votre carnet a été ouvert en urgence",
            "Un professionnel a ouvert votre carnet de santé en urgence, sans vous demander votre accord. " + History),
        NoticeKind.EmergencyReviewed => ("Une ouverture en urgence a été contrôlée",
            "Une ouverture en urgence de votre carnet de santé a été contrôlée par le service. " + History),
        NoticeKind.AccessReportAnswered => ("Une réponse à votre signalement",
            "Le service a répondu à ce que vous avez signalé dans l'historique de votre carnet. " + AsUsual),
        NoticeKind.EmergencyAccessOfPatient => ("Le carnet d'un de vos patients a été ouvert en urgence",
            "Un confrère a ouvert en urgence le carnet d'une personne dont vous êtes le médecin traitant. L'historique de ce "
            + "carnet vous dit qui, quand et pourquoi."),
        NoticeKind.ObjectionRecorded => ("Votre opposition est enregistrée",
            "Aucun carnet de santé numérique ne sera ouvert à votre nom. Vous pourrez en demander un plus tard, quand vous "
            + "voudrez. " + NotYou),
        NoticeKind.RepresentedObjection => ("Une opposition pour une personne que vous représentez",
            "Quelqu'un qui représente la même personne que vous s'est opposé à l'ouverture de son carnet de santé numérique. Un "
            + "carnet pourra être demandé plus tard, à l'accueil de votre caisse."),
        NoticeKind.ObjectionWithdrawn => ("Votre opposition est retirée",
            "Vous ne vous opposez plus à l'ouverture d'un carnet de santé numérique à votre nom. " + NotYou),
        NoticeKind.Campaign => ("Un carnet de santé numérique pour vous",
            $"Un carnet de santé numérique sera ouvert à votre nom. Vous pouvez vous y opposer jusqu'au {detail}, à l'accueil de "
            + "votre caisse ou sur le site du carnet. Sans réponse de votre part, il sera ouvert ; vous pourrez le fermer."),
        NoticeKind.OpeningAhead => ("Votre carnet sera bientôt ouvert",
            $"Vous pouvez encore vous opposer, jusqu'au {detail}, à l'ouverture d'un carnet de santé numérique à votre nom, à "
            + "l'accueil de votre caisse ou sur le site du carnet."),
        NoticeKind.RecordClosed => ("Votre carnet de santé est fermé",
            "Votre carnet de santé est fermé : plus personne ne le lit ni ne le complète. Il est gardé sous clé dix ans ; "
            + "d'ici là, vous pouvez le faire rouvrir ou en demander une copie. " + NotYou),
        NoticeKind.RecordReactivated => ("Votre carnet de santé est rouvert",
            "Votre carnet de santé est rouvert, avec tout ce qu'il contenait. " + NotYou),
        NoticeKind.DestructionAhead => ("Votre carnet sera bientôt détruit",
            "Votre carnet de santé, fermé depuis presque dix ans, sera bientôt détruit pour toujours. D'ici là, vous pouvez en "
            + "demander une copie ou le faire rouvrir, à l'accueil de votre caisse."),
        NoticeKind.RecordDestroyed => ("Votre carnet a été détruit",
            "Votre carnet de santé, fermé depuis dix ans, a été détruit pour toujours. Personne ne peut plus le lire."),
        NoticeKind.PasswordChanged => ("Votre mot de passe a changé",
            "Le mot de passe de votre carnet de santé vient d'être changé. " + NotYou),
        NoticeKind.LockedOut => ("Plusieurs essais de connexion",
            "Quelqu'un a tapé plusieurs fois un mauvais mot de passe pour entrer dans votre carnet de santé. Personne "
            + "n'est entré. Si c'était vous, réessayez dans un quart d'heure."),
        NoticeKind.ContactChanged => ("Vos coordonnées ont changé",
            "L'adresse ou le téléphone auxquels votre carnet de santé vous écrit viennent d'être changés. " + NotYou),
        NoticeKind.RepresentativeChanged => ("Qui peut agir pour vous a changé",
            "La liste des personnes qui peuvent agir pour vous dans votre carnet de santé vient de changer. " + NotYou),
        NoticeKind.NewDevice => ("Connexion depuis un nouvel appareil",
            "Quelqu'un est entré dans votre carnet de santé depuis un appareil jamais vu, avec votre mot de passe. " + NotYou),
        NoticeKind.PasskeysChanged => ("Vos clés d'accès ont changé",
            "Une clé d'accès à votre carnet de santé vient d'être ajoutée ou retirée. " + NotYou),
        NoticeKind.MajorityReached => ("Votre carnet n'est plus qu'à vous",
            "Vous êtes majeur : plus personne ne vous représente dans votre carnet de santé. " + History),
        NoticeKind.AgreementAsked => ("Votre accord est demandé",
            "Pour le carnet d'un enfant que vous représentez, une demande attend votre accord pendant trente jours. Connectez-vous "
            + "comme d'habitude, et choisissez cet enfant."),
        NoticeKind.AgreementAnswered => ("Une réponse à votre demande",
            "Pour le carnet d'un enfant que vous représentez, il y a une réponse à votre demande d'accord. Connectez-vous comme "
            + "d'habitude, et choisissez cet enfant."),
        NoticeKind.CredentialsIssued => ("Vos identifiants provisoires",
            $"{detail}. Vous choisirez un autre mot de passe à votre première connexion. Ne les donnez à personne. " + NotYou),
        NoticeKind.ConsultationCalled => ("Prenez rendez-vous",
            "Un professionnel souhaite vous parler avant de compléter votre carnet. Prenez rendez-vous avec lui ou avec votre "
            + "médecin traitant."),
        NoticeKind.DocumentToAnnounce => ("Un document attend d'être annoncé",
            "Dans le carnet d'une personne dont vous êtes le médecin traitant, un document attend d'être annoncé lors d'une "
            + "consultation. " + AsUsual),
    };

    /// <summary>The message by the way that the person chose, or null where they are not told.</summary>
    public static OutboxMessage? Choose(
        NoticeKind kind, RecordId record, Contact contact, RecordDetails details, string detail = "")
        => Compose(kind, record, details.Notices.RoutesOf(
            kind, contact with { Address = contact.Address ?? details.Contact.Address }, details.AddressedName), detail);

    public static OutboxMessage? Compose(
        NoticeKind kind, RecordId record, IReadOnlyList<NoticeRoute> routes, string detail = "")
    {
        if (routes.Count == 0)
        {
            return null;
        }

        var (subject, body) = Of(kind, detail);
        return new OutboxMessage(record, routes[0].Channel, routes[0].To, subject, body)
        {
            Kind = kind,
            Otherwise = [.. routes.Skip(1)],
        };
    }
}
